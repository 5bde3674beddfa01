/*
 * A host program in C++17: the handle in a unique_ptr, a visitor from a lambda, a RAM profile.
 *
 * Prints SOTTO_OK or the name of the first other status.
 */
#include "lent_port.h"
#include <cstdio>
#include <memory>
#include <string>

namespace {

struct closes {
  void operator()(sotto *profile) const { sotto_close(profile); }
};

sotto_status visit(std::string &kept) {
  sotto_options options;
  sotto_consent consent;
  sotto_port port;
  lent_key key{};
  sotto *opened = nullptr;
  sotto_options_init(&options);
  sotto_consent_init(&consent);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_PERSONALIZE, SOTTO_GRANTED);
  lent_port_init(&port, &key);
  if (sotto_status status = sotto_open(&options, &consent, &port, &opened)) return status;
  std::unique_ptr<sotto, closes> profile(opened);
  auto take = [](void *context, const sotto_kept *line) -> uint32_t {
    static_cast<std::string *>(context)->append(line->words.data, line->words.size);
    return 0;
  };
  return sotto_profile_each(profile.get(), take, &kept);
}

} // namespace

int main() {
  std::string kept;
  const sotto_status status = visit(kept);
  std::puts(sotto_status_name(status));
  return status == SOTTO_OK ? 0 : 1;
}
