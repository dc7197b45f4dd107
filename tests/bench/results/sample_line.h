/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sample_line.h: a run line and a sample in which no figure is another's. */
#ifndef TESTS_BENCH_RESULTS_SAMPLE_LINE_H
#define TESTS_BENCH_RESULTS_SAMPLE_LINE_H

#define RUN                                                                                      \
	"{\"type\":\"run\",\"schema\":1,\"host\":\"h\",\"kernel\":\"6.18\",\"cpu_model\":null,"  \
	"\"topology\":{\"packages\":1,\"nodes\":[{},{}],\"cpus\":{\"cpu\":[0,1],\"node\":[0,1]," \
	"\"package\":[0,0],\"llc\":[0,1]}},\"events\":{"                                         \
	"\"cycles\":{\"available\":false,\"reason\":\"no PMU\"},"                                \
	"\"faults\":{\"available\":true,\"reason\":null}},\"loop_overhead_ns\":0.25}\n"

#define SAMPLE                                                                                                  \
	"{\"type\":\"sample\",\"workload\":\"get-put\",\"scheme\":\"plain\",\"threads\":3,"                     \
	"\"placement\":\"compact\",\"memory\":\"local\",\"share\":\"all\",\"pages\":4,"                         \
	"\"batch\":5,\"writers\":1,\"nr\":6,\"repeat\":7,\"order\":9,\"take\":1,\"process\":2,\"seconds\":0.5," \
	"\"ops\":1000,\"ops_per_sec\":2000,\"ns_per_op\":1.5e6,\"fail_ops\":100,"                               \
	"\"retries_per_op\":null,\"events\":{\"cycles\":null,\"faults\":50},"                                   \
	"\"threads_detail\":{\"cpu\":[0,1,5],\"role\":[\"reader\",\"reader\",\"freezer\"],"                     \
	"\"ops\":[300,600,100]},\"valid\":true}\n"

#endif
