// SPDX-License-Identifier: GPL-2.0-or-later
/* rcu.c: what happens outside of measured loops: threads come and go, and somebody waits for them. */
#include "core/lifetime/rcu.h"

const char *const rcu_flavour_names[NR_RCU_FLAVOURS] = {
	[RCU_MEMB] = "memb",
	[RCU_QSBR] = "qsbr",
	[RCU_BP] = "bp",
};

void rcu_register_reader(enum rcu_flavour flavour)
{
	switch (flavour) {
	case RCU_QSBR:
		urcu_qsbr_register_thread();
		/* It comes back online, and would hold up all others until its first lookup. */
		urcu_qsbr_thread_offline();
		break;
	case RCU_BP:
		/* Else the first rcu_read_lock() does it, and maps memory while it is timed. */
		urcu_bp_register_thread();
		break;
	default:
		urcu_memb_register_thread();
	}
}

void rcu_unregister_reader(enum rcu_flavour flavour)
{
	switch (flavour) {
	case RCU_QSBR:
		urcu_qsbr_unregister_thread();
		break;
	case RCU_BP:
		urcu_bp_unregister_thread(); /* in truth when the thread ends */
		break;
	default:
		urcu_memb_unregister_thread();
	}
}

void rcu_synchronize(enum rcu_flavour flavour)
{
	switch (flavour) {
	case RCU_QSBR:
		urcu_qsbr_synchronize_rcu();
		break;
	case RCU_BP:
		urcu_bp_synchronize_rcu();
		break;
	default:
		urcu_memb_synchronize_rcu();
	}
}
