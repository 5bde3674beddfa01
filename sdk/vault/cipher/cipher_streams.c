/*
 * Stand-ins for stdout and stderr in a SQLCipher that lives inside libsotto.
 *
 * A static archive made for programs reaches these two directly, which a shared library may not;
 * private_cipher.py renames them to what is defined here. Only PRAGMA cipher_profile would write to
 * them, and only to a name nobody can give: Sotto never runs it, and the names are local. They hold
 * no stream on purpose: a profile's SQL must not reach a terminal.
 */
#include <stddef.h>

extern void *so_cipher_stdout, *so_cipher_stderr;

void *so_cipher_stdout = NULL;
void *so_cipher_stderr = NULL;
