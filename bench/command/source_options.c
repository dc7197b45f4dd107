// SPDX-License-Identifier: GPL-2.0-or-later
/* source_options.c: see source_options.h. */
#include "bench/command/source_options.h"

void source_options_rows(struct option_list *list, struct source_options *options)
{
	const struct option_row rows[] = {
		{OPTION_FLAG, "debug-vm", 0, &options->debug_vm, true,
		 .help = "make VM_BUG_ON() live in what is compiled now"},
		{OPTION_TEXT, "kernel-extra", 0, &options->kernel_extra, .argument = "FILE",
		 .help = "a header to read before page_ref.h of kernel:TREE"},
	};

	OPTION_LIST_ADD(list, rows);
}
