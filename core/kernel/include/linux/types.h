/* SPDX-License-Identifier: GPL-2.0-or-later */
/* core/kernel/base.h stands for it. */
