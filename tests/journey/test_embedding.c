/*
 * The embedding example of the README does what it says.
 */
#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <stdio.h>
#include <string.h>

#include "embedding.h"
#include "lab.h"

Test(embedding, the_readme_example_keeps_a_page_and_shows_six_picks, .init = cr_redirect_stdout) {
  lab_world lab;
  char shown[1024] = {0};
  size_t lines = 0;
  lab_begin(&lab);
  lab_build_pack(&lab, NULL);
  sotto_status status = shop_page(&lab.options, &lab.port, lab.pack, lab_text("rope"));
  cr_assert_eq(status, SOTTO_OK, "%s", sotto_status_name(status));
  fflush(stdout);
  (void)!fread(shown, 1, sizeof shown - 1, cr_get_redirected_stdout());
  for (const char *at = shown; (at = strchr(at, '\n')); at++) lines++;
  cr_assert_eq(lines, 6u, "%s", shown);
  cr_assert(lab_files(&lab) >= 2);
  cr_assert_not(lab_files_hold(&lab, "rope"));
  lab_end(&lab);
}
