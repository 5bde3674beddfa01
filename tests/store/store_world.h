/*
 * Where a test of a key store lives: a directory of its own, a profile in it, and the real service
 * behind the store: a bus with gnome-keyring, or a TPM simulator (swtpm). All of it ends with the
 * test. A service that is not installed is a reason to skip.
 */
#ifndef STORE_WORLD_H
#define STORE_WORLD_H

#include <criterion/criterion.h>
#include <sotto/sotto.h>
#include <sotto/store_insecure_file.h>
#include <sotto/store_passphrase.h>
#include <sotto/store_ram.h>
#include <sotto/store_secret_service.h>
#include <sotto/store_tpm2.h>
#include <sys/types.h>

#define WORLD_PATH 192
#define WORLD_NV 0x01801000u
#define WORLD_CANARY "canary-alpine-tent"

typedef struct store_world {
  char root[64];            /* removed by world_end() */
  char profile[WORLD_PATH]; /* the profile's directory */
  char file[WORLD_PATH];    /* the key file of the stores that have one */
  char tcti[2 * WORLD_PATH];
  sotto_port port;
  union {
    sotto_store_ram ram;
    sotto_store_insecure_file file;
    sotto_store_passphrase passphrase;
    sotto_store_secret_service service;
    sotto_store_tpm2 tpm2;
  } store;
  pid_t bus, keyring, chip;
  int chips; /* swtpm state directories made */
  int chip_port;
} store_world;

/** One kind of store: its init, which starts its service too. Gives why it cannot, or NULL. */
typedef struct store_kind {
  const char *name;
  sotto_strength strength;
  const char *(*begin)(store_world *world);
} store_kind;

extern const store_kind world_ram, world_insecure_file, world_passphrase, world_secret_service,
    world_tpm2;

/** Skips the test where the service is not installed. */
#define world_begin(world, kind)                                                                   \
 do {                                                                                              \
  const char *why = world_try_begin((world), (kind));                                              \
  if (why) {                                                                                       \
   world_end(world);                                                                               \
   cr_skip_test("%s", why);                                                                        \
  }                                                                                                \
 } while (0)
const char *world_try_begin(store_world *ret_world, const store_kind *kind);
void world_end(store_world *world);

/** Gives the status of opening (and making) the profile over `port`. */
sotto_status world_try(store_world *world, const sotto_port *port, sotto **ret_profile);
/** Opens; fails the test where that fails. */
sotto *world_open(store_world *world, const sotto_port *port);
/** Opens and closes; gives the status of opening. */
sotto_status world_visit(store_world *world);
/** Records a view of an item and makes it durable. */
sotto_status world_record(sotto *profile, const char *item);
sotto_status world_forget(sotto *profile, const char *item);
/** How many events of an item are kept. */
size_t world_count(sotto *profile, const char *item);

/** Copies the profile's directory, or a file, beside itself; puts it back. */
void world_copy(const char *path);
void world_put_back(const char *path);
/** 1 where any file under the root holds these bytes. */
int world_holds(const store_world *world, const void *bytes, size_t size);
sotto_status world_key(store_world *world, uint8_t ret_key[SOTTO_KEY_SIZE]);
int64_t world_now_ms(void);

/* ---- processes ---- */

/** Starts a program that dies with the test; `input` is its standard input. */
pid_t world_start(const char *const *arguments, const char *input);
/** Kills at once and waits. */
void world_kill(pid_t *inout_child);
/** 1 where the PATH has the program. */
int world_has(const char *program);

/* ---- the keyring ---- */

/** A bus that starts no services, and the environment that names it. */
void world_start_bus(store_world *world);
/** gnome-keyring, unlocked, or without any collection. Waits until it answers. */
void world_start_keyring(store_world *world, int unlocked);
/** Locks the default collection by a call of the bus. */
void world_lock_keyring(void);
/** Replaces the text of an item ("secret", "anchor") as another program would. */
void world_write_item(const char *part, const char *text);

/* ---- the chip ---- */

/** swtpm over the state directory of number `which`. */
void world_start_chip(store_world *world, int which);

#endif
