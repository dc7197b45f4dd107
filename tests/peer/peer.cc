// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * peer.cc: get-put of fetch-add, plain and optimistic, as a stranger would measure it: in standard
 * C++ under Google Benchmark, sharing no line with us. The count lies where a folio's does, at byte
 * 52 of an aligned 64-byte struct, and thread N runs on the N-th CPU of the list in PEER_CPUS.
 *
 * Each is measured in two ways, which README.md compares:
 *  - "work", Google Benchmark's own: every thread does the same number of iterations. A thread that
 *    wins the line more often is done early, and the others finish without a rival;
 *  - "time": the first thread that is done stops the others through a flag, as our harness does, and
 *    each reports the iterations it made.
 */
#include <benchmark/benchmark.h>

#include <sched.h>

#include <atomic>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

namespace
{

struct alignas(64) counted {
	char before[52];
	std::atomic<int> count;
};
static_assert(sizeof(counted) == 64, "one cache line");

/* Nothing else lies near the line, nor near the flag. */
struct alignas(4096) shared {
	counted page;
	alignas(1024) std::atomic<bool> stop;
};
shared the;

struct fetch_add {
	static bool get(std::atomic<int> &count)
	{
		count.fetch_add(1, std::memory_order_relaxed);
		return true;
	}
};

struct plain {
	static bool get(std::atomic<int> &count)
	{
		int seen = count.load(std::memory_order_relaxed);

		do {
			if (seen == 0)
				return false;
		} while (!count.compare_exchange_strong(seen, seen + 1));
		return true;
	}
};

struct optimistic {
	static bool get(std::atomic<int> &count)
	{
		int seen = 1;

		do {
			if (count.compare_exchange_strong(seen, seen + 1))
				return true;
		} while (seen != 0);
		return false;
	}
};

/*
 * Where the kernel would go to its slow path. A call, so that the compiler keeps the branch: made to
 * count instead, it stores the flag and adds it up in every iteration (README.md has the price).
 */
[[noreturn]] [[gnu::cold]] [[gnu::noinline]] void refused_or_freed()
{
	std::abort();
}

template <class scheme> void get_put(std::atomic<int> &count)
{
	if (!scheme::get(count) || count.fetch_sub(1) == 1)
		refused_or_freed();
}

bool pin(int thread)
{
	std::istringstream list(std::getenv("PEER_CPUS") ? std::getenv("PEER_CPUS") : "");
	std::vector<int> cpus;
	cpu_set_t set;

	for (std::string cpu; std::getline(list, cpu, ',');)
		cpus.push_back(std::atoi(cpu.c_str()));
	if (static_cast<std::size_t>(thread) >= cpus.size())
		return false;
	CPU_ZERO(&set);
	CPU_SET(cpus[thread], &set);
	return !sched_setaffinity(0, sizeof(set), &set);
}

/* Before the barrier that Google Benchmark starts its threads from. */
bool prepare(benchmark::State &state)
{
	the.page.count = 1;
	the.stop = false;
	if (pin(state.thread_index()))
		return true;
	state.SkipWithError("cannot pin: PEER_CPUS must list a permitted CPU for each thread");
	return false;
}

template <class scheme> void same_work(benchmark::State &state)
{
	if (!prepare(state))
		return;
	for (auto _ : state)
		get_put<scheme>(the.page.count);
	state.SetItemsProcessed(state.iterations());
}

template <class scheme> void same_time(benchmark::State &state)
{
	int64_t items = 0;

	if (!prepare(state))
		return;
	while (state.KeepRunningBatch(state.max_iterations)) {
		do {
			get_put<scheme>(the.page.count);
			items++;
		} while (items < state.max_iterations && !the.stop.load(std::memory_order_relaxed));
		the.stop.store(true, std::memory_order_relaxed);
	}
	state.SetItemsProcessed(items);
}

template <class scheme> void add(const std::string &name)
{
	for (int threads = 1; threads <= 2; threads++) {
		benchmark::RegisterBenchmark((name + "/work").c_str(), same_work<scheme>)
			->Threads(threads)
			->UseRealTime();
		benchmark::RegisterBenchmark((name + "/time").c_str(), same_time<scheme>)
			->Threads(threads)
			->UseRealTime();
	}
}

} // namespace

int main(int argc, char **argv)
{
	add<fetch_add>("fetch-add");
	add<plain>("plain");
	add<optimistic>("optimistic");
	benchmark::Initialize(&argc, argv);
	if (benchmark::ReportUnrecognizedArguments(argc, argv))
		return 2;
	benchmark::RunSpecifiedBenchmarks();
	return 0;
}
