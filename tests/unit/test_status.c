/* Every status has its own name and sentence. */
#include <criterion/criterion.h>
#include <sotto/base.h>
#include <string.h>

Test(status, every_code_has_its_own_name_and_sentence) {
  for (sotto_status a = SOTTO_E_KEY_SLOW; a <= SOTTO_OK; a++) {
    cr_assert_eq(strncmp(sotto_status_name(a), "SOTTO_", 6), 0, "%d", (int)a);
    for (sotto_status b = SOTTO_E_KEY_SLOW; b < a; b++) {
      cr_assert_str_neq(sotto_status_name(a), sotto_status_name(b));
      cr_assert_str_neq(sotto_status_text(a), sotto_status_text(b));
    }
  }
}

Test(status, an_unknown_code_is_said_to_be_unknown) {
  cr_assert_str_eq(sotto_status_name(1), "unknown status");
  cr_assert_str_eq(sotto_status_name(SOTTO_E_KEY_SLOW - 1), "unknown status");
}
