/*
 * What a kiosk is told when it is set up: kiosk.conf in its folder, one `name = value` a line.
 *
 * The folder is the kiosk: kiosk.conf, profile/ (its own profile: key, ledger, outbox, no events),
 * packs/ (the installed pack), run/ (the start page). Everything else is named in the file. It
 * holds no secret: a key store's secret stands where the store keeps it.
 */
#ifndef KIOSK_CONFIG_H
#define KIOSK_CONFIG_H

#include <stddef.h>
#include <stdint.h>

/** Longest path. */
#define KIOSK_PATH_MAX 768
/** Longest silence that a visit outlives: the page promises two minutes. */
#define KIOSK_IDLE_MOST_MS 120000u

/** The settings. Texts are terminated; an empty one is not set. */
typedef struct kiosk_config {
  char root[512];                 /**< The kiosk's folder. */
  char store[32];                 /**< Name of the key store: see kiosk_store.c. */
  char key_file[KIOSK_PATH_MAX];  /**< What that store reads. */
  char catalogue[KIOSK_PATH_MAX]; /**< Folder of products.LOCALE.tsv: descriptions to show. */
  char pictures[KIOSK_PATH_MAX];  /**< Folder of ITEM.svg or ITEM.png. */
  char list[KIOSK_PATH_MAX];      /**< The brand's public list of packs; empty: none asked for. */
  char brand_key[65];             /**< Signing key of packs, 64 hex digits. */
  char next_key[65];              /**< A second one during a change of keys. */
  char tpm2_tcti[128];            /**< How to reach the chip; empty: what is found. */
  uint64_t tpm2_nv_index;         /**< First of its four NV indices; 25165824 (0x01800000). */
  uint64_t port;                  /**< TCP port on 127.0.0.1; 0: any that is free. */
  uint64_t idle_ms;               /**< Silence that ends a visit; 120,000. */
  uint64_t warn_ms;               /**< How long before it the countdown shows; 30,000. */
  uint64_t fresh_browser;         /**< 1: each visit has a browser of its own (kiosk_window.h). */
  uint64_t shift_clock_ms;        /**< Added to the clock: rehearsals only. Status shows it. */
} kiosk_config;

/** Fills a config with defaults for a folder. */
void kiosk_config_init(kiosk_config *ret_config, const char *root);
/** Reads ROOT/kiosk.conf. Gives 0, or -1 after a sentence on stderr naming file and line. */
int kiosk_config_read(kiosk_config *ret_config, const char *root);
/** Writes ROOT/kiosk.conf, whole or not at all. Gives 0, or -1 after a sentence. */
int kiosk_config_write(const kiosk_config *config);
/** Gives a path below the kiosk's folder. */
void kiosk_config_path(const kiosk_config *config, const char *name, char ret_path[KIOSK_PATH_MAX]);

#endif
