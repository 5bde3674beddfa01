/*
 * Options of delivery and the sentences of its troubles: see sotto/deliver.h.
 */
#include <sotto/deliver.h>

#include <string.h>

void sotto_deliver_options_init(sotto_deliver_options *ret_options) {
  memset(ret_options, 0, sizeof *ret_options);
  ret_options->struct_size = sizeof *ret_options;
  ret_options->deadline_ms = 60000;
  ret_options->connect_ms = 15000;
  ret_options->stall_ms = 20000;
  ret_options->pack_bytes_most = (uint64_t)256 << 20;
}

const char *sotto_deliver_trouble_text(uint32_t trouble) {
  static const char *const texts[] = {"Nothing stood in the way.",
                                      "There is no network, or nobody answers there.",
                                      "It took too long.",
                                      "The host cancelled.",
                                      "The server's certificate or TLS version does not do.",
                                      "The server's key is none of the pinned ones.",
                                      "The connection broke, or the answer is not HTTP.",
                                      "The answer is larger than allowed.",
                                      "The server sends on to another host, or in a circle.",
                                      "The server answered with a status that is no success.",
                                      "The relay or its gateway did not pass the answer on.",
                                      "The URL is not one that is used here.",
                                      "The aggregator's new keys cannot be used.",
                                      "The public list of packs no longer begins as it did."};
  return trouble < sizeof texts / sizeof *texts ? texts[trouble] : "Unknown trouble.";
}
