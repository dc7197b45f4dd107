# SPDX-License-Identifier: GPL-2.0-or-later
# pageref-bench: two commands do everything.  make sweep   make check
