/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * bug.h: the kernel's assertions about a page. Off, as in a kernel without CONFIG_DEBUG_VM, so that
 * a measured loop holds none of them; with CONFIG_DEBUG_VM defined each calls vm_warn_once(), which
 * whoever builds with them provides.
 */
#ifndef CORE_BUG_H
#define CORE_BUG_H

#ifdef CONFIG_DEBUG_VM
void vm_warn_once(const char *condition, const char *function);
#define VM_WARN_ON_ONCE_FOLIO(condition, folio)             \
	do {                                                \
		(void)(folio);                              \
		if (condition)                              \
			vm_warn_once(#condition, __func__); \
	} while (0)
#else
#define VM_WARN_ON_ONCE_FOLIO(condition, folio) \
	do {                                    \
		(void)sizeof(condition);        \
		(void)(folio);                  \
	} while (0)
#endif

#endif
