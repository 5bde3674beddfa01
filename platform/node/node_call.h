/*
 * One call from JavaScript, from arguments to answer. An operation is three functions: `take` reads
 * the arguments, `run` calls the library, `give` makes the answer. `run` touches no JavaScript, so
 * the same operation runs at once, or on a working thread of Node behind a promise.
 */
#ifndef NODE_CALL_H
#define NODE_CALL_H

#include "node_home.h"
#include "node_shape.h"

/** Most arguments of an operation, after the profile. */
#define NODE_ARGUMENTS 14

/** A call under way. */
typedef struct node_call {
  napi_env env;
  node_instance *instance;
  const struct node_operation *operation;
  node_home *home;     /* the profile's */
  node_reader reader;  /* what was wrong with the arguments */
  sotto_status status; /* the library's */
  char detail[256];    /* what the library said of an error; no personal data */
  size_t detail_size;
  node_arena arena;     /* copies of arguments, and of what was shown */
  node_rows rows, more; /* what visitors showed */
  sotto_text text[2];   /* plain arguments */
  uint64_t number[2];
  double real;
  union {
    sotto_options options;
    sotto_event event;
    sotto_context context;
    sotto_request request;
    sotto_choice_request choice;
    sotto_query query;
    sotto_scope scope;
    sotto_brief_request brief;
  } in;
  sotto_consent consent;
  sotto_bytes bytes; /* a Uint8Array or text that was passed */
  uint8_t id[SOTTO_QUESTION_ID_SIZE];
  void *shared; /* memory of JavaScript's that is changed in place */
  union {
    sotto_pack_info pack;
    sotto_mindset_info mindset;
    sotto_choice choice;
    sotto_budget budget;
    sotto_receipt receipt;
    sotto_reply reply;
    sotto_text text;
    uint32_t yes;
    size_t count;
  } out;
  node_page page; /* the answer */
  char *whole;    /* text of any length that the library wrote */
  size_t whole_size, whole_room;
  napi_async_work work; /* behind a promise */
  napi_deferred deferred;
  napi_ref held; /* the profile, so that it is not collected meanwhile */
} node_call;

/** What can be called. */
typedef struct node_operation {
  const char *name;                                       /* its name in the addon */
  int (*take)(node_call *call, const napi_value *values); /* NULL: no arguments */
  sotto_status (*run)(node_call *call);
  void (*give)(node_call *call); /* writes the page; NULL: undefined */
  int later;                     /* 1: behind a promise */
  int alone;                     /* 1: `take` makes its own home */
  int opens;                     /* 1: gives that home to JavaScript */
} node_operation;

/** Operations of one part of the interface. */
typedef struct node_operations {
  const node_operation *list;
  size_t count;
  const node_shape *const *shapes; /* what they tell */
  size_t shape_count;
} node_operations;

/** Operations and shapes from two arrays. */
#define NODE_OPERATIONS(list, shapes)                                                              \
 { (list), sizeof(list) / sizeof(list)[0], (shapes), sizeof(shapes) / sizeof(shapes)[0] }

extern const node_operations node_shop;   /* what happens in the shop, and what it shows */
extern const node_operations node_told;   /* arms, answers in words, audiences, briefs */
extern const node_operations node_person; /* opening, consent and the person's rights */
extern const node_operations node_brand;  /* packs, questions, outbox, audit log */

/** The callback of every operation; its data is the operation. */
napi_value node_call_enter(napi_env env, napi_callback_info info);

/** Reads arguments into `ret_struct`; see node_shape_read(). */
int node_call_read(node_call *call, const node_shape *shape, const napi_value *values,
                   void *ret_struct);

/** Reads one text. */
int node_call_text(node_call *call, const char *name, napi_value value, sotto_text *ret_text);

/** Reads one 64-bit number or bigint. */
int node_call_number(node_call *call, const char *name, napi_value value, uint64_t *ret_number);

/** Takes a chunk of text that the library writes; fits sotto_write_fn with the call as context. */
sotto_status node_call_write(void *context, sotto_bytes chunk);

/** Writes the rows of the call; fits `give`. */
void node_call_rows(node_call *call);

/** Writes the text that the library wrote; fits `give`. */
void node_call_whole(node_call *call);

/** Writes the count of the call; fits `give`. */
void node_call_count(node_call *call);

#endif
