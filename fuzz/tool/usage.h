/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* How the commands are used. */
#ifndef TOOL_USAGE_H
#define TOOL_USAGE_H

/* Says to stderr how the command is used. Returns EXIT_UNREAD. */
int usage(const char *command);
/* Prints the help of a command, or of all for NULL. Returns an exit code. */
int usage_help(const char *command);
/* Says to stderr that there is no such command (NULL: none was named). Returns EXIT_UNREAD. */
int usage_no_command(const char *name);

#endif
