/**
 * @file deliver.h
 * Sending the outbox and fetching packs over HTTPS, for hosts that have no HTTP of their own.
 * Link with sotto_deliver (pkg-config of that name); it stands on libcurl.
 *
 * libsotto has no socket: a host pulls reports from the outbox, sends them, settles them. This
 * library is that host's part, ready-made and outside libsotto. Both calls block until they are
 * done, their deadline passes or the host cancels, and may be made from any thread; none is ever
 * started here (libcurl looks names up on one of its own, which may outlive a call that gave up;
 * before its version 7.87 the call waits for it). A host calls them when it has the network, from a
 * worker, such as once an hour:
 *
 *     sotto_deliver_pace pace = {0};
 *     sotto_deliver_options options;
 *     sotto_deliver_options_init(&options);
 *     options.collector_url = "https://collector.example/reports";
 *     options.pack_url = "https://packs.example/shop.sottopack";
 *     options.pack_directory = "/var/lib/shop/packs";
 *     options.pace = &pace;
 *     sotto_deliver_outbox(profile, &options, &summary);
 *     sotto_deliver_pack(profile, &options, &fetched);
 *
 * What a call returns tells of this device (memory, disk, profile, a pack that does not hold); what
 * the network did is in the struct it fills, as a SOTTO_TROUBLE_… number. Offline is no error.
 *
 * **What is sent.** A report goes to the collector, one request a report, as
 * `application/octet-stream` by POST; a report of split trust to the address and in the way the
 * report itself tells. Every try sends the same bytes (but for the one time in its life that a
 * report of split trust is sealed to an aggregator's new key). No cookie, no Referer, no
 * User-Agent, no credentials from the environment or a file; nothing of a body is ever logged.
 * `https` only, TLS 1.2 or later, certificates checked against the system's trust or `ca_file`, and
 * against `pins` where the host has any. The proxies of the environment (`https_proxy`) are used:
 * TLS passes them.
 *
 * **What links reports.** Answers are noised; the address they come from and the moment are not.
 * By default each report has a connection and a TLS session of its own and they go in random order,
 * so that nothing in the protocol says that two came from one device; who sees the address can
 * still guess. `reports_most` = 1 lets at most one leave a call. A relay (below) hides the address.
 *
 * **What becomes of a report.** 2xx: done. A problem document (RFC 9457) of the DAP aggregator or
 * of `sotto-collect serve` that says it will never be taken: refused, and gone from the outbox.
 * Everything else (no network, 429, 5xx, a redirect to another host, a question that the collector
 * does not know yet, any answer that is not the collector's own word, such as that of a hotel's
 * network) leaves it there for the next call, until libsotto lets it expire. Only the collector's
 * word drops a paid report. What was taken and could not be settled before the process died is sent
 * again and counted once: collectors know its id.
 *
 * **Pace.** After a failure an origin is left alone for 30 s, doubling to 6 h, less up to half at
 * random; its Retry-After is honoured up to a day. `pace` remembers that between calls.
 *
 * **Relay.** With `relay_url` and `relay_keys` reports travel by Oblivious HTTP (RFC 9458): the
 * relay sees the address and not the report, the gateway the report and not the address. They must
 * be run by two who do not put together what they know. The gateway's key must be the same for
 * every device; ship it in the app. Packs are fetched directly: they are the same for everyone, but
 * the address that fetches is seen.
 */
#ifndef SOTTO_DELIVER_H
#define SOTTO_DELIVER_H

#include <sotto/contribute.h>
#include <sotto/pack.h>

SOTTO_BEGIN

/** Origins (scheme, host, port) that a pace remembers. */
#define SOTTO_DELIVER_ORIGINS 8

/** When an origin may be tried again. */
typedef struct sotto_deliver_rest {
  uint64_t origin;       /**< A hash of it; 0: none. */
  int64_t not_before_ms; /**< Earliest next try. */
  uint32_t failures;     /**< Failures in a row. */
  uint32_t reserved;     /**< 0. */
} sotto_deliver_rest;

/**
 * What to remember between calls: all zero at first, kept by the host, at least while it runs. Used
 * by one call at a time. It names no report and no person.
 */
typedef struct sotto_deliver_pace {
  sotto_deliver_rest rests[SOTTO_DELIVER_ORIGINS]; /**< In no order. */
} sotto_deliver_pace;

/** A key that a host's certificate must have, besides being valid. */
typedef struct sotto_deliver_pin {
  const char *host; /**< Host name, as in the URL, without port. */
  const char *keys; /**< "sha256//BASE64", the hash of the public key (SPKI); more after ";". */
} sotto_deliver_pin;

/** How to deliver. Everything is borrowed and must live until the call returns. */
typedef struct sotto_deliver_options {
  uint32_t struct_size;          /**< Set by sotto_deliver_options_init(). */
  uint32_t allow_loopback;       /**< 1: `http` to 127.0.0.1, [::1] and localhost, for tests. */
  const char *collector_url;     /**< Where local reports go. NULL: they stay. */
  const char *pack_url;          /**< Where the pack is. */
  const char *pack_directory;    /**< An existing directory for packs, used for nothing else. */
  const char *list_url;          /**< Where the public list of packs is; NULL: none. */
  const char *list_path;         /**< options.pack_list of the profile; needed with `list_url`. */
  const char *ca_file;           /**< Certificates to trust, PEM. NULL: the system's. */
  const sotto_deliver_pin *pins; /**< Keys that hosts must have. NULL: none. */
  size_t pin_count;              /**< Their number. */
  const char *relay_url;         /**< An Oblivious HTTP relay for reports. NULL: none. */
  sotto_bytes relay_keys;        /**< The gateway's keys, as `application/ohttp-keys`. */
  uint32_t deadline_ms;          /**< Longest a call may take; 60,000 after init. */
  uint32_t connect_ms;           /**< Longest wait for a connection; 15,000 after init. */
  uint32_t stall_ms;             /**< A transfer without a byte for so long ends; 20,000. */
  uint32_t reports_most;    /**< Reports a call sends at most; 0 after init: all that are due. */
  uint32_t one_connection;  /**< 1: reports share a connection: cheaper, and linked by it. */
  uint32_t reserved;        /**< 0. */
  uint64_t pack_bytes_most; /**< Largest pack taken; 256 MiB after init. */
  sotto_deliver_pace *pace; /**< Remembered between calls. NULL: within a call only. */
  /** Gives the wall clock; NULL after init: the system's. Should be the port's. */
  sotto_status (*clock_now)(void *context, int64_t *ret_unix_ms);
  /** Asked at least about once a second: anything but 0 ends the call. May be NULL. */
  uint32_t (*cancel)(void *context);
  void *context; /**< Passed to both. */
} sotto_deliver_options;

/** What stood in the way, where something did. */
enum {
  SOTTO_TROUBLE_NONE = 0,      /**< Nothing. */
  SOTTO_TROUBLE_OFFLINE = 1,   /**< No such name, or nobody there. */
  SOTTO_TROUBLE_SLOW = 2,      /**< The deadline passed, or nothing came for `stall_ms`. */
  SOTTO_TROUBLE_CANCELLED = 3, /**< The host cancelled. */
  SOTTO_TROUBLE_TLS = 4,       /**< The certificate or the TLS version does not do. */
  SOTTO_TROUBLE_PIN = 5,       /**< The server's key is none of the pinned. */
  SOTTO_TROUBLE_BROKEN = 6,    /**< The connection broke, or the answer is no HTTP. */
  SOTTO_TROUBLE_LARGE = 7,     /**< The answer is larger than allowed. */
  SOTTO_TROUBLE_REDIRECT = 8,  /**< Sent on to another host, or in a circle. */
  SOTTO_TROUBLE_STATUS = 9,    /**< An HTTP status that is no success, see `http_status`. */
  SOTTO_TROUBLE_RELAY = 10,    /**< The relay or gateway did not pass the answer on. */
  SOTTO_TROUBLE_URL = 11,      /**< The URL is none, or not `https`. */
  SOTTO_TROUBLE_CONFIG = 12,   /**< An aggregator's new keys are none, or were renewed once. */
  SOTTO_TROUBLE_LIST = 13      /**< The public list no longer begins as it did: keep both, tell. */
};

/** What a visit of the outbox came to. */
typedef struct sotto_deliver_summary {
  uint32_t struct_size; /**< Set by the call. */
  uint32_t sent;        /**< Reports taken and settled. */
  uint32_t refused;     /**< Reports the collector will never take: dropped. */
  uint32_t retried;     /**< Reports that were tried and stay. */
  uint32_t held;        /**< Due, not tried: the pace, `reports_most`, the deadline, no URL. */
  uint32_t waiting;     /**< Not due yet. */
  uint32_t resealed;    /**< Reports sealed anew for an aggregator's new key. */
  uint32_t trouble;     /**< The last SOTTO_TROUBLE_…, or 0. */
  uint32_t http_status; /**< The last HTTP status that was no success, or 0. */
  int64_t next_ms;      /**< When a next call is of use; INT64_MAX: nothing waits. */
} sotto_deliver_summary;

/** What became of a pack. */
enum {
  SOTTO_FETCH_UNCHANGED = 0, /**< The installed pack is the newest. */
  SOTTO_FETCH_INSTALLED = 1, /**< A new pack was fetched and installed. */
  SOTTO_FETCH_LATER = 2,     /**< Not now: see `trouble`. What arrived is kept to go on from. */
  SOTTO_FETCH_REFUSED = 3    /**< It came whole and does not hold: the old one stays in use. */
};

/** What a fetch came to. */
typedef struct sotto_deliver_fetched {
  uint32_t struct_size;  /**< Set by the call. */
  uint32_t outcome;      /**< A SOTTO_FETCH_… value. */
  uint32_t trouble;      /**< A SOTTO_TROUBLE_… value. */
  uint32_t http_status;  /**< The last HTTP status, or 0. */
  uint64_t resumed_from; /**< Bytes that an earlier call had brought. */
  uint64_t received;     /**< Bytes of the pack that this call brought. */
  int64_t next_ms;       /**< When a next call is of use after trouble; 0: whenever. */
} sotto_deliver_fetched;

/** Fills options with their size and defaults. Cost: memory. */
SOTTO_API void sotto_deliver_options_init(sotto_deliver_options *ret_options);

/**
 * Sends the reports whose moment has come and settles them. Nothing leaves while contributing is
 * off; a report that a withdrawal deletes during the call is not sent after it. #SOTTO_OK whatever
 * the network did. #SOTTO_E_ARGUMENT: options that are none; #SOTTO_E_FORMAT: a relay, and
 * `relay_keys` hold no key known here; what sotto_outbox_each() and sotto_outbox_settle() return.
 * `ret_summary` is filled whatever is returned. Cost: heavy (the network).
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_deliver_outbox(sotto *profile,
                                                          const sotto_deliver_options *options,
                                                          sotto_deliver_summary *ret_summary);

/**
 * Fetches the pack where it has changed, goes on where an earlier call broke off, verifies and
 * installs it by sotto_pack_install(). Whether it has changed its first 8 KiB tell, which are asked
 * for by themselves (they hold the hash of every section): an entity tag that the feed makes up
 * would be a mark to know the device again by, and is never sent back. Where the feed's tag is the
 * SHA-256 of the pack in hexadecimal, as everyone can check, If-None-Match asks with it instead.
 * Each pack has a file of its own in `pack_directory` (`*.sottopack`), synced before it is
 * installed, so that a kill or a power cut at any moment leaves the profile with the old pack or
 * the new one, whole. The one before stays for other profiles that still read it; older ones are
 * removed. With `list_url` the public list is fetched before a new pack is installed; one that does
 * not begin with the list at `list_path` is not taken (#SOTTO_TROUBLE_LIST) and is kept beside it
 * as `.other`.
 * #SOTTO_OK whatever the network did. A pack that does not hold: the status of
 * sotto_pack_install(), outcome #SOTTO_FETCH_REFUSED, the file removed. #SOTTO_E_DISK_FULL,
 * #SOTTO_E_READ_ONLY, #SOTTO_E_STORAGE: the directory; the old pack stays. #SOTTO_E_BUSY: another
 * call fetches into the directory. `ret_fetched` is filled whatever is returned. Cost: heavy (the
 * network).
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_deliver_pack(sotto *profile,
                                                        const sotto_deliver_options *options,
                                                        sotto_deliver_fetched *ret_fetched);

/** Gives one plain English sentence for a SOTTO_TROUBLE_… value. Static storage. Cost: memory. */
SOTTO_API const char *sotto_deliver_trouble_text(uint32_t trouble);

SOTTO_END

#endif
