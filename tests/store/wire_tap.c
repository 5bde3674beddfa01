/*
 * A TCTI that hands on to another and does what wire_tap.h says. Built as a module of its own.
 */
#include "wire_tap.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <tss2/tss2_tcti.h>
#include <tss2/tss2_tctildr.h>
#include <unistd.h>

typedef struct tap {
  TSS2_TCTI_CONTEXT_COMMON_V2 head;
  TSS2_TCTI_CONTEXT *below;
  int pretend; /* 1: the next answer is wire_tap.answer */
} tap;

static tap *of(TSS2_TCTI_CONTEXT *context) {
  return (tap *)context;
}

static void see(const uint8_t *bytes, size_t size) {
  if (wire_tap.seen_size + size > WIRE_SEEN) size = WIRE_SEEN - wire_tap.seen_size;
  memcpy(wire_tap.seen + wire_tap.seen_size, bytes, size);
  wire_tap.seen_size += size;
}

static uint32_t code_of(const uint8_t *command) {
  return (uint32_t)command[6] << 24 | (uint32_t)command[7] << 16 | (uint32_t)command[8] << 8 |
         command[9];
}

/* The chip works on the command and its answer is lost. */
static void waste(tap *own, size_t size, const uint8_t *command) {
  uint8_t answer[4096];
  size_t room = sizeof answer;
  if (Tss2_Tcti_Transmit(own->below, size, command) == TSS2_RC_SUCCESS)
    (void)Tss2_Tcti_Receive(own->below, &room, answer, TSS2_TCTI_TIMEOUT_BLOCK);
}

static TSS2_RC cut(tap *own, size_t size, const uint8_t *command) {
  if (wire_tap.commands > wire_tap.cut_at) return TSS2_TCTI_RC_IO_ERROR;
  if (wire_tap.cut_after) waste(own, size, command);
  if (wire_tap.cut_power) kill(wire_tap.chip, SIGKILL);
  if (wire_tap.cut_host) kill(getpid(), SIGKILL);
  return TSS2_TCTI_RC_IO_ERROR;
}

static TSS2_RC transmit(TSS2_TCTI_CONTEXT *context, size_t size, const uint8_t *command) {
  tap *own = of(context);
  wire_tap.commands++;
  if (wire_tap.cut_at && wire_tap.commands >= wire_tap.cut_at) return cut(own, size, command);
  if (wire_tap.answers && (!wire_tap.answer_to || wire_tap.answer_to == code_of(command))) {
    if (wire_tap.answers > 0) wire_tap.answers--;
    own->pretend = 1;
    return TSS2_RC_SUCCESS;
  }
  see(command, size);
  return Tss2_Tcti_Transmit(own->below, size, command);
}

static TSS2_RC receive(TSS2_TCTI_CONTEXT *context, size_t *size, uint8_t *answer, int32_t timeout) {
  tap *own = of(context);
  if (!own->pretend) {
    const TSS2_RC code = Tss2_Tcti_Receive(own->below, size, answer, timeout);
    if (!code && answer) see(answer, *size);
    return code;
  }
  const uint32_t code = wire_tap.answer;
  const uint8_t said[10] = {0x80,
                            0x01,
                            0,
                            0,
                            0,
                            10,
                            (uint8_t)(code >> 24),
                            (uint8_t)(code >> 16),
                            (uint8_t)(code >> 8),
                            (uint8_t)code};
  *size = sizeof said;
  if (!answer) return TSS2_RC_SUCCESS;
  memcpy(answer, said, sizeof said);
  own->pretend = 0;
  return TSS2_RC_SUCCESS;
}

static void finalize(TSS2_TCTI_CONTEXT *context) {
  Tss2_TctiLdr_Finalize(&of(context)->below);
}

static TSS2_RC cancel(TSS2_TCTI_CONTEXT *context) {
  return Tss2_Tcti_Cancel(of(context)->below);
}

static TSS2_RC poll_handles(TSS2_TCTI_CONTEXT *context, TSS2_TCTI_POLL_HANDLE *handles,
                            size_t *count) {
  (void)context, (void)handles, (void)count;
  return TSS2_TCTI_RC_NOT_IMPLEMENTED;
}

static TSS2_RC set_locality(TSS2_TCTI_CONTEXT *context, uint8_t locality) {
  return Tss2_Tcti_SetLocality(of(context)->below, locality);
}

static TSS2_RC make_sticky(TSS2_TCTI_CONTEXT *context, TPM2_HANDLE *handle, uint8_t sticky) {
  return Tss2_Tcti_MakeSticky(of(context)->below, handle, sticky);
}

static TSS2_RC begin(TSS2_TCTI_CONTEXT *context, size_t *size, const char *config) {
  if (!size) return TSS2_TCTI_RC_BAD_REFERENCE;
  if (!context) {
    *size = sizeof(tap);
    return TSS2_RC_SUCCESS;
  }
  tap *own = of(context);
  *own = (tap){.head = {.v1 = {.magic = UINT64_C(0x534f54544f544150),
                               .version = 2,
                               .transmit = transmit,
                               .receive = receive,
                               .finalize = finalize,
                               .cancel = cancel,
                               .getPollHandles = poll_handles,
                               .setLocality = set_locality},
                        .makeSticky = make_sticky}};
  return Tss2_TctiLdr_Initialize(config, &own->below);
}

const TSS2_TCTI_INFO *Tss2_Tcti_Info(void);
const TSS2_TCTI_INFO *Tss2_Tcti_Info(void) {
  static const TSS2_TCTI_INFO info = {.version = 2,
                                      .name = "tap",
                                      .description = "counts and cuts",
                                      .config_help = "the TCTI below",
                                      .init = begin};
  return &info;
}
