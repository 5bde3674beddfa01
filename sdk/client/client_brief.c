/*
 * Public calls of the brief.
 */
#include "client/entry.h"
#include "flow/brief.h"

void sotto_brief_request_init(sotto_brief_request *ret_request) {
  *ret_request = (sotto_brief_request){.struct_size = sizeof *ret_request};
}

static int is_request(const sotto_brief_request *request) {
  return SO_ENTRY_IS_WHOLE(request) && request->reader <= SOTTO_READER_PERSON &&
         so_entry_is_name(request->locale) && so_text_is_utf8(request->locale);
}

sotto_status sotto_brief(sotto *profile, const sotto_brief_request *request, char *ret_json,
                         size_t *inout_size) {
  int valid = is_request(request) && inout_size && (ret_json || !*inout_size);
  return SO_ENTRY_CALL(valid, profile, so_brief_write(profile, request, ret_json, inout_size));
}

sotto_status sotto_brief_say(sotto *profile, const sotto_brief_request *request,
                             sotto_brief_fn visit, void *context) {
  return SO_ENTRY_CALL(is_request(request) && visit, profile,
                       so_brief_say(profile, request, visit, context));
}
