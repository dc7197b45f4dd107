// SPDX-License-Identifier: GPL-2.0-or-later
/* kernel_file_test.c: a file in tmpfs without a name, all there, and gone when it is closed. */
#include <linux/magic.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>
#include <cmocka.h>

#include "bench/kernel/kernel_file.h"

static struct kernel_file open_file(int pages)
{
	struct kernel_file file;
	struct error err;

	if (kernel_file_open(&file, pages, NULL, 0, &err))
		fail_msg("%s", err.text);
	return file;
}

static void it_lies_in_tmpfs_with_every_page(void **state)
{
	struct kernel_file file = open_file(5);
	struct statfs statfs;
	struct stat stat;

	(void)state;
	assert_int_equal(fstatfs(file.fd, &statfs), 0);
	assert_int_equal(statfs.f_type, TMPFS_MAGIC);
	assert_int_equal(fstat(file.fd, &stat), 0);
	assert_int_equal(stat.st_size, 5 * sysconf(_SC_PAGESIZE));
	assert_int_equal(stat.st_blocks * 512, stat.st_size);
	assert_int_equal(stat.st_nlink, 0);
	kernel_file_close(&file);
}

static void it_can_lie_where_it_is_told(void **state)
{
	static const int nodes[] = {0};
	struct kernel_file file;
	struct error err;

	(void)state;
	if (kernel_file_open(&file, 3, nodes, 1, &err))
		skip(); /* node 0 has no memory for us */
	kernel_file_close(&file);
}

static void opened_again_it_is_the_same_with_an_offset_of_its_own(void **state)
{
	struct kernel_file file = open_file(1);
	int again = kernel_file_open_again(&file);
	struct stat first, second;

	(void)state;
	assert_true(again >= 0);
	assert_int_equal(fstat(file.fd, &first), 0);
	assert_int_equal(fstat(again, &second), 0);
	assert_int_equal(first.st_ino, second.st_ino);
	lseek(file.fd, 7, SEEK_SET);
	assert_int_equal(lseek(again, 0, SEEK_CUR), 0);
	close(again);
	kernel_file_close(&file);
}

static void closing_it_twice_is_closing_it_once(void **state)
{
	struct kernel_file file = open_file(1);

	(void)state;
	kernel_file_close(&file);
	assert_int_equal(file.fd, -1);
	assert_null(file.memory);
	kernel_file_close(&file);
}

static void it_is_said_where_it_lies(void **state)
{
	(void)state;
	assert_non_null(kernel_file_place());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_lies_in_tmpfs_with_every_page),
		cmocka_unit_test(it_can_lie_where_it_is_told),
		cmocka_unit_test(opened_again_it_is_the_same_with_an_offset_of_its_own),
		cmocka_unit_test(closing_it_twice_is_closing_it_once),
		cmocka_unit_test(it_is_said_where_it_lies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
