/*
 * The shortest whole program in C++17: as hello.c, with a handle that closes itself and a status
 * that throws.
 *
 * usage: sotto-hello-cpp PACK BRAND_PUBLIC [DIRECTORY]
 */
#include "brand_key.h"

#include <cstdio>
#include <memory>
#include <sotto/sotto.h>
#include <sotto/store_insecure_file.h>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

struct closes {
  void operator()(sotto *profile) const { sotto_close(profile); }
};

void check(sotto_status status) {
  if (status != SOTTO_OK) throw std::runtime_error(sotto_status_text(status));
}

std::string text(sotto_text view) {
  return view.size ? std::string(view.data, view.size) : "";
}

std::vector<sotto_pick> picks(sotto *profile) {
  std::vector<sotto_pick> found(3);
  std::size_t count = found.size();
  sotto_request request;
  sotto_request_init(&request);
  check(sotto_recommend(profile, &request, found.data(), &count));
  found.resize(count);
  return found;
}

void visit(sotto *profile, const char *pack) {
  const auto say = [](void *, const sotto_reason *why) -> uint32_t {
    std::printf("    %.2f  %s\n", static_cast<double>(why->score_micro) / 1e6,
                text(why->text).c_str());
    return 0;
  };
  check(sotto_pack_install(profile, pack));
  const sotto_pick first = picks(profile).at(0);
  sotto_event event;
  sotto_event_init(&event);
  event.type = SOTTO_EVENT_VIEW_ITEM;
  event.item = first.item;
  check(sotto_record(profile, &event));
  std::printf("After looking at %s:\n", text(first.title).c_str());
  for (const sotto_pick &pick : picks(profile)) {
    std::printf("  %s\n", text(pick.title).c_str());
    check(sotto_pick_explain(profile, pick.id, say, nullptr));
  }
}

} // namespace

int main(int argc, char **argv) try {
  uint8_t key[32];
  if (argc < 3 || !brand_key_read(argv[2], key)) return 2;
  sotto_store_insecure_file store;
  sotto_port port;
  sotto_options options;
  sotto_consent consent;
  sotto *opened = nullptr;
  sotto_options_init(&options);
  options.directory = argc > 3 ? argv[3] : nullptr;
  options.pack_keys[0] = key;
  sotto_consent_init(&consent);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_KEEP, SOTTO_GRANTED);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_PERSONALIZE, SOTTO_GRANTED);
  check(sotto_store_insecure_file_init(&store, "cpp.key", SOTTO_INSECURE_FILE, &port));
  check(sotto_open(&options, &consent, &port, &opened));
  const std::unique_ptr<sotto, closes> profile(opened);
  visit(profile.get(), argv[1]);
  return 0;
} catch (const std::exception &error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
