/*
 * Framing, sealing, reading and opening DAP reports.
 */
#include "crypto/dap_report.h"

#include <assert.h>
#include <string.h>

#include "base/secret.h"

#define INFO_SIZE 20u
#define CIPHER_HEAD (1u + 2 + SO_HPKE_KEY_SIZE + 4)
#define AAD_MAX (SO_DAP_TASK_ID_SIZE + SO_DAP_TASK_MAX + 26 + 4 + SO_DAP_PUBLIC_MAX)

static const so_aead *aead_of(uint64_t kem, uint64_t kdf, uint64_t aead) {
  if (kem != SO_HPKE_KEM_ID || kdf != SO_HPKE_KDF_ID) return NULL;
  if (aead == so_aead_aes128gcm.id) return &so_aead_aes128gcm;
  return aead == so_aead_chacha20poly1305.id ? &so_aead_chacha20poly1305 : NULL;
}

/* The next configuration of a list; its `aead` is NULL where the suite is not known. */
static so_dap_config next_config(so_reader *reader) {
  so_dap_config config = {.id = (uint8_t)so_dap_read(reader, 1)};
  uint64_t kem = so_dap_read(reader, 2), kdf = so_dap_read(reader, 2);
  const so_aead *aead = aead_of(kem, kdf, so_dap_read(reader, 2));
  sotto_bytes key = so_dap_read_opaque(reader, 2);
  if (!key.size || (aead && (key.size != SO_HPKE_KEY_SIZE || !so_hpke_is_key(key.data))))
    reader->bad = 1;
  if (!aead || reader->bad) return config;
  config.aead = aead;
  memcpy(config.public_key, key.data, key.size);
  return config;
}

sotto_status so_dap_config_choose(so_dap_config *ret_config, sotto_bytes list) {
  so_reader reader = so_reader_of(list.data, list.size);
  uint8_t seen[256] = {0};
  so_dap_config chosen = {.aead = NULL};
  if (so_dap_read(&reader, 2) + 2 != list.size) return SOTTO_E_FORMAT;
  while (!reader.bad && reader.at < reader.size) {
    so_dap_config config = next_config(&reader);
    if (reader.bad || seen[config.id]++) return SOTTO_E_FORMAT;
    if (config.aead && !chosen.aead) chosen = config;
  }
  if (reader.bad) return SOTTO_E_FORMAT;
  if (!chosen.aead) return SOTTO_E_MISSING;
  *ret_config = chosen;
  return SOTTO_OK;
}

/* X25519 ignores the uppermost bit (RFC 7748, section 5). */
int so_dap_is_one_key(const so_dap_config *leader, const so_dap_config *helper) {
  uint8_t other =
      leader->public_key[SO_HPKE_KEY_SIZE - 1] ^ helper->public_key[SO_HPKE_KEY_SIZE - 1];
  return memcmp(leader->public_key, helper->public_key, SO_HPKE_KEY_SIZE - 1) == 0 &&
         (other & 0x7f) == 0;
}

sotto_bytes so_dap_context(uint8_t room[SO_DAP_CONTEXT_SIZE], const so_dap_task *task) {
  if (task->version == SO_DAP_09) return (sotto_bytes){NULL, 0};
  memcpy(room, "dap-18", 6);
  memcpy(room + 6, task->id, SO_DAP_TASK_ID_SIZE);
  return (sotto_bytes){room, SO_DAP_CONTEXT_SIZE};
}

static size_t metadata_size(const so_dap_task *task) {
  return SO_DAP_REPORT_ID_SIZE + 8 + (task->version == SO_DAP_18 ? 2 : 0);
}

static size_t ciphertext_size(size_t share) {
  return CIPHER_HEAD + SO_DAP_SHARE_HEAD + share + SO_AEAD_TAG_SIZE;
}

size_t so_dap_report_size(const so_dap_upload *upload) {
  return metadata_size(upload->task) + 4 + upload->sizes.public_share +
         ciphertext_size(upload->sizes.leader) + ciphertext_size(upload->sizes.helper);
}

/* Where the leader's ciphertext begins. */
static size_t leader_at(const so_dap_upload *upload) {
  return metadata_size(upload->task) + 4 + upload->sizes.public_share;
}

/* The unsealed head of a ciphertext at `to`; gives where the share goes. */
static uint8_t *frame_share(uint8_t *to, const so_dap_config *config, size_t share) {
  so_writer writer = so_writer_of(to, CIPHER_HEAD + SO_DAP_SHARE_HEAD);
  static const uint8_t no_enc[SO_HPKE_KEY_SIZE];
  so_dap_write(&writer, config->id, 1);
  so_dap_write_opaque(&writer, (sotto_bytes){no_enc, sizeof no_enc}, 2);
  so_dap_write(&writer, SO_DAP_SHARE_HEAD + share + SO_AEAD_TAG_SIZE, 4);
  so_dap_write(&writer, 0, 2);
  so_dap_write(&writer, share, 4);
  return to + writer.at;
}

so_dap_places so_dap_report_frame(uint8_t *ret_report, const so_dap_upload *upload) {
  const so_dap_task *task = upload->task;
  size_t leader = leader_at(upload), helper = leader + ciphertext_size(upload->sizes.leader);
  so_writer writer = so_writer_of(ret_report, leader);
  uint64_t periods = upload->time_s / task->time_precision_s;
  assert(upload->sizes.public_share <= SO_DAP_PUBLIC_MAX);
  so_write_bytes(&writer, upload->id, SO_DAP_REPORT_ID_SIZE);
  so_dap_write(&writer, task->version == SO_DAP_18 ? periods : periods * task->time_precision_s, 8);
  if (task->version == SO_DAP_18) so_dap_write(&writer, 0, 2);
  so_dap_write(&writer, upload->sizes.public_share, 4);
  return (so_dap_places){ret_report + writer.at,
                         frame_share(ret_report + leader, upload->leader, upload->sizes.leader),
                         frame_share(ret_report + helper, upload->helper, upload->sizes.helper)};
}

/* What a share is bound to beside its keys; `head` is the report up to its public share's end. */
static sotto_bytes aad_of(uint8_t room[AAD_MAX], const so_dap_task *task, sotto_bytes head) {
  so_writer writer = so_writer_of(room, AAD_MAX);
  so_write_bytes(&writer, task->id, SO_DAP_TASK_ID_SIZE);
  if (task->version == SO_DAP_18)
    so_write_bytes(&writer, task->configuration.data, task->configuration.size);
  so_write_bytes(&writer, head.data, head.size);
  return (sotto_bytes){room, writer.at};
}

static sotto_bytes info_of(uint8_t room[INFO_SIZE], const so_dap_task *task, so_dap_role role) {
  memcpy(room, task->version == SO_DAP_18 ? "dap-18 input share" : "dap-09 input share", 18);
  room[18] = 1; /* from a client */
  room[19] = (uint8_t)role;
  return (sotto_bytes){room, INFO_SIZE};
}

/* Seals a framed share over itself. */
static sotto_status seal_share(uint8_t *ciphertext, const so_hpke_receiver *receiver,
                               sotto_bytes aad, size_t share) {
  so_hpke context;
  uint8_t *text = ciphertext + CIPHER_HEAD;
  sotto_status status = so_hpke_sender(&context, ciphertext + 3, receiver, NULL);
  if (status) return status;
  status = so_hpke_seal(&context, text, aad, (sotto_bytes){text, SO_DAP_SHARE_HEAD + share});
  so_hpke_wipe(&context);
  return status;
}

sotto_status so_dap_report_seal(uint8_t *inout_report, const so_dap_upload *upload) {
  uint8_t room[AAD_MAX], info[INFO_SIZE];
  const so_dap_task *task = upload->task;
  size_t leader = leader_at(upload), helper = leader + ciphertext_size(upload->sizes.leader);
  sotto_bytes aad = aad_of(room, task, (sotto_bytes){inout_report, leader});
  so_hpke_receiver receiver = {upload->leader->aead, upload->leader->public_key, NULL,
                               info_of(info, task, SO_DAP_LEADER)};
  sotto_status status =
      so_dap_is_one_key(upload->leader, upload->helper) ? SOTTO_E_FORMAT : SOTTO_OK;
  if (!status) status = seal_share(inout_report + leader, &receiver, aad, upload->sizes.leader);
  receiver.aead = upload->helper->aead;
  receiver.public_key = upload->helper->public_key;
  receiver.info = info_of(info, task, SO_DAP_HELPER);
  if (!status) status = seal_share(inout_report + helper, &receiver, aad, upload->sizes.helper);
  if (status) so_secret_wipe(inout_report, so_dap_report_size(upload));
  return status;
}

int so_dap_head_read(so_reader *reader, const so_dap_task *task, so_dap_view *ret_view) {
  const uint64_t precision = task->time_precision_s;
  so_dap_view view = {.metadata = so_read_bytes(reader, metadata_size(task))};
  if (reader->bad) return 0;
  so_reader inside = so_reader_of(view.metadata.data, view.metadata.size);
  (void)so_read_bytes(&inside, SO_DAP_REPORT_ID_SIZE);
  uint64_t time = so_dap_read(&inside, 8);
  if (task->version == SO_DAP_18 && so_dap_read(&inside, 2) != 0) return 0;
  if (task->version == SO_DAP_18 ? time > UINT64_MAX / precision : time % precision != 0) return 0;
  view.time_s = task->version == SO_DAP_18 ? time * precision : time;
  view.public_share = so_dap_read_opaque(reader, 4);
  *ret_view = view;
  return view.public_share.size <= SO_DAP_PUBLIC_MAX;
}

int so_dap_ciphertext_read(so_reader *reader, so_dap_view *inout_view, int which) {
  inout_view->config_id[which] = (uint8_t)so_dap_read(reader, 1);
  inout_view->enc[which] = so_dap_read_opaque(reader, 2);
  inout_view->message[which] = so_dap_read_opaque(reader, 4);
  return !reader->bad && inout_view->enc[which].size == SO_HPKE_KEY_SIZE &&
         inout_view->message[which].size >= SO_DAP_SHARE_HEAD + SO_AEAD_TAG_SIZE;
}

sotto_status so_dap_report_read(so_dap_view *ret_view, const so_dap_task *task,
                                sotto_bytes report) {
  so_dap_view view;
  so_reader reader = so_reader_of(report.data, report.size);
  if (!so_dap_head_read(&reader, task, &view) || !so_dap_ciphertext_read(&reader, &view, 0) ||
      !so_dap_ciphertext_read(&reader, &view, 1) || reader.at != report.size)
    return SOTTO_E_FORMAT;
  *ret_view = view;
  return SOTTO_OK;
}

/* The share in an opened text: no extensions, and nothing else. */
static sotto_status share_in(sotto_bytes *ret_share, sotto_bytes text) {
  so_reader reader = so_reader_of(text.data, text.size);
  uint64_t extensions = so_dap_read(&reader, 2);
  sotto_bytes share = so_dap_read_opaque(&reader, 4);
  if (reader.bad || extensions || reader.at != text.size) return SOTTO_E_FORMAT;
  *ret_share = share;
  return SOTTO_OK;
}

sotto_status so_dap_report_open(sotto_bytes *ret_share, const so_dap_opener *opener,
                                const so_dap_view *view, uint8_t *room) {
  uint8_t aad_room[AAD_MAX], info[INFO_SIZE];
  int which = opener->role == SO_DAP_HELPER;
  const sotto_bytes sealed = view->message[which];
  const sotto_bytes head = {view->metadata.data, view->metadata.size + 4 + view->public_share.size};
  if (view->config_id[which] != opener->config->id) return SOTTO_E_KEY_WRONG;
  const so_hpke_receiver receiver = {opener->config->aead, opener->config->public_key,
                                     opener->secret_key, info_of(info, opener->task, opener->role)};
  so_hpke context;
  sotto_status status = so_hpke_recipient(&context, &receiver, view->enc[which].data);
  if (status) return status;
  status = so_hpke_open(&context, room, aad_of(aad_room, opener->task, head), sealed);
  so_hpke_wipe(&context);
  if (status) return status;
  return share_in(ret_share, (sotto_bytes){room, sealed.size - SO_AEAD_TAG_SIZE});
}
