/*
 * sotto-pack publish: append a pack to the brand's public list, which everyone can read and compare
 * with the pack that reached them.
 */
#include <sodium.h>
#include <stdio.h>

#include "tools/key_file.h"
#include "tools/pack.h"

/* The signing key beside the pack's list is the brand's; it is read into guarded memory. */
static sotto_status publish(const so_pack_options *options, sotto_listed *ret_listed) {
  uint8_t *secret = sodium_init() < 0 ? NULL : sodium_malloc(SOTTO_SIGNING_SECRET_SIZE);
  if (!secret) return SOTTO_E_MEMORY;
  sotto_status status = so_key_file_read(options->key, secret, SOTTO_SIGNING_SECRET_SIZE);
  if (!status) status = sotto_pack_publish(options->subject, options->list, secret, ret_listed);
  sodium_free(secret);
  return status;
}

int so_pack_publish(const so_pack_options *options) {
  sotto_listed listed;
  if (!options->list || !options->key) {
    fprintf(stderr, "sotto-pack: publish needs --list FILE and --key brand.signing.key.\n");
    return SO_EXIT_CALL;
  }
  sotto_status status = publish(options, &listed);
  if (status == SOTTO_E_ROLLBACK) {
    fprintf(stderr,
            "sotto-pack: %s: the list already goes that far: a pack's sequence must be above\n"
            "  that of every pack before it, and no two packs may have the same.\n",
            options->list);
    return SO_EXIT_FINDINGS;
  }
  if (status) return so_pack_fail(options->subject, status);
  if (options->quiet) return SO_EXIT_GOOD;
  printf("Listed in %s:\n  sequence %llu\n  pack     ", options->list,
         (unsigned long long)listed.sequence);
  so_pack_print_hex(listed.hash, sizeof listed.hash);
  printf("\n  chain    ");
  so_pack_print_hex(listed.chain, sizeof listed.chain);
  printf("\nPublish the file; whoever compares the chain compares every pack so far.\n");
  return SO_EXIT_GOOD;
}
