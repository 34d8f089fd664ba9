/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The suite of the model comes in several files. */
#ifndef TEST_MODEL_H
#define TEST_MODEL_H

#include <check.h>

#define COUNT(array) ((int)(sizeof(array) / sizeof(*(array))))

void model_cases_ledger(Suite *suite);
void model_cases_access(Suite *suite);
void model_cases_content(Suite *suite);
void model_cases_commands(Suite *suite);
void model_cases_registers(Suite *suite);

#endif
