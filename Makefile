# SPDX-License-Identifier: GPL-2.0-or-later
# pageref-bench. Two commands do everything on a fresh machine: `make sweep` and `make check`.
# `make help` lists the rest.

VERSION := 0.1.0
# CROSS=aarch64-linux-gnu- or riscv64-linux-gnu-: for another machine, against Debian's libraries for it.
CROSS ?=
TRIPLET := $(CROSS:%-=%)
BUILD ?= build$(CROSS:%-=/%)
PREFIX ?= /usr/local
DESTDIR ?=
CC ?= gcc
PKG_CONFIG ?= pkg-config
ifneq (,$(CROSS))
CC := $(CROSS)gcc
SYSROOT := $(abspath $(BUILD))/sysroot
# liburcu refuses a gcc for riscv64 that is older than 13.3, whose atomics are broken there (GCC bug
# 104831). clang finds that gcc's libgcc and would take its C library too.
CC_VERSION := $(subst ., ,$(shell $(CC) -dumpfullversion 2>/dev/null))
CC_OLD := $(filter 7 8 9 10 11 12 13-0 13-1 13-2,$(word 1,$(CC_VERSION)) $(word 1,$(CC_VERSION))-$(word 2,$(CC_VERSION)))
ifneq (,$(and $(findstring riscv64,$(CROSS)),$(CC_OLD)))
ifeq (,$(shell command -v clang))
$(error $(CC) is older than 13.3, which liburcu refuses, and there is no clang: scripts/install-deps.sh check)
endif
$(info $(CC) is older than 13.3, which liburcu refuses: clang compiles instead)
CC := clang --target=$(TRIPLET) -B$(SYSROOT)/usr/lib/$(TRIPLET)
CROSS_CPPFLAGS := -nostdlibinc -isystem $(SYSROOT)/usr/include/$(TRIPLET) -isystem $(SYSROOT)/usr/include
CROSS_LDFLAGS := -L$(SYSROOT)/usr/lib/$(TRIPLET)
endif
PKG_CONFIG := PKG_CONFIG_SYSROOT_DIR=$(SYSROOT) \
	PKG_CONFIG_LIBDIR=$(SYSROOT)/usr/lib/$(TRIPLET)/pkgconfig pkg-config
endif
CFLAGS ?= -O2 -g
# As the kernel's: one short line a file, the whole command with V=1.
V ?= 0
ifeq ($(V),0)
Q := @
say = @printf '  %-7s %s\n' $(1) $(2)
endif
WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes
# clang means rows of tables, too, whose last members are left to be zero.
WARNINGS += $(if $(findstring clang,$(CC)),-Wno-missing-field-initializers)
ifdef CI
WARNINGS += -Werror
endif

MODULES := hwloc numa papi yajl gsl liburcu-memb liburcu-qsbr liburcu-bp libxxhash
MODULE_CFLAGS = $(shell $(PKG_CONFIG) --cflags $(MODULES))
ALL_CPPFLAGS = -D_GNU_SOURCE -I. -I$(BUILD) $(CROSS_CPPFLAGS) $(CPPFLAGS) $(MODULE_CFLAGS)
ALL_CFLAGS = -std=gnu11 $(WARNINGS) -pthread $(addprefix --sysroot=,$(SYSROOT)) $(CFLAGS)
# What --scheme ./mine.h becomes is loaded, and calls what the program has for schemes.
ALL_LDFLAGS = -rdynamic $(CROSS_LDFLAGS) $(LDFLAGS)
ALL_LDLIBS = $(shell $(PKG_CONFIG) --libs $(MODULES)) -lm $(LDLIBS)

# The kernel's semantics (its atomics wrap), and every measured loop on lines of its own, so that no
# scheme owes its figure to where the linker happened to put it. On arm64 an atomic must be an
# instruction, not a call.
MACHINE := $(shell $(CC) -dumpmachine 2>/dev/null)
CORE_CFLAGS := -fwrapv -fno-strict-aliasing -falign-functions=64 -falign-loops=32
ifneq (,$(findstring aarch64,$(MACHINE)))
CORE_CFLAGS += -mno-outline-atomics
# The kernel uses LSE where the CPU has it: so do we on such a host, unless told otherwise.
ifeq (,$(findstring -march,$(CFLAGS) $(CORE_CFLAGS_EXTRA))$(findstring -mcpu,$(CFLAGS) $(CORE_CFLAGS_EXTRA)))
ATOMICS ?= $(shell [ "$$(uname -m)" = aarch64 ] && grep -qs '^Features.* atomics' /proc/cpuinfo && echo lse)
ifneq (,$(filter-out lse llsc,$(ATOMICS)))
$(error ATOMICS=$(ATOMICS): there are lse and llsc)
endif
CORE_CFLAGS += $(if $(filter lse,$(ATOMICS)),-march=armv8-a+lse,$(if $(filter llsc,$(ATOMICS)),-march=armv8-a))
endif
endif
CORE_CFLAGS += $(CORE_CFLAGS_EXTRA)

SCHEMES := $(patsubst core/schemes/%.h,%,$(wildcard core/schemes/*.h))
# On x86 a get and a put are the same instructions in either memory order (tests/order.t), so one
# object serves both. ThreadSanitizer tells the orders apart.
ifeq (,$(findstring x86_64,$(MACHINE)))
TWO_ORDERS := yes
else ifneq (,$(findstring -fsanitize=thread,$(CFLAGS)))
TWO_ORDERS := yes
endif
ORDER_FULL := $(if $(TWO_ORDERS),,-DPAGEREF_ORDER_ANY)
SCHEME_KINDS := o counting.o lookup.o $(if $(TWO_ORDERS),acq-rel.o acq-rel.counting.o acq-rel.lookup.o)
SCHEME_OBJS := $(foreach s,$(SCHEMES),$(foreach kind,$(SCHEME_KINDS),$(BUILD)/schemes/$(s).$(kind)))
# What is checked: the same headers with scheduling points, and planted faults, which are no schemes.
FAULTS := $(patsubst core/faults/%.h,%,$(wildcard core/faults/*.h))
EXPLORED_OBJS := $(SCHEMES:%=$(BUILD)/schemes/%.explore.o) $(FAULTS:%=$(BUILD)/faults/%.explore.o)
# Everything but main(), which the tests replace by their own.
SOURCES := $(filter-out bench/main.c bench/scheme_template.c bench/lookup_template.c \
	bench/user/object_template.c \
	bench/check/explore_template.c,\
	$(wildcard core/*.c core/*/*.c topology/*.c bench/*.c bench/*/*.c))
OBJS := $(SOURCES:%.c=$(BUILD)/%.o) $(SCHEME_OBJS) $(EXPLORED_OBJS)
TESTS := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/*/*_test.c tests/*/*/*_test.c))

# Weak memory, for `pageref check`: one C++ program a header, where relacy is there.
RELACY ?= /usr/include
ifneq (,$(wildcard $(RELACY)/relacy/relacy.hpp))
WEAK_FAULTS := $(shell grep -l 'FAULT_FOUND_BY.*"weak memory"' core/faults/*.h)
WEAK := $(SCHEMES:%=$(BUILD)/weak/%) $(WEAK_FAULTS:core/faults/%.h=$(BUILD)/weak/%)
endif

.PHONY: all sweep sweep-lookups sweep-nodes check check-sanitized units check-emulated emulated-programs stress stress-programs calibrate peer fidelity bundle check-bundle no-weak install install-sources uninstall clean help deps deps-check FORCE
.DELETE_ON_ERROR:
.SECONDARY:

ifneq (,$(CROSS))
all: $(BUILD)/pageref
else
all: $(BUILD)/pageref pageref $(or $(WEAK),no-weak)
endif

help:
	@echo 'make sweep      what is missing, build, quick sweep: table, results file, pictures'
	@echo 'make sweep-lookups   the same for GUP-fast, page cache, PFN walk, put_page, large folios'
	@echo 'make sweep-nodes     the same across NUMA nodes: a line that nodes share, and where it lies'
	@echo 'make check      what is missing, build, all tests'
	@echo 'make            build ./pageref'
	@echo 'make check-sanitized   the unit tests and every lookup under ASan and UBSan'
	@echo 'make check-races       every lookup under ThreadSanitizer'
	@echo 'make check-emulated    placements and memory on emulated machines of up to 5 nodes (QEMU)'
	@echo 'make stress     seeded random runs and threads over every scheme [STRESS_SECONDS=60 SEED=N]'
	@echo 'make calibrate  how often is compare wrong, and how much does it find? [TABLES=200 PLANTED=50]'
	@echo 'make fidelity   is the measured loop as good as hand-written assembly? (timing)'
	@echo 'make peer       do we agree with Google Benchmark? (timing; needs libbenchmark-dev)'
	@echo 'make install    to $$(DESTDIR)$$(PREFIX)  [$(DESTDIR)$(PREFIX)]; make uninstall'
	@echo 'make bundle     one tar file that runs on another machine with nothing installed'
	@echo 'make check-bundle      does it, in bare roots of other Debian releases? (network, root)'
	@echo 'make clean      remove $(BUILD)/'
	@echo 'CROSS=aarch64-linux-gnu-   the program for another machine, in build/aarch64-linux-gnu/'
	@echo 'CROSS=riscv64-linux-gnu-   likewise; by clang where that gcc is older than 13.3'
	@echo 'ATOMICS=lse|llsc on arm64: single instructions or exclusive pairs [what this CPU has]'
	@echo 'Honoured: CC CFLAGS CPPFLAGS LDFLAGS LDLIBS PREFIX DESTDIR BUILD; CI=1 makes warnings errors'

# ---- build ----

pageref: $(BUILD)/pageref
	@ln -sfn $< $@

$(BUILD)/pageref: $(BUILD)/bench/main.o $(OBJS) $(BUILD)/scheme-list
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(ALL_LDLIBS)

# A program of fewer schemes is not up to date because none of its parts is newer.
$(BUILD)/scheme-list: FORCE
	$(shell mkdir -p $(@D))$(file >$@.new,$(SCHEMES))
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

$(BUILD)/%.o: %.c Makefile $(BUILD)/flags | $(BUILD)/version.h
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# What is measured, or runs beside it, has the kernel's flags.
$(BUILD)/core/%.o: core/%.c Makefile $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(CORE_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/bench/workloads/%.o: bench/workloads/%.c Makefile $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(CORE_CFLAGS) -MMD -MP -c -o $@ $<

# One header, alone, becomes its objects: the bare loops, their twins that count retries, and the
# lookups; all of them once more, where that is another code, with gets that acquire and puts that
# release. Lines and functions are all that is wanted of their debug information: the rest of it takes
# as long to make as the code.
SCHEME_CPPFLAGS = '-DSCHEME_HEADER="core/schemes/$*.h"' '-DSCHEME_NAME="$*"'
SCHEME_DEBUG := $(if $(filter -g,$(CFLAGS)),-g1)
define scheme_rule
$(BUILD)/schemes/%.$(1): core/schemes/%.h $(2) Makefile $(BUILD)/flags
	@mkdir -p $$(@D)
	$$(call say,CC,$$@)
	$$(Q)$$(CC) $$(ALL_CPPFLAGS) $$(ALL_CFLAGS) $$(CORE_CFLAGS) $$(SCHEME_DEBUG) \
		$$(SCHEME_CPPFLAGS) $(3) -MMD -MP -c -o $$@ $(2)
endef
$(eval $(call scheme_rule,acq-rel.counting.o,bench/scheme_template.c,-DPAGEREF_ORDER_ACQ_REL -DATOMIC_COUNT_RETRIES))
$(eval $(call scheme_rule,acq-rel.lookup.o,bench/lookup_template.c,-DPAGEREF_ORDER_ACQ_REL))
$(eval $(call scheme_rule,acq-rel.o,bench/scheme_template.c,-DPAGEREF_ORDER_ACQ_REL))
$(eval $(call scheme_rule,counting.o,bench/scheme_template.c,$(ORDER_FULL) -DATOMIC_COUNT_RETRIES))
$(eval $(call scheme_rule,lookup.o,bench/lookup_template.c,$(ORDER_FULL)))
$(eval $(call scheme_rule,o,bench/scheme_template.c,$(ORDER_FULL)))

# No loop here is measured, and -falign would only make them larger.
EXPLORE_TEMPLATE := bench/check/explore_template.c
define explore_rule
$(BUILD)/$(1)/%.explore.o: core/$(1)/%.h $(EXPLORE_TEMPLATE) Makefile $(BUILD)/flags
	@mkdir -p $$(@D)
	$$(call say,CC,$$@)
	$$(Q)$$(CC) $$(ALL_CPPFLAGS) $$(ALL_CFLAGS) -fwrapv -fno-strict-aliasing \
		'-DSCHEME_HEADER="core/$(1)/$$*.h"' '-DSCHEME_NAME="$$*"' -DPAGEREF_EXPLORE \
		-MMD -MP -c -o $$@ $(EXPLORE_TEMPLATE)
endef
$(eval $(call explore_rule,schemes))
$(eval $(call explore_rule,faults))

# It jumps between stacks, which _FORTIFY_SOURCE takes for an attack.
$(BUILD)/bench/check/explore.o: CFLAGS += -U_FORTIFY_SOURCE

# As C++, in both orders, over one engine. Slow to compile and quick to run.
$(BUILD)/weak/%: core/schemes/%.h $(BUILD)/weak/engine/built
	$(call say,CXX,$@)
	$(Q)CXX='$(CXX)' RELACY='$(RELACY)' scripts/build-weak.sh scheme $* $< $@

$(BUILD)/weak/%: core/faults/%.h $(BUILD)/weak/engine/built
	$(call say,CXX,$@)
	$(Q)CXX='$(CXX)' RELACY='$(RELACY)' scripts/build-weak.sh scheme $* $< $@

$(BUILD)/weak/engine/built: scripts/build-weak.sh $(wildcard bench/check/weak/*) core/atomic.h \
		core/atomic_relacy.h core/page.h
	$(call say,CXX,$(@D))
	$(Q)CXX='$(CXX)' RELACY='$(RELACY)' scripts/build-weak.sh engine $(@D)
	@touch $@

no-weak:
	@echo '  no relacy in $(RELACY): pageref check will leave weak memory out (install relacy-dev)'

# Libraries of another machine: unpacked below $(BUILD), nothing is installed. Debian's for riscv64 begin
# with a later release.
ifneq (,$(CROSS))
$(BUILD)/flags $(BUILD)/version.h: | $(SYSROOT)/.complete
endif
$(SYSROOT)/.complete: scripts/unpack-packages.sh
	$(call say,UNPACK,$(@D))
	$(Q)SUITE=$(if $(findstring riscv64,$(CROSS)),forky) scripts/unpack-packages.sh \
		$(if $(findstring aarch64,$(CROSS)),arm64,$(firstword $(subst -, ,$(CROSS)))) $(@D) \
		libhwloc-dev libnuma-dev libpapi-dev libyajl-dev libgsl-dev liburcu-dev libxxhash-dev
	@touch $@

# The flags are recorded with every result, so objects made with others are made again.
$(BUILD)/flags: FORCE
	$(shell mkdir -p $(@D))$(file >$@.new,$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(CORE_CFLAGS))
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

# Which program made a number: rewritten only when something in it changed.
REVISION = $(shell git describe --always --dirty --abbrev=12 2>/dev/null || echo unknown)
$(BUILD)/version.h: FORCE
	@mkdir -p $(@D)
	@{ echo '#define PAGEREF_VERSION "$(VERSION)"'; \
	   echo '#define PAGEREF_REVISION "$(REVISION)"'; \
	   echo '#define PAGEREF_COMPILER "$(shell $(CC) --version | head -n 1 | tr -d \"\\\\)"'; \
	   echo '#define PAGEREF_CC "$(subst ",,$(CC))"'; \
	   echo '#define PAGEREF_CPPFLAGS "$(subst ",,$(CPPFLAGS) $(MODULE_CFLAGS))"'; \
	   echo '#define PAGEREF_TWO_ORDERS $(if $(TWO_ORDERS),1,0)'; \
	   echo '#define PAGEREF_FLAGS "$(subst ",,$(CFLAGS) $(CORE_CFLAGS))"'; \
	   echo '#define PAGEREF_URCU_VERSION "$(shell $(PKG_CONFIG) --modversion liburcu-memb 2>/dev/null)"'; \
	   echo '#define PAGEREF_SOURCE_DIR "$(CURDIR)"'; \
	   echo '#define PAGEREF_DATADIR "$(PREFIX)/share/pageref"'; } >$@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

# ---- the two commands ----

deps:
	@scripts/install-deps.sh build

deps-check:
	@scripts/install-deps.sh build check

# What these targets have to build first is built on all CPUs, whether or not -j was given.
ALL_CPUS = $(if $(findstring --jobserver,$(MAKEFLAGS)),,-j$(shell nproc))

sweep: deps
	@$(MAKE) --no-print-directory $(ALL_CPUS) all
	@scripts/sweep.sh ./pageref quick

sweep-lookups: deps
	@$(MAKE) --no-print-directory $(ALL_CPUS) all
	@scripts/sweep.sh ./pageref lookups lookups-recheck

sweep-nodes: deps
	@$(MAKE) --no-print-directory $(ALL_CPUS) all
	@scripts/sweep.sh ./pageref nodes nodes-matrix nodes-homes

check: deps-check
	@$(MAKE) --no-print-directory $(ALL_CPUS) all units stress-programs \
		$(BUILD)/tests/code/instructions
	@tests/run.sh $(BUILD)

# How often is pageref compare wrong, and how much does it find? Ten minutes on a quiet machine.
calibrate: deps-check
	@$(MAKE) --no-print-directory $(ALL_CPUS) all
	@tests/calibrate/calibrate.sh

# The same tests of the parts, and lookups from end to end, built with the sanitizers. The command line
# is left to `check`.
SANITIZE := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined
check-sanitized: deps-check
	@$(MAKE) --no-print-directory $(ALL_CPUS) BUILD=$(BUILD)/sanitized CFLAGS='$(SANITIZE)' units \
		$(BUILD)/sanitized/pageref
	@prove --exec tests/tap.sh $(BUILD)/sanitized/tests/*/*_test \
		$(BUILD)/sanitized/tests/*/*/*_test
	@tests/sanitized.sh $(BUILD)/sanitized

# Lookups from end to end under ThreadSanitizer, with those schemes that a mutator can freeze and that
# differ in how they are ordered. It warns of fences, which it does not see: core/atomic.h tells it.
RACE_SCHEMES := plain lock-bit frozen-bit rcuref null
check-races: deps-check
	@$(MAKE) --no-print-directory $(ALL_CPUS) BUILD=$(BUILD)/races SCHEMES='$(RACE_SCHEMES)' \
		CFLAGS='-O1 -g -fsanitize=thread -Wno-tsan' $(BUILD)/races/pageref
	@tests/sanitized.sh $(BUILD)/races

# On machines that are not here: Debian's QEMU and kernels, unpacked below $(BUILD)/packages. Where they
# cannot be had tests/emulated/run.sh ends with status 3, of which make makes a 2.
check-emulated: deps-check
	@$(MAKE) --no-print-directory $(ALL_CPUS) emulated-programs
	@tests/emulated/run.sh $(BUILD)

# Few schemes: they are not what is looked at there.
FOREIGN_SCHEMES := SCHEMES='plain lock-bit frozen-bit null'
ARM64 := build/aarch64-linux-gnu
RISCV64 := build/riscv64-linux-gnu
emulated-programs: $(BUILD)/pageref
ifneq (,$(shell command -v aarch64-linux-gnu-gcc))
	@$(MAKE) --no-print-directory CROSS=aarch64-linux-gnu- BUILD=$(ARM64) $(FOREIGN_SCHEMES) \
		$(ARM64)/pageref $(ARM64)/tests/emulated/counted_loop || \
		echo 'no program for arm64: its tests are skipped'
endif
ifneq (,$(shell command -v riscv64-linux-gnu-gcc))
	@$(MAKE) --no-print-directory CROSS=riscv64-linux-gnu- BUILD=$(RISCV64) $(FOREIGN_SCHEMES) \
		$(RISCV64)/pageref || echo 'no program for riscv64: its test is skipped'
endif

# ---- tests ----

units: $(TESTS)

$(BUILD)/tests/%_test: $(BUILD)/tests/%_test.o $(OBJS)
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ $(ALL_LDLIBS) -lcmocka

# Programs that are no tests by themselves: a script runs them and judges.
PROGRAMS := $(BUILD)/tests/fidelity/fidelity $(BUILD)/tests/code/instructions \
	$(BUILD)/tests/emulated/counted_loop

$(PROGRAMS): %: %.o $(OBJS)
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ $(ALL_LDLIBS)

# Threads over every scheme header, here and for other machines: a program a target, which needs no
# library but pthread. Planted faults go with it, those that threads can show.
STRESS_FAULTS := put-without-cas mark-by-or get-undone-by-subtraction put-reads-then-writes \
	loop-forgets-zero freeze-by-or get-checks-before-it-adds freeze-ignores-expected \
	last-put-at-one freed-page-zeroed rcuref-blind-reset unfreeze-by-adding init-keeps-residue
STRESS_RACES := relaxed-decrement unfreeze-relaxed rcuref-final-put-unordered
STRESS_CFLAGS := -std=gnu11 $(WARNINGS) -pthread -O2 -g -fwrapv -fno-strict-aliasing

define stress_target
STRESS_PROGRAMS += $(BUILD)/stress/$(1)/stress
STRESS_OBJS_$(1) := $(BUILD)/stress/$(1)/stress.o $(SCHEMES:%=$(BUILD)/stress/$(1)/schemes/%.o) \
	$(4:%=$(BUILD)/stress/$(1)/faults/%.o)
STRESS_DEPS += $$(STRESS_OBJS_$(1):.o=.d)

$(BUILD)/stress/$(1)/stress: $$(STRESS_OBJS_$(1))
	$$(call say,LD,$$@)
	$$(Q)$(2) $(STRESS_CFLAGS) $(3) -o $$@ $$^

$(BUILD)/stress/$(1)/stress.o: tests/stress/stress.c Makefile
	@mkdir -p $$(@D)
	$$(call say,CC,$$@)
	$$(Q)$(2) -D_GNU_SOURCE -I. $(STRESS_CFLAGS) $(3) -MMD -MP -c -o $$@ $$<

$(BUILD)/stress/$(1)/%.o: core/%.h tests/stress/stress_template.c Makefile
	@mkdir -p $$(@D)
	$$(call say,CC,$$@)
	$$(Q)$(2) -D_GNU_SOURCE -I. $(STRESS_CFLAGS) $(3) '-DSCHEME_HEADER="$$<"' \
		'-DSCHEME_NAME="$$(*F)"' -MMD -MP -c -o $$@ tests/stress/stress_template.c
endef
# Under ThreadSanitizer in the least order that must be enough; elsewhere fully ordered, as measured.
$(eval $(call stress_target,native,$(CC),,$(STRESS_FAULTS)))
$(eval $(call stress_target,tsan,$(CC),-O1 -fsanitize=thread -Wno-tsan -DPAGEREF_ORDER_ACQ_REL,$(STRESS_RACES)))
ifneq (,$(shell command -v aarch64-linux-gnu-gcc))
$(eval $(call stress_target,arm64-lse,aarch64-linux-gnu-gcc,-static -mno-outline-atomics -march=armv8.1-a))
$(eval $(call stress_target,arm64-llsc,aarch64-linux-gnu-gcc,-static -mno-outline-atomics -march=armv8-a))
endif
ifneq (,$(shell command -v riscv64-linux-gnu-gcc))
$(eval $(call stress_target,riscv64,riscv64-linux-gnu-gcc,-static))
endif

stress-programs: $(STRESS_PROGRAMS)

STRESS_SECONDS ?= 60
stress: all stress-programs
	@STRESS_SECONDS=$(STRESS_SECONDS) BUILD=$(BUILD) SEED=$(SEED) tests/stress.t
	@scripts/stress.sh --seconds $$(($(STRESS_SECONDS) / 2)) $(if $(SEED),--seed $(SEED)) ./pageref

fidelity: $(BUILD)/tests/fidelity/fidelity
	@tests/fidelity/run.sh $(BUILD)

peer: all
	@tests/peer/run.sh $(BUILD)

# ---- install ----

SHARE := $(DESTDIR)$(PREFIX)/share/pageref

# What a header of the user's is compiled with, as C and, for weak memory, as C++.
USER_SOURCES := $(EXPLORE_TEMPLATE) bench/scheme_template.c bench/lookup_template.c bench/scheme.h \
	bench/worker.h bench/user/contract.h bench/user/object.h bench/user/object_template.c \
	$(wildcard core/*.h core/schemes/*.h core/lifetime/*.h core/lookup/*.h \
	bench/check/*.h bench/check/programs/*.h bench/check/weak/* \
	bench/lookup/*.h bench/workloads/*.h topology/error.h \
	core/kernel/*.h core/kernel/include/*/*.h)

install: all install-sources
	install -d $(DESTDIR)$(PREFIX)/bin $(SHARE)/plots $(SHARE)/scripts/profiles \
		$(SHARE)/core/models $(if $(WEAK),$(SHARE)/weak/engine)
	install -m 755 $(BUILD)/pageref $(DESTDIR)$(PREFIX)/bin/pageref
	install -m 644 plots/*.gp $(SHARE)/plots
	install -m 644 scripts/profiles/* $(SHARE)/scripts/profiles
	$(if $(WEAK),install -m 755 $(WEAK) $(SHARE)/weak)
	$(if $(WEAK),install -m 644 $(BUILD)/weak/engine/*.o $(SHARE)/weak/engine)
	install -m 644 core/models/*.pml $(SHARE)/core/models

install-sources:
	install -d $(SHARE)/scripts $(addprefix $(SHARE)/,$(sort $(dir $(USER_SOURCES))))
	for source in $(USER_SOURCES); do install -m 644 $$source $(SHARE)/$$source || exit; done
	install -m 755 scripts/build-weak.sh $(SHARE)/scripts

# One file that runs elsewhere with nothing installed. The libraries lie beside the program, and are
# found there by it alone: a compiler or gnuplot that it starts gets its own.
BUNDLE := pageref-$(VERSION)-$(firstword $(subst -, ,$(MACHINE)))
bundle: deps
	@rm -rf $(BUILD)/bundle/stage
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/bundle PREFIX=/ DESTDIR=$(BUILD)/bundle/stage \
		LDFLAGS='$(LDFLAGS) -Wl,--disable-new-dtags,-rpath,\$$$$ORIGIN/../lib' \
		WEAK_STATIC=yes install >/dev/null
	@[ ! -e $(BUILD)/pageref ] || ln -sfn $(BUILD)/pageref pageref
	@scripts/bundle.sh $(BUILD)/bundle/stage $(BUILD)/$(BUNDLE).tar.gz

# It runs in the bare root of an older and of a newer Debian.
check-bundle: bundle
	@tests/bundle.sh $(BUILD)/$(BUNDLE).tar.gz

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/pageref
	rm -rf $(SHARE)

clean:
	rm -rf $(BUILD) pageref

-include $(WEAK:=.d) $(OBJS:.o=.d) $(BUILD)/bench/main.d $(TESTS:=.d) $(PROGRAMS:=.d) $(STRESS_DEPS)
