/*
 * A session bus and gnome-keyring, private to one test. The bus has no list of services, so that
 * nothing is started behind the test's back and a prompt finds nobody to show it.
 */
#include <gio/gio.h>
#include <libsecret/secret.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store_world.h"

#define APPLICATION "org.example.shop"
#define PATIENCE 500 /* times 10 ms */

/* libsecret leaks a list now and then, and the sanitizer sees no further than GLib's allocation:
 * valgrind (cycles.sh, cycles.supp) tells leaks through GLib apart. */
const char *__lsan_default_options(void);
const char *__lsan_default_options(void) {
  return "print_suppressions=0";
}

const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void) {
  return "leak:libglib-2.0.so\n";
}

static void make_directory(const store_world *world, const char *name, const char *variable) {
  char path[WORLD_PATH];
  snprintf(path, sizeof path, "%s/%s", world->root, name);
  mkdir(path, 0700);
  setenv(variable, path, 1);
}

void world_start_bus(store_world *world) {
  char path[WORLD_PATH], text[1024], address[WORLD_PATH];
  snprintf(path, sizeof path, "%s/bus.conf", world->root);
  snprintf(text, sizeof text,
           "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\""
           " \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\"><busconfig>"
           "<type>session</type><listen>unix:path=%s/bus</listen><policy context=\"default\">"
           "<allow send_destination=\"*\"/><allow eavesdrop=\"true\"/><allow own=\"*\"/>"
           "</policy></busconfig>",
           world->root);
  FILE *file = fopen(path, "w");
  cr_assert_not_null(file);
  fputs(text, file);
  fclose(file);
  make_directory(world, "home", "HOME");
  make_directory(world, "run", "XDG_RUNTIME_DIR");
  make_directory(world, "data", "XDG_DATA_HOME");
  snprintf(address, sizeof address, "unix:path=%s/bus", world->root);
  setenv("DBUS_SESSION_BUS_ADDRESS", address, 1);
  char option[WORLD_PATH + 32];
  snprintf(option, sizeof option, "--config-file=%s", path);
  const char *const bus[] = {"dbus-daemon", option, "--nofork", "--nopidfile", NULL};
  world->bus = world_start(bus, NULL);
  for (int i = 0; i < PATIENCE && access(address + 10, F_OK) != 0; i++) usleep(10000);
}

void world_start_keyring(store_world *world, int unlocked) {
  const char *const keyring[] = {"gnome-keyring-daemon", "--foreground", "--components=secrets",
                                 unlocked ? "--unlock" : NULL, NULL};
  uint8_t key[SOTTO_KEY_SIZE];
  world->keyring = world_start(keyring, unlocked ? "pass" : NULL);
  sotto_status status = SOTTO_E_PORT;
  for (int i = 0; i < PATIENCE && status == SOTTO_E_PORT; i++) {
    usleep(10000);
    status = world_key(world, key);
  }
  cr_assert_neq(status, SOTTO_E_PORT, "gnome-keyring does not answer");
}

void world_lock_keyring(void) {
  GError *error = NULL;
  SecretService *service = secret_service_get_sync(SECRET_SERVICE_NONE, NULL, &error);
  cr_assert_not_null(service, "%s", error ? error->message : "");
  SecretCollection *collection = secret_collection_for_alias_sync(
      service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, NULL, &error);
  cr_assert_not_null(collection);
  GList list = {.data = collection};
  cr_assert_eq(secret_service_lock_sync(service, &list, NULL, NULL, &error), 1);
  g_object_unref(collection);
  g_object_unref(service);
  secret_service_disconnect();
}

void world_write_item(const char *part, const char *text) {
  static const SecretSchema schema = {"org.sotto.Profile",
                                      SECRET_SCHEMA_NONE,
                                      {{"application", SECRET_SCHEMA_ATTRIBUTE_STRING},
                                       {"profile", SECRET_SCHEMA_ATTRIBUTE_STRING},
                                       {"part", SECRET_SCHEMA_ATTRIBUTE_STRING}},
                                      0,
                                      0,
                                      0,
                                      0,
                                      0,
                                      0,
                                      0,
                                      0};
  GError *error = NULL;
  cr_assert(secret_password_store_sync(&schema, SECRET_COLLECTION_DEFAULT, "by another", text, NULL,
                                       &error, "application", APPLICATION, "profile", "ana", "part",
                                       part, NULL),
            "%s", error ? error->message : "");
  secret_service_disconnect();
}

static const char *begin_secret_service(store_world *world) {
  if (!world_has("dbus-daemon")) return "dbus-daemon is not installed";
  if (!world_has("gnome-keyring-daemon")) return "gnome-keyring is not installed";
  cr_assert_eq(
      sotto_store_secret_service_init(&world->store.service, APPLICATION, "ana", &world->port),
      SOTTO_OK);
  world_start_bus(world);
  world_start_keyring(world, 1);
  return NULL;
}

const store_kind world_secret_service = {"secret_service", SOTTO_STRENGTH_SERVICE,
                                         begin_secret_service};
