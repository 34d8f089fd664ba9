/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Device trees for tests, fuzz seeds and fuzz targets: libfdt's sequential writer in fewer words. A
 * tree that does not fit is cut off; its size is then 0.
 */
#ifndef FDT_WRITER_H
#define FDT_WRITER_H

#include <libfdt.h>
#include <stdint.h>
#include <string.h>

#define FDT_WRITER_BYTES 65536

struct fdt_writer {
	_Alignas(8) char blob[FDT_WRITER_BYTES];
	int error;
};

static inline void fdt_keep(struct fdt_writer *writer, int error)
{
	if (!writer->error)
		writer->error = error;
}

/* Begins a tree, up to the root's properties. */
static inline void fdt_open(struct fdt_writer *writer, uint64_t reserved, uint64_t bytes)
{
	writer->error = fdt_create(writer->blob, FDT_WRITER_BYTES);
	if (bytes)
		fdt_keep(writer, fdt_add_reservemap_entry(writer->blob, reserved, bytes));
	fdt_keep(writer, fdt_finish_reservemap(writer->blob));
	fdt_keep(writer, fdt_begin_node(writer->blob, ""));
}

static inline void fdt_node(struct fdt_writer *writer, const char *name)
{
	fdt_keep(writer, fdt_begin_node(writer->blob, name));
}

static inline void fdt_end(struct fdt_writer *writer)
{
	fdt_keep(writer, fdt_end_node(writer->blob));
}

static inline void fdt_bytes(struct fdt_writer *writer, const char *name, const void *data,
			     unsigned int bytes)
{
	fdt_keep(writer, fdt_property(writer->blob, name, data, (int)bytes));
}

static inline void fdt_text(struct fdt_writer *writer, const char *name, const char *text)
{
	fdt_bytes(writer, name, text, (unsigned int)strlen(text) + 1);
}

static inline void fdt_array(struct fdt_writer *writer, const char *name, const uint32_t *cells,
			     unsigned int count)
{
	fdt32_t data[256];
	unsigned int i;

	for (i = 0; i < count && i < 256; i++)
		data[i] = cpu_to_fdt32(cells[i]);
	fdt_bytes(writer, name, data, i * 4);
}

#define fdt_cells(writer, name, ...)                                                               \
	fdt_array(writer, name, (const uint32_t[]){__VA_ARGS__},                                   \
		  sizeof((const uint32_t[]){__VA_ARGS__}) / 4)

/* Ends the root. Returns the bytes of the tree, or 0. */
static inline size_t fdt_close(struct fdt_writer *writer)
{
	fdt_end(writer);
	fdt_keep(writer, fdt_finish(writer->blob));
	return writer->error ? 0 : fdt_totalsize(writer->blob);
}

#endif
