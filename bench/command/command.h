/* SPDX-License-Identifier: GPL-2.0-or-later */
/* command.h: what the program can be told to do. Each command returns a status of exit_status.h. */
#ifndef BENCH_COMMAND_H
#define BENCH_COMMAND_H

int command_run(int argc, char **argv);
int command_compare(int argc, char **argv);
int command_check(int argc, char **argv);
int command_plot(int argc, char **argv);
int command_topo(int argc, char **argv);
int command_doctor(int argc, char **argv);
int command_list(int argc, char **argv);

#endif
