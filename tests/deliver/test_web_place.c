/* URLs: https, or this machine where it was opted in by name; nothing else. */
#include <criterion/criterion.h>
#include <sodium.h>
#include <string.h>

#include "deliver/web_place.h"

Test(web_place, only_https_without_a_user_or_a_fragment) {
  static const char *const bad[] = {"http://a.example/",
                                    "ftp://a.example/",
                                    "file:///etc/passwd",
                                    "https://me@a.example/",
                                    "https://me:x@a.example/",
                                    "https://a.example/#b",
                                    "https://",
                                    "a.example",
                                    "",
                                    "https://a b/",
                                    "http://127.0.0.1/",
                                    "//a.example/",
                                    "javascript:x",
                                    "https://a.example:0x50/"};
  so_web_place place;
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    cr_assert_eq(so_web_place_of(&place, bad[i], 0), SOTTO_E_ARGUMENT, "%s", bad[i]);
  cr_assert_eq(so_web_place_of(&place, NULL, 0), SOTTO_E_ARGUMENT);
  cr_assert_eq(so_web_place_of(&place, "https://a.example:8443/r?x=1", 0), SOTTO_OK);
  cr_assert_str_eq(place.authority, "a.example:8443");
  cr_assert_str_eq(place.path, "/r?x=1");
}

Test(web_place, http_goes_to_this_machine_alone) {
  static const char *const bad[] = {"http://127.0.0.1.a.example/",
                                    "http://localhost.a.example/",
                                    "http://10.0.0.1/",
                                    "http://127.0.0.2/",
                                    "http://[::2]/",
                                    "http://127.0.0.1@a.example/"};
  static const char *const good[] = {"http://127.0.0.1:81/x", "http://[::1]:9/",
                                     "http://localhost"};
  so_web_place place;
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    cr_assert_eq(so_web_place_of(&place, bad[i], 1), SOTTO_E_ARGUMENT, "%s", bad[i]);
  for (size_t i = 0; i < sizeof good / sizeof *good; i++)
    cr_assert_eq(so_web_place_of(&place, good[i], 1), SOTTO_OK, "%s", good[i]);
}

Test(web_place, an_origin_is_scheme_host_and_port) {
  so_web_place a, b;
  cr_assert_eq(so_web_place_of(&a, "https://a.example/x", 0), SOTTO_OK);
  cr_assert_eq(so_web_place_of(&b, "https://a.example:443/y?z", 0), SOTTO_OK);
  cr_assert_eq(a.origin, b.origin);
  cr_assert_eq(so_web_place_of(&b, "https://a.example:444/x", 0), SOTTO_OK);
  cr_assert_neq(a.origin, b.origin);
  cr_assert_eq(so_web_place_of(&b, "https://b.example/x", 0), SOTTO_OK);
  cr_assert_neq(a.origin, b.origin);
}

Test(web_place, what_is_too_long_is_refused) {
  char url[SO_WEB_URL_MAX + 100] = "https://a.example/";
  so_web_place place;
  memset(url + strlen(url), 'a', SO_WEB_URL_MAX);
  cr_assert_eq(so_web_place_of(&place, url, 0), SOTTO_E_ARGUMENT);
}
