/*
 * The entry of a test program. In a file of its own, so that a program with an entry of its own may
 * use Criterion's words, too.
 */
#include <criterion/criterion.h>

int main(void) {
  return plain_run();
}
