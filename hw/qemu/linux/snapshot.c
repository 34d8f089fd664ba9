// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Puts Linux to sleep for the moment that it takes to copy its memory, as hibernation does before
 * it writes the copy. Then it drops the copy. On the way the registers of GIC and ITS are saved,
 * turned off and written again. It needs neither firmware nor a disk nor a kernel with pm_test.
 */
#include <fcntl.h>
#include <linux/suspend_ioctls.h>
#include <stdio.h>
#include <sys/ioctl.h>

static int step(int device, unsigned long request, void *argument, const char *name)
{
	if (ioctl(device, request, argument) == 0)
		return 0;
	perror(name);
	return 1;
}

int main(void)
{
	int in_snapshot = 0;
	int device = open("/dev/snapshot", O_RDONLY);

	if (device < 0) {
		perror("/dev/snapshot");
		return 1;
	}
	if (step(device, SNAPSHOT_FREEZE, NULL, "freeze"))
		return 1;
	int failed = step(device, SNAPSHOT_CREATE_IMAGE, &in_snapshot, "create image");
	failed |= step(device, SNAPSHOT_FREE, NULL, "free");
	failed |= step(device, SNAPSHOT_UNFREEZE, NULL, "unfreeze");
	return failed;
}
