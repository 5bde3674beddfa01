/*
 * Reading back what a test prints: Criterion's two words for it.
 */
#ifndef TESTS_PLAIN_REDIRECT_H
#define TESTS_PLAIN_REDIRECT_H

#include <stdio.h>

/** From here on stdout goes into a file that nobody else sees. */
void cr_redirect_stdout(void);
/** That file from its beginning; the caller has flushed stdout. */
FILE *cr_get_redirected_stdout(void);

#endif
