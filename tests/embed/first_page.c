/*
 * The main program around samples/hello/embedding.c as the README shows it; newcomer.sh follows the
 * README with it. brand_key.h is made by `sotto-pack keygen mybrand`.
 */
#include "embedding.h"
#include "mybrand/brand_key.h"

#include <sotto/store_insecure_file.h>
#include <stdio.h>

int main(void) {
  sotto_store_insecure_file store; /* to try things; platform/ has stores that guard the key */
  sotto_port port;
  sotto_options options;
  sotto_status status =
      sotto_store_insecure_file_init(&store, "shop.key", SOTTO_INSECURE_FILE, &port);
  sotto_options_init(&options);
  options.directory = "profile";
  options.pack_keys[0] = brand_key;
  if (!status) status = shop_page(&options, &port, "shop.sottopack", (sotto_text){"pan-24", 6});
  if (status) fprintf(stderr, "%s\n", sotto_status_text(status));
  return status != SOTTO_OK;
}
