/*
 * The embedding example of the README does what it says.
 */
#include <criterion/criterion.h>

#include "embedding.h"
#include "lab.h"

Test(embedding, the_readme_example_keeps_a_page_and_gives_picks) {
  lab_world lab;
  sotto_pick picks[6];
  size_t count = 6;
  lab_begin(&lab);
  lab_build_pack(&lab, NULL);
  shop_app app = {&lab.port, lab.keys.signing_public, lab.profile, lab.pack, lab_text("rope")};
  sotto_status status = shop_page(&app, picks, &count);
  cr_assert_eq(status, SOTTO_OK, "%s", sotto_status_name(status));
  cr_assert_eq(count, 6u);
  cr_assert(lab_files(&lab) >= 2);
  cr_assert_not(lab_files_hold(&lab, "rope"));
  lab_end(&lab);
}
