/* What the shop knows, apart from any widget: see shop_state.h. */
#include "shop_state.h"

#include <jansson.h>
#include <string.h>

#include "shop_words.h"

static gboolean read_hex(const char *hex, uint8_t ret_bytes[32]) {
  if (!hex || strlen(hex) != 64) return FALSE;
  for (size_t i = 0; i < 32; i++) {
    const int high = g_ascii_xdigit_value(hex[2 * i]), low = g_ascii_xdigit_value(hex[2 * i + 1]);
    if (high < 0 || low < 0) return FALSE;
    ret_bytes[i] = (uint8_t)(high << 4 | low);
  }
  return TRUE;
}

static sotto_status read_brand_key(const char *path, uint8_t ret_key[32]) {
  json_t *root = json_load_file(path, 0, NULL);
  const gboolean good = read_hex(json_string_value(json_object_get(root, "signing_key")), ret_key);
  json_decref(root);
  return good ? SOTTO_OK : SOTTO_E_FORMAT;
}

static void fill_options(const shop_state *state, sotto_options *ret_options) {
  sotto_options_init(ret_options);
  ret_options->locale = shop_words_language();
  ret_options->pack_keys[0] = state->brand_key;
  ret_options->pack_list = state->options->list;
}

static sotto_status with_pack(const shop_state *state, sotto *profile) {
  sotto_pack_info info;
  if (sotto_pack_get(profile, &info) == SOTTO_OK) return SOTTO_OK;
  return sotto_pack_install(profile, state->options->pack);
}

static sotto_status open_in_memory(const shop_state *state, const sotto_consent *consent,
                                   const sotto_port *port, sotto **ret_profile) {
  sotto_options options;
  sotto *profile = NULL;
  fill_options(state, &options);
  sotto_status status = sotto_open(&options, consent, port, &profile);
  if (!status) status = with_pack(state, profile);
  if (status)
    sotto_close(profile);
  else
    *ret_profile = profile;
  return status;
}

/* Somebody who is here for this visit: nothing is kept, nothing leaves. */
static sotto_status open_visit(const shop_state *state, const sotto_port *port,
                               sotto **ret_profile) {
  sotto_consent consent;
  sotto_consent_init(&consent);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_PERSONALIZE, SOTTO_GRANTED);
  return open_in_memory(state, &consent, port, ret_profile);
}

/* The choices that are kept; SOTTO_E_MISSING where there is no profile yet. */
static sotto_status kept_consent(const shop_state *state, sotto_consent *ret_consent) {
  sotto_options options;
  sotto *profile = NULL;
  fill_options(state, &options);
  options.directory = state->options->profile;
  options.flags = SOTTO_OPEN_AS_KEPT;
  sotto_consent_init(ret_consent);
  sotto_status status = sotto_open(&options, ret_consent, &state->key.port, &profile);
  if (!status) status = sotto_consent_get(profile, ret_consent);
  sotto_close(profile);
  return status;
}

/* On disk as soon as something may be kept; until the person has chosen, in memory. */
static sotto_status open_owner(shop_state *state) {
  sotto_options options;
  sotto_consent consent;
  sotto *profile = NULL;
  sotto_status status = kept_consent(state, &consent);
  const gboolean asked = !status;
  if (status && status != SOTTO_E_MISSING) return status;
  fill_options(state, &options);
  options.directory = state->options->profile;
  if (!asked) sotto_consent_init(&consent);
  status = sotto_open(&options, &consent, &state->key.port, &profile);
  if (!status) status = with_pack(state, profile);
  if (status) {
    sotto_close(profile);
    return status;
  }
  state->owner = profile;
  state->asked = asked;
  return SOTTO_OK;
}

/* Where the profile cannot be had: one in memory, with a port of its own, so that nothing can take
 * the other's place. What the person allowed cannot be read, so nothing is taken as allowed. */
static sotto_status open_beside(shop_state *state, sotto_status trouble) {
  sotto_consent consent;
  sotto_consent_init(&consent);
  state->trouble = trouble;
  state->beside = TRUE;
  state->asked = TRUE;
  shop_key_visitor(&state->beside_key);
  return open_in_memory(state, &consent, &state->beside_key.port, &state->owner);
}

/* The profile is the only place the cart is kept: each product is asked whether it is in it. */
static uint32_t is_in_cart(void *context, const sotto_why *why) {
  *(gboolean *)context = why->kind == SOTTO_WHY_CART;
  return 1;
}

static void restore_cart(shop_state *state) {
  sotto_request request;
  sotto_request_init(&request);
  request.limit = 1;
  for (guint i = 0; i < shop_goods_count(state->goods); i++) {
    gboolean in = FALSE;
    const shop_good *good = shop_goods_at(state->goods, i);
    const sotto_why_visit visit = {.why = is_in_cart, .context = &in};
    if (sotto_item_explain(state->owner, &request, shop_words_view(good->id), &visit)) return;
    if (in) g_ptr_array_add(state->cart, (void *)good);
  }
}

static sotto_status open_someone(shop_state *state) {
  sotto_status status = SOTTO_OK;
  state->beside = FALSE;
  if (!state->key.lasting) {
    state->asked = TRUE; /* nothing can be kept, so there is nothing to ask */
    return open_visit(state, &state->key.port, &state->owner);
  }
  status = open_owner(state);
  if (status) return open_beside(state, status);
  if (state->asked) restore_cart(state);
  return SOTTO_OK;
}

sotto_status shop_state_start(shop_state *ret_state, const shop_options *options) {
  *ret_state = (shop_state){.options = options};
  ret_state->cart = g_ptr_array_new();
  GError *error = NULL;
  ret_state->goods = shop_goods_read(options->catalogue, shop_words_language(), &error);
  if (!ret_state->goods) {
    g_printerr("sotto-shop: %s\n", error->message);
    g_error_free(error);
    return SOTTO_E_MISSING;
  }
  ret_state->labels = shop_labels_read(options->catalogue, ret_state->goods);
  sotto_status status = read_brand_key(options->trust, ret_state->brand_key);
  if (!status) status = shop_key_start(options, &ret_state->key);
  return status ? status : open_someone(ret_state);
}

void shop_state_end(shop_state *state) {
  if (state->owner && sotto_session_end(state->owner) != SOTTO_OK)
    g_printerr("sotto-shop: %s\n", _("The end of this visit could not be written down."));
  sotto_close(state->guest);
  sotto_close(state->owner);
  state->owner = state->guest = NULL;
  shop_key_end(&state->key);
  shop_key_end(&state->guest_key);
  shop_key_end(&state->beside_key);
  g_clear_pointer(&state->cart, g_ptr_array_unref);
  g_clear_pointer(&state->owner_cart, g_ptr_array_unref);
  g_clear_pointer(&state->labels, shop_labels_free);
  g_clear_pointer(&state->goods, shop_goods_free);
}

sotto *shop_state_profile(const shop_state *state) {
  return state->guest ? state->guest : state->owner;
}

gboolean shop_state_kept(const shop_state *state) {
  char *head = g_build_filename(state->options->profile, "profile.head", NULL);
  const gboolean kept =
      state->key.lasting && !state->beside && g_file_test(head, G_FILE_TEST_EXISTS);
  g_free(head);
  return kept;
}

/* What happened in memory meanwhile is let go: it was never agreed that it may be kept. */
static sotto_status leave_beside(shop_state *state) {
  sotto *beside = state->owner;
  state->owner = NULL;
  const sotto_status status = open_owner(state);
  if (status) {
    state->owner = beside;
    return status;
  }
  sotto_close(beside);
  state->beside = FALSE;
  g_ptr_array_set_size(state->cart, 0);
  if (state->asked) restore_cart(state);
  return SOTTO_OK;
}

sotto_status shop_state_retry(shop_state *state) {
  const sotto_status status =
      state->beside ? leave_beside(state) : sotto_flush(shop_state_profile(state));
  state->trouble = status;
  return status;
}

sotto_status shop_state_agree(shop_state *state, const sotto_consent *consent) {
  const sotto_status status = sotto_consent_set(state->owner, consent);
  state->asked = !status;
  state->trouble = status;
  return status;
}

sotto_status shop_state_guest(shop_state *state, gboolean begin) {
  if (!begin) {
    sotto_close(state->guest);
    shop_key_end(&state->guest_key);
    state->guest = NULL;
    g_ptr_array_unref(state->cart);
    state->cart = state->owner_cart;
    state->owner_cart = NULL;
    return SOTTO_OK;
  }
  shop_key_visitor(&state->guest_key);
  const sotto_status status = open_visit(state, &state->guest_key.port, &state->guest);
  if (status) return status;
  state->owner_cart = state->cart;
  state->cart = g_ptr_array_new();
  return SOTTO_OK;
}

sotto_status shop_state_erase(shop_state *state, sotto_receipt *ret_receipt) {
  sotto_close(state->owner);
  state->owner = NULL;
  *ret_receipt = (sotto_receipt){.struct_size = sizeof *ret_receipt};
  const sotto_status status =
      state->key.lasting ? sotto_erase(state->options->profile, &state->key.port, ret_receipt)
                         : SOTTO_OK;
  g_ptr_array_set_size(state->cart, 0);
  state->asked = FALSE;
  state->trouble = SOTTO_OK;
  const sotto_status opened = open_someone(state);
  return status ? status : opened;
}

void shop_state_record_event(shop_state *state, const sotto_event *event) {
  const sotto_status status = sotto_record(shop_state_profile(state), event);
  if (status) state->trouble = status;
}

void shop_state_record(shop_state *state, sotto_event_type type, const char *item) {
  sotto_event event;
  sotto_event_init(&event);
  event.type = type;
  event.item = shop_words_view(item);
  if (type == SOTTO_EVENT_SCREEN) event.page = SOTTO_PAGE_HOME;
  const shop_good *good = item ? shop_goods_find(state->goods, item) : NULL;
  if (good) event.price_minor = good->price_minor;
  shop_state_record_event(state, &event);
}

gboolean shop_state_in_cart(const shop_state *state, const shop_good *good) {
  return g_ptr_array_find(state->cart, good, NULL);
}

void shop_state_cart(shop_state *state, const shop_good *good, gboolean in) {
  if (in == shop_state_in_cart(state, good)) return;
  if (in)
    g_ptr_array_add(state->cart, (void *)good);
  else
    g_ptr_array_remove(state->cart, (void *)good);
  shop_state_record(state, in ? SOTTO_EVENT_ADD_TO_CART : SOTTO_EVENT_REMOVE_FROM_CART, good->id);
}

void shop_state_tick(shop_state *state) {
  const sotto_status guest = state->guest ? sotto_tick(state->guest) : SOTTO_OK;
  const sotto_status status = sotto_tick(state->owner);
  if (!state->beside) state->trouble = status ? status : guest;
}

void shop_state_buy(shop_state *state) {
  shop_state_record(state, SOTTO_EVENT_BEGIN_CHECKOUT, NULL);
  for (guint i = 0; i < state->cart->len; i++) {
    const shop_good *good = g_ptr_array_index(state->cart, i);
    shop_state_record(state, SOTTO_EVENT_PURCHASE, good->id);
  }
  g_ptr_array_set_size(state->cart, 0);
  const sotto_status status = sotto_flush(shop_state_profile(state));
  if (status) state->trouble = status;
}
