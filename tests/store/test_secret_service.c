/*
 * The keyring store against gnome-keyring on a bus of its own: locked, denied, slow, killed,
 * absent, damaged, and a service that would talk in the clear.
 */
#include <gio/gio.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store_world.h"

#define WAIT_MS 600

static uint8_t secret[SOTTO_KEY_SIZE] = {7, 8, 9};

static sotto_status keep(store_world *world) {
  return world->port.key_store(world->port.context, secret);
}

static sotto_status load(store_world *world) {
  uint8_t key[SOTTO_KEY_SIZE];
  memset(key, 0xAA, sizeof key);
  const sotto_status status = world_key(world, key);
  if (!status) cr_assert_arr_eq(key, secret, sizeof key);
  for (size_t i = 0; status && i < sizeof key; i++) cr_assert_eq(key[i], 0xAA, "untouched");
  return status;
}

/* A profile with one event, and the copy of its directory to compare with. */
static sotto *begin_profile(store_world *world) {
  sotto *profile = world_open(world, &world->port);
  cr_assert_eq(world_record(profile, "boots"), SOTTO_OK);
  return profile;
}

static void expect_whole(store_world *world, size_t stoves) {
  sotto *profile = world_open(world, &world->port);
  cr_assert_eq(world_count(profile, "boots"), 1);
  cr_assert_eq(world_count(profile, "stove"), stoves);
  sotto_close(profile);
}

static void restart_keyring(store_world *world) {
  world_kill(&world->keyring);
  world_start_keyring(world, 1);
}

Test(secret_service, a_keyring_locked_while_the_profile_is_open_stops_a_forget_and_no_event) {
  store_world world;
  world_begin(&world, &world_secret_service);
  sotto *profile = begin_profile(&world);
  world_lock_keyring();
  cr_assert_eq(world_forget(profile, "tent"), SOTTO_E_KEY_LOCKED);
  sotto_close(profile);
  cr_assert_eq(world_visit(&world), SOTTO_E_KEY_LOCKED);
  cr_assert_eq(load(&world), SOTTO_E_KEY_LOCKED);
  cr_assert_eq(keep(&world), SOTTO_E_KEY_LOCKED);
  cr_assert_eq(world.port.key_wipe(world.port.context), SOTTO_E_KEY_LOCKED);
  sotto_receipt receipt;
  cr_assert_eq(sotto_erase(world.profile, &world.port, &receipt), SOTTO_E_KEY_LOCKED);
  restart_keyring(&world);
  expect_whole(&world, 0);
  world_end(&world);
}

Test(secret_service, a_person_who_declines_the_prompt_denies_and_loses_nothing) {
  store_world world;
  world_begin(&world, &world_secret_service);
  sotto_close(begin_profile(&world));
  world.store.service.flags = SOTTO_SECRET_SERVICE_MAY_ASK;
  world_lock_keyring();
  cr_assert_eq(world_visit(&world), SOTTO_E_KEY_DENIED);
  cr_assert_eq(keep(&world), SOTTO_E_KEY_DENIED);
  restart_keyring(&world);
  expect_whole(&world, 0);
  world_end(&world);
}

Test(secret_service, a_silent_keyring_is_slow_for_as_long_as_the_host_said) {
  store_world world;
  world_begin(&world, &world_secret_service);
  sotto *profile = begin_profile(&world);
  world.store.service.wait_ms = WAIT_MS;
  kill(world.keyring, SIGSTOP);
  const int64_t before = world_now_ms();
  cr_assert_eq(load(&world), SOTTO_E_KEY_SLOW);
  const int64_t waited = world_now_ms() - before;
  cr_assert(waited >= WAIT_MS - 1 && waited < 4 * WAIT_MS, "%d ms", (int)waited);
  cr_assert_eq(world_forget(profile, "tent"), SOTTO_E_KEY_SLOW);
  kill(world.keyring, SIGCONT);
  world.store.service.wait_ms = 5000;
  cr_assert_eq(world_record(profile, "stove"), SOTTO_OK);
  sotto_close(profile);
  expect_whole(&world, 1);
  world_end(&world);
}

Test(secret_service, a_silent_bus_is_slow_too) {
  store_world world;
  world_begin(&world, &world_secret_service);
  world.store.service.wait_ms = WAIT_MS;
  kill(world.bus, SIGSTOP);
  const int64_t before = world_now_ms();
  cr_assert_eq(load(&world), SOTTO_E_KEY_SLOW);
  cr_assert_lt(world_now_ms() - before, 4 * WAIT_MS);
  kill(world.bus, SIGCONT);
  world.store.service.wait_ms = 5000;
  cr_assert_eq(keep(&world), SOTTO_OK);
  cr_assert_eq(load(&world), SOTTO_OK);
  world_end(&world);
}

Test(secret_service, a_keyring_that_dies_is_the_ports_fault_until_it_is_back) {
  store_world world;
  world_begin(&world, &world_secret_service);
  sotto *profile = begin_profile(&world);
  world_kill(&world.keyring);
  cr_assert_eq(world_forget(profile, "tent"), SOTTO_E_PORT);
  cr_assert_eq(load(&world), SOTTO_E_PORT);
  world_start_keyring(&world, 1);
  cr_assert_eq(world_record(profile, "stove"), SOTTO_OK);
  sotto_close(profile);
  expect_whole(&world, 1);
  world_end(&world);
}

Test(secret_service, a_bus_that_dies_does_not_take_the_host_with_it) {
  store_world world;
  world_begin(&world, &world_secret_service);
  sotto *profile = begin_profile(&world);
  world_kill(&world.bus);
  usleep(200000); /* GLib's shared connection would have ended this process by now */
  cr_assert_eq(load(&world), SOTTO_E_PORT);
  cr_assert_eq(world_record(profile, "stove"), SOTTO_OK, "an open profile needs no keyring");
  sotto_close(profile);
  world_end(&world);
}

Test(secret_service, without_a_bus_there_is_no_store_and_no_profile) {
  store_world world;
  world_begin(&world, &world_secret_service);
  unsetenv("DBUS_SESSION_BUS_ADDRESS");
  cr_assert_eq(load(&world), SOTTO_E_PORT);
  cr_assert_eq(keep(&world), SOTTO_E_PORT);
  cr_assert_eq(world_visit(&world), SOTTO_E_PORT);
  cr_assert_neq(access(world.file, F_OK), 0);
  world_end(&world);
}

Test(secret_service, without_a_default_collection_nothing_can_be_kept) {
  store_world world;
  char path[2 * WORLD_PATH];
  world_begin(&world, &world_secret_service);
  world_kill(&world.keyring);
  snprintf(path, sizeof path, "rm -rf '%s/data/keyrings'", world.root);
  cr_assert_eq(system(path), 0);
  world_start_keyring(&world, 0);
  cr_assert_eq(load(&world), SOTTO_E_MISSING);
  cr_assert_eq(keep(&world), SOTTO_E_READ_ONLY);
  cr_assert_eq(world_visit(&world), SOTTO_E_READ_ONLY);
  snprintf(path, sizeof path, "%s/profile.head", world.profile);
  cr_assert_neq(access(path, F_OK), 0, "no profile without a place for its secret");
  world_end(&world);
}

Test(secret_service, an_item_that_another_wrote_over_is_corrupt_and_not_a_secret) {
  static const char *const texts[] = {
      "",
      "password",
      "sotto1:",
      "sotto1:00",
      "sotto1:000102030405060708090a0b0c0d0e0f000102030405060708090a0b0c0d0e0",
      "sotto1:000102030405060708090a0b0c0d0e0f000102030405060708090a0b0c0d0e0g",
      "sotto1:000102030405060708090a0b0c0d0e0f000102030405060708090a0b0c0d0e0f0",
      "sotto2:000102030405060708090a0b0c0d0e0f000102030405060708090a0b0c0d0e0f"};
  store_world world;
  world_begin(&world, &world_secret_service);
  sotto_close(begin_profile(&world));
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
    world_write_item("secret", texts[i]);
    cr_assert_eq(load(&world), SOTTO_E_CORRUPT, "%s", texts[i]);
    cr_assert_eq(world_visit(&world), SOTTO_E_CORRUPT, "%s", texts[i]);
  }
  world_write_item("anchor", "sotto1:00");
  sotto_anchor anchor = {.struct_size = sizeof anchor};
  cr_assert_eq(world.port.anchor_load(world.port.context, &anchor), SOTTO_E_CORRUPT);
  cr_assert_eq(world.port.anchor_advance(world.port.context, &anchor), SOTTO_E_CORRUPT);
  world_end(&world);
}

Test(secret_service, an_anchor_never_goes_back) {
  store_world world;
  world_begin(&world, &world_secret_service);
  sotto_anchor high = {.struct_size = sizeof high, .epoch = 9, .epsilon_micro = 5}, low = high,
               now = {0};
  low.epsilon_micro = 4;
  cr_assert_eq(world.port.anchor_load(world.port.context, &now), SOTTO_E_MISSING);
  cr_assert_eq(world.port.anchor_advance(world.port.context, &high), SOTTO_OK);
  cr_assert_eq(world.port.anchor_advance(world.port.context, &low), SOTTO_E_ROLLBACK);
  cr_assert_eq(world.port.anchor_load(world.port.context, &now), SOTTO_OK);
  cr_assert_eq(memcmp(&now, &high, sizeof now), 0);
  cr_assert_eq(world.port.key_wipe(world.port.context), SOTTO_OK);
  cr_assert_eq(world.port.anchor_load(world.port.context, &now), SOTTO_OK, "it outlives a wipe");
  world_end(&world);
}

Test(secret_service, profiles_and_applications_do_not_see_each_others_items) {
  static const char *const names[][2] = {
      {"org.example.shop", "ben"}, {"org.example.other", "ana"}, {"org.example.shop", "an"}};
  store_world world;
  world_begin(&world, &world_secret_service);
  cr_assert_eq(keep(&world), SOTTO_OK);
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    sotto_store_secret_service store;
    sotto_port port;
    uint8_t key[SOTTO_KEY_SIZE];
    cr_assert_eq(sotto_store_secret_service_init(&store, names[i][0], names[i][1], &port),
                 SOTTO_OK);
    cr_assert_eq(port.key_load(port.context, key), SOTTO_E_MISSING);
    cr_assert_eq(port.key_wipe(port.context), SOTTO_OK);
  }
  cr_assert_eq(load(&world), SOTTO_OK);
  world_end(&world);
}

static void *use(void *context) {
  sotto_port *port = context;
  uint8_t key[SOTTO_KEY_SIZE], mine[SOTTO_KEY_SIZE];
  memset(mine, *((const sotto_store_secret_service *)port->context)->profile, sizeof mine);
  for (int i = 0; i < 5; i++)
    if (port->key_store(port->context, mine) || port->key_load(port->context, key) ||
        memcmp(key, mine, sizeof key) != 0)
      return port;
  return NULL;
}

Test(secret_service, threads_use_their_own_profiles_at_once) {
  static const char *const names[] = {"a", "b", "c", "d"};
  sotto_store_secret_service stores[4];
  sotto_port ports[4];
  pthread_t threads[4];
  store_world world;
  world_begin(&world, &world_secret_service);
  for (int i = 0; i < 4; i++) {
    cr_assert_eq(
        sotto_store_secret_service_init(&stores[i], "org.example.shop", names[i], &ports[i]),
        SOTTO_OK);
    cr_assert_eq(pthread_create(&threads[i], NULL, use, &ports[i]), 0);
  }
  for (int i = 0; i < 4; i++) {
    void *failed = NULL;
    pthread_join(threads[i], &failed);
    cr_assert_null(failed, "%s", names[i]);
  }
  world_end(&world);
}

Test(secret_service, names_are_checked_before_anything_is_done) {
  static const char *const bad[] = {NULL, "", "a\nb", "\xff\xfe"};
  sotto_store_secret_service store;
  sotto_port port;
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
    cr_assert_eq(sotto_store_secret_service_init(&store, bad[i], "ana", &port), SOTTO_E_ARGUMENT);
    cr_assert_eq(sotto_store_secret_service_init(&store, "shop", bad[i], &port), SOTTO_E_ARGUMENT);
  }
}

/* ---- a service that offers only a session in the clear, which the specification allows ---- */

static GMainLoop *loop;
static int secrets_asked; /* calls after the session was opened */

static void answer(GDBusConnection *connection, const char *sender, const char *path,
                   const char *interface, const char *method, GVariant *parameters,
                   GDBusMethodInvocation *call, gpointer data) {
  const char *algorithm = "";
  (void)connection, (void)sender, (void)path, (void)interface, (void)data;
  if (strcmp(method, "OpenSession") != 0) {
    secrets_asked++;
    g_dbus_method_invocation_return_value(call, g_variant_new("(aoao)", NULL, NULL));
    return;
  }
  g_variant_get(parameters, "(&sv)", &algorithm, NULL);
  if (strcmp(algorithm, "plain") == 0)
    g_dbus_method_invocation_return_value(
        call,
        g_variant_new("(vo)", g_variant_new_string(""), "/org/freedesktop/secrets/session/1"));
  else
    g_dbus_method_invocation_return_dbus_error(call, "org.freedesktop.DBus.Error.NotSupported",
                                               algorithm);
}

static void *serve_in_the_clear(void *context) {
  static const char text[] =
      "<node><interface name='org.freedesktop.Secret.Service'><method name='OpenSession'>"
      "<arg type='s' direction='in'/><arg type='v' direction='in'/>"
      "<arg type='v' direction='out'/><arg type='o' direction='out'/></method>"
      "<method name='SearchItems'><arg type='a{ss}' direction='in'/>"
      "<arg type='ao' direction='out'/><arg type='ao' direction='out'/></method>"
      "</interface></node>";
  static const GDBusInterfaceVTable table = {.method_call = answer};
  GMainContext *own = g_main_context_new();
  (void)context;
  g_main_context_push_thread_default(own);
  loop = g_main_loop_new(own, FALSE);
  GDBusConnection *bus =
      g_dbus_connection_new_for_address_sync(g_getenv("DBUS_SESSION_BUS_ADDRESS"),
                                             G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                 G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                             NULL, NULL, NULL);
  GDBusNodeInfo *node = g_dbus_node_info_new_for_xml(text, NULL);
  g_dbus_connection_register_object(bus, "/org/freedesktop/secrets", node->interfaces[0], &table,
                                    NULL, NULL, NULL);
  g_bus_own_name_on_connection(bus, "org.freedesktop.secrets", G_BUS_NAME_OWNER_FLAGS_NONE, NULL,
                               NULL, NULL, NULL);
  g_main_loop_run(loop);
  return NULL;
}

Test(secret_service, a_service_without_an_encrypted_session_gets_no_secret_and_gives_none) {
  store_world world;
  pthread_t service;
  world_begin(&world, &world_secret_service);
  world_kill(&world.keyring);
  cr_assert_eq(pthread_create(&service, NULL, serve_in_the_clear, NULL), 0);
  usleep(300000);
  cr_assert_eq(keep(&world), SOTTO_E_PORT);
  cr_assert_eq(load(&world), SOTTO_E_PORT);
  cr_assert_eq(world_visit(&world), SOTTO_E_PORT);
  cr_assert_eq(secrets_asked, 0);
  g_main_loop_quit(loop);
  pthread_join(service, NULL);
  world_end(&world);
}
