// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 *   kexec IMAGE INITRD COMMAND-LINE
 *
 * Starts another kernel by kexec_load. Debian's kernels cannot load files (CONFIG_KEXEC_FILE is
 * off). The libraries of its kexec program are larger than the rest of the initramfs. The new
 * kernel gets this one's device tree, with /chosen changed.
 */
#include <endian.h>
#include <fcntl.h>
#include <linux/kexec.h>
#include <linux/reboot.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/*
 * Above what the monitor and the first kernel's own pages need. The machine has RAM up to
 * 0x80000000.
 */
#define IMAGE_AT	0x50000000ul
#define INITRD_AT	0x58000000ul
#define TREE_AT		0x5c000000ul
#define ENTRY_AT	0x5c200000ul
#define PAGE		4096u
#define ROOM_FOR_CHOSEN 4096u

enum { FDT_BEGIN_NODE = 1, FDT_END_NODE, FDT_PROP, FDT_NOP, FDT_END = 9 };

struct fdt_header {
	uint32_t magic, size, structure, strings, reserved, version, compatible, boot_cpu;
	uint32_t strings_size, structure_size;
};

struct blob {
	uint8_t *bytes;
	size_t size;
};

/* The new kernel is entered with the address of its device tree in x0 and nothing in x1 to x3. */
extern const uint8_t entry_code[], entry_code_end[];
__asm__(".pushsection .rodata\n"
	".balign 8\n"
	".globl entry_code, entry_code_end\n"
	"entry_code: ldr x0, 1f\n"
	"	ldr x4, 2f\n"
	"	mov x1, xzr\n"
	"	mov x2, xzr\n"
	"	mov x3, xzr\n"
	"	br x4\n"
	".balign 8\n"
	"1:	.quad 0x5c000000\n"
	"2:	.quad 0x50000000\n"
	"entry_code_end:\n"
	".popsection\n");

static void die(const char *what)
{
	perror(what);
	exit(1);
}

/* Reads the whole file, whatever its size claims to be (0 in sysfs, a disk's for a disk). */
static struct blob read_all(const char *path)
{
	struct blob blob = {NULL, 0};
	size_t room = 0;
	ssize_t got = 1;
	int file = open(path, O_RDONLY);

	if (file < 0)
		die(path);
	while (got > 0) {
		if (blob.size == room) {
			room = room ? 2 * room : 1u << 20;
			blob.bytes = realloc(blob.bytes, room);
			if (!blob.bytes)
				die("memory");
		}
		got = read(file, blob.bytes + blob.size, room - blob.size);
		if (got < 0)
			die(path);
		blob.size += (size_t)got;
	}
	close(file);
	return blob;
}

/* ---- the device tree ---- */

/*
 * A tree being written: a structure block that grows; and the old strings, with new ones behind
 * them.
 */
struct writer {
	uint8_t *structure, *strings;
	size_t structure_size, strings_size;
};

static void put(struct writer *out, const void *bytes, size_t size)
{
	memcpy(out->structure + out->structure_size, bytes, size);
	out->structure_size += (size + 3) & ~(size_t)3;
}

static void put_cell(struct writer *out, size_t value)
{
	uint32_t cell = htobe32((uint32_t)value);

	put(out, &cell, sizeof(cell));
}

static void put_property(struct writer *out, const char *name, const void *value, size_t size)
{
	put_cell(out, FDT_PROP);
	put_cell(out, size);
	put_cell(out, out->strings_size);
	put(out, value, size);
	strcpy((char *)out->strings + out->strings_size, name);
	out->strings_size += strlen(name) + 1;
}

static void put_chosen(struct writer *out, const char *arguments, size_t initrd_size)
{
	uint64_t start = htobe64(INITRD_AT), end = htobe64(INITRD_AT + initrd_size);

	put_property(out, "bootargs", arguments, strlen(arguments) + 1);
	put_property(out, "linux,initrd-start", &start, sizeof(start));
	put_property(out, "linux,initrd-end", &end, sizeof(end));
}

/* Properties of /chosen that belong to the boot of this kernel. */
static int is_ours(const char *name)
{
	return !strcmp(name, "bootargs") || !strncmp(name, "linux,initrd", 12) ||
	       !strcmp(name, "kaslr-seed") || !strcmp(name, "rng-seed");
}

static uint32_t cell_at(const uint8_t *at)
{
	uint32_t cell;

	memcpy(&cell, at, sizeof(cell));
	return be32toh(cell);
}

/* The bytes of the token that starts here, padding included. */
static size_t token_size(const uint8_t *at)
{
	switch (cell_at(at)) {
	case FDT_BEGIN_NODE: return 4 + ((strlen((const char *)at + 4) + 4) & ~(size_t)3);
	case FDT_PROP: return 12 + ((cell_at(at + 4) + 3) & ~(size_t)3);
	default: return 4;
	}
}

static void copy_structure(struct writer *out, const struct fdt_header *head, const uint8_t *old,
			   const char *arguments, size_t initrd_size)
{
	const uint8_t *at = old + be32toh(head->structure);
	const char *strings = (const char *)old + be32toh(head->strings);
	int depth = 0, in_chosen = 0;

	for (uint32_t token = 0; token != FDT_END; at += token_size(at)) {
		token = cell_at(at);
		depth += (token == FDT_BEGIN_NODE) - (token == FDT_END_NODE);
		if (token == FDT_PROP && in_chosen && depth == 2 &&
		    is_ours(strings + cell_at(at + 8)))
			continue;
		put(out, at, token_size(at));
		if (token == FDT_BEGIN_NODE && depth == 2)
			in_chosen = !strcmp((const char *)at + 4, "chosen");
		if (token == FDT_BEGIN_NODE && depth == 2 && in_chosen)
			put_chosen(out, arguments, initrd_size);
	}
}

static struct blob new_tree(const char *arguments, size_t initrd_size)
{
	struct blob old = read_all("/sys/firmware/fdt");
	size_t room = old.size + ROOM_FOR_CHOSEN;
	struct writer out = {calloc(1, room), calloc(1, room), 0, 0};
	struct blob tree = {calloc(1, 2 * room), 0};
	struct fdt_header head;

	if (!out.structure || !out.strings || !tree.bytes ||
	    strlen(arguments) > ROOM_FOR_CHOSEN / 2)
		die("memory");
	memcpy(&head, old.bytes, sizeof(head));
	out.strings_size = be32toh(head.strings_size);
	memcpy(out.strings, old.bytes + be32toh(head.strings), out.strings_size);
	copy_structure(&out, &head, old.bytes, arguments, initrd_size);

	/* Everything before the structure block stays where it is, the reservations too. */
	size_t start = be32toh(head.structure);
	if (start > be32toh(head.strings))
		die("a device tree with its strings first");
	memcpy(tree.bytes, old.bytes, start);
	memcpy(tree.bytes + start, out.structure, out.structure_size);
	memcpy(tree.bytes + start + out.structure_size, out.strings, out.strings_size);
	tree.size = start + out.structure_size + out.strings_size;
	head.structure_size = htobe32((uint32_t)out.structure_size);
	head.strings = htobe32((uint32_t)(start + out.structure_size));
	head.strings_size = htobe32((uint32_t)out.strings_size);
	head.size = htobe32((uint32_t)tree.size);
	memcpy(tree.bytes, &head, sizeof(head));
	return tree;
}

/* ---- loading ---- */

/*
 * The size in memory that an arm64 Image asks for in its header. It is more than the size of the
 * file.
 */
static size_t image_size(const struct blob *image)
{
	uint64_t size;

	memcpy(&size, image->bytes + 16, sizeof(size));
	return (size_t)le64toh(size);
}

static struct kexec_segment segment(const void *bytes, size_t size, unsigned long at, size_t room)
{
	struct kexec_segment made = {bytes, size, (void *)at, (room + PAGE - 1) / PAGE * PAGE};

	return made;
}

int main(int count, char **words)
{
	if (count != 4) {
		fputs("usage: kexec IMAGE INITRD COMMAND-LINE\n", stderr);
		return 2;
	}
	struct blob image = read_all(words[1]);
	struct blob initrd = read_all(words[2]);
	struct blob tree = new_tree(words[3], initrd.size);
	size_t code = (size_t)(entry_code_end - entry_code);
	struct kexec_segment segments[] = {
		segment(image.bytes, image.size, IMAGE_AT, image_size(&image)),
		segment(initrd.bytes, initrd.size, INITRD_AT, initrd.size),
		segment(tree.bytes, tree.size, TREE_AT, tree.size),
		segment(entry_code, code, ENTRY_AT, code),
	};

	if (syscall(SYS_kexec_load, ENTRY_AT, 4ul, segments, (unsigned long)KEXEC_ARCH_DEFAULT))
		die("kexec_load");
	sync();
	syscall(SYS_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, LINUX_REBOOT_CMD_KEXEC, NULL);
	die("reboot");
}
