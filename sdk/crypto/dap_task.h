/*
 * A DAP task: what a device must know, and pin, of two aggregators before it answers. Its one
 * canonical form is the TaskConfiguration of draft-ietf-ppm-dap-18 (section 4.2), which that
 * version also authenticates with every report; a DAP-09 task is kept in the same form.
 *
 *   opaque task_info<1..255>; Url leader<1..2^16-1>; Url helper<…>; uint64 time_precision;
 *   uint64 min_batch_size; uint8 batch_mode; opaque batch_config<0..2^16-1>; uint32 vdaf_type;
 *   opaque vdaf_configuration<0..2^16-1> (length, chunk_length: uint32); extensions<0..2^16-1>
 *
 * All integers big-endian. Only Prio3Histogram, batches by time interval or chosen by the leader,
 * and no extensions are taken.
 */
#ifndef SO_CRYPTO_DAP_TASK_H
#define SO_CRYPTO_DAP_TASK_H

#include <sotto/base.h>

#include "base/codec.h"

#define SO_DAP_TASK_ID_SIZE 32
#define SO_DAP_URL_MAX 256
#define SO_DAP_TASK_MAX 640 /* bytes of the canonical form */
#define SO_DAP_BATCH_MIN 100u
#define SO_DAP_PRECISION_MAX_S 31536000u

/** Protocol versions. */
typedef enum so_dap_version { SO_DAP_09 = 9, SO_DAP_18 = 18 } so_dap_version;

/** Who opens a share; the wire's numbers. */
typedef enum so_dap_role { SO_DAP_LEADER = 2, SO_DAP_HELPER = 3 } so_dap_role;

/** A task. Texts and `configuration` (the canonical form) are borrowed. */
typedef struct so_dap_task {
  so_dap_version version;
  uint8_t id[SO_DAP_TASK_ID_SIZE];
  sotto_bytes info; /* task_info: a name */
  sotto_bytes leader_url;
  sotto_bytes helper_url;
  uint64_t time_precision_s;
  uint64_t minimum_batch;
  uint8_t batch_mode; /* 1 time interval, 2 leader selected */
  uint32_t buckets;
  uint32_t chunk;
  sotto_bytes configuration;
} so_dap_task;

/** Checks everything but `configuration`: two https URLs of different hosts, bounds. #SOTTO_E_LIMIT
 * out of bounds, #SOTTO_E_FORMAT for a URL that is none. */
SOTTO_CHECKED sotto_status so_dap_task_check(const so_dap_task *task);
/** Writes the canonical form of a checked task into `room` (SO_DAP_TASK_MAX) and sets
 * `configuration` to it. */
void so_dap_task_write(so_dap_task *inout_task, uint8_t *room);
/** Reads a canonical form; `version` and `id` are the caller's. Errors as so_dap_task_check(), and
 * #SOTTO_E_FORMAT for bytes that are not exactly the canonical form of what this house takes. */
SOTTO_CHECKED sotto_status so_dap_task_read(so_dap_task *inout_task, sotto_bytes configuration);
/** The pin: BLAKE2b-256 over version, id and canonical form. */
void so_dap_task_pin(uint8_t ret_pin[32], const so_dap_task *task);

#define SO_DAP_TASK_NAME_SIZE 44
/** The task's id as paths and files name it: base64url without padding (RFC 4648), terminated. */
void so_dap_task_name(char ret_name[SO_DAP_TASK_NAME_SIZE], const so_dap_task *task);

/** Big-endian integers of `size` bytes, as TLS writes them. */
void so_dap_write(so_writer *writer, uint64_t value, uint32_t size);
uint64_t so_dap_read(so_reader *reader, uint32_t size);
/** Bytes behind their length of `size` bytes. */
void so_dap_write_opaque(so_writer *writer, sotto_bytes bytes, uint32_t size);
sotto_bytes so_dap_read_opaque(so_reader *reader, uint32_t size);

#endif
