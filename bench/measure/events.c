// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * events.c: the default events. Presets come first where they mean the same on every CPU; the
 * coherence and remote-node events exist only under each CPU's own names (libpfm4's).
 */
#include "bench/measure/events.h"

#include <stddef.h>
#include <string.h>

const struct event events[] = {
	{"cycles", "core cycles in user mode", {"PAPI_TOT_CYC", "perf::CYCLES:u=1:k=0"}},
	{"instructions",
	 "instructions retired in user mode",
	 {"PAPI_TOT_INS", "perf::INSTRUCTIONS:u=1:k=0"}},
	{"l1d-misses",
	 "data accesses that missed the first-level cache",
	 {"PAPI_L1_DCM", "perf::L1-DCACHE-LOAD-MISSES", "L1D_CACHE_REFILL"}},
	{"l2-misses",
	 "data accesses that missed the second-level cache",
	 {"PAPI_L2_DCM", "PAPI_L2_TCM", "L2D_CACHE_REFILL"}},
	{"llc-misses",
	 "accesses that missed the last-level cache",
	 {"PAPI_L3_TCM", "perf::LLC-LOAD-MISSES", "perf::CACHE-MISSES", "LL_CACHE_MISS_RD"}},
	{"snoop-hitm",
	 "loads served by another core's cache (modified there, where the CPU can tell)",
	 {
		 /* Skylake to Cascade Lake; Ice Lake and later; Haswell, Broadwell; Ivy Bridge. */
		 "MEM_LOAD_L3_HIT_RETIRED:XSNP_HITM",
		 "MEM_LOAD_L3_HIT_RETIRED:XSNP_FWD",
		 "MEM_LOAD_UOPS_L3_HIT_RETIRED:XSNP_HITM",
		 "MEM_LOAD_UOPS_LLC_HIT_RETIRED:XSNP_HITM",
		 /* Zen 4, Zen 3, Zen 2: filled from another core's cache or a shared one. */
		 "DEMAND_DATA_CACHE_FILLS_FROM_SYSTEM:LOCAL_CCX:NEAR_CACHE_NEAR_FAR",
		 "DEMAND_DATA_CACHE_FILLS_FROM_SYSTEM:INT_CACHE:EXT_CACHE_LCL",
		 "DATA_CACHE_REFILLS_FROM_SYSTEM:LS_MABRESP_LCL_CACHE",
		 "PAPI_CA_ITV",
	 }},
	/*
	 * A count shared across nodes shows here: its loads find the line modified in a cache, which
	 * no CPU counts as DRAM. Zen 2 and 3 go by where the line's memory is: what a far cache holds
	 * of near memory is snoop-hitm there.
	 */
	{"remote-hitm",
	 "loads served by a cache of another node or package",
	 {
		 "MEM_LOAD_L3_MISS_RETIRED:REMOTE_HITM",
		 "MEM_LOAD_UOPS_L3_MISS_RETIRED:REMOTE_HITM",
		 "MEM_LOAD_UOPS_LLC_MISS_RETIRED:REMOTE_HITM",
		 /* Zen 4, Zen 3, Zen 2. */
		 "DEMAND_DATA_CACHE_FILLS_FROM_SYSTEM:FAR_CACHE_NEAR_FAR",
		 "DEMAND_DATA_CACHE_FILLS_FROM_SYSTEM:EXT_CACHE_RMT",
		 "DATA_CACHE_REFILLS_FROM_SYSTEM:LS_MABRESP_RMT_CACHE",
	 }},
	{"remote-node",
	 "loads served by another NUMA node's DRAM",
	 {
		 "MEM_LOAD_L3_MISS_RETIRED:REMOTE_DRAM",
		 "MEM_LOAD_UOPS_L3_MISS_RETIRED:REMOTE_DRAM",
		 "MEM_LOAD_UOPS_LLC_MISS_RETIRED:REMOTE_DRAM",
		 "DEMAND_DATA_CACHE_FILLS_FROM_SYSTEM:DRAM_IO_FAR",
		 "DEMAND_DATA_CACHE_FILLS_FROM_SYSTEM:MEM_IO_RMT",
		 "DATA_CACHE_REFILLS_FROM_SYSTEM:LS_MABRESP_RMT_DRAM",
		 "perf::NODE-LOAD-MISSES",
	 }},
	{"task-clock", "nanoseconds on a CPU", {"perf::TASK-CLOCK"}},
	{"page-faults", "page faults", {"perf::PAGE-FAULTS"}},
	/*
	 * Counted in the kernel only: in the default domain these two read 0 and say nothing, so
	 * they are asked for with the kernel's mask, which fails honestly where it is forbidden.
	 */
	{"context-switches",
	 "context switches",
	 {"perf::CONTEXT-SWITCHES:u=1:k=1", "getrusage::CONTEXT-SWITCHES"}},
	{"migrations", "moves to another CPU", {"perf::CPU-MIGRATIONS:u=1:k=1"}},
	{NULL, NULL, {NULL}},
};

/*
 * PAPI's libpfm4 needs a PMU that it takes for the default one, even for software events. On a CPU
 * that it does not know, LIBPFM_FORCE_PMU (spr, say) lends it another's events; perf's own, the
 * software ones among them, are not there then.
 */
const char *events_disabled_remedy(const char *reason)
{
	if (strstr(reason, "no default PMU") || strstr(reason, "no PMUs"))
		return "this CPU is newer than PAPI's libpfm4: use a newer PAPI, or "
		       "LIBPFM_FORCE_PMU= with a CPU alike";
	if (strstr(reason, "paranoid"))
		return "as root: sysctl kernel.perf_event_paranoid=1";
	return "papi_component_avail may say more";
}
