/*
 * What a struct of the library looks like to JavaScript: one row a field, with its name, place and
 * kind. The same table reads arguments, keeps what a visitor showed, and makes objects, so that a
 * new field of the interface is one new row.
 */
#ifndef NODE_SHAPE_H
#define NODE_SHAPE_H

#include "node_abi.h"
#include "node_arena.h"

/** How a field is kept in C, and what it is in JavaScript; lib/page.js has the same list. */
typedef enum node_kind {
  NODE_U32,     /* uint32_t: number */
  NODE_I32,     /* int32_t: number */
  NODE_I64,     /* int64_t: number; moments, money and micro amounts stay below 2^53 */
  NODE_U64,     /* uint64_t: number, likewise */
  NODE_ID,      /* uint64_t: bigint; read from bigint or number */
  NODE_F64,     /* double: number */
  NODE_YES,     /* uint32_t 0 or 1: boolean */
  NODE_NAME,    /* uint32_t: string, by `name` (told alone) */
  NODE_TEXT,    /* sotto_text: string */
  NODE_OPTION,  /* sotto_text: string, or null where it is empty */
  NODE_CHARS,   /* char[size], terminated: string */
  NODE_PATH,    /* const char *, terminated: string (read alone) */
  NODE_BYTES,   /* sotto_bytes: Buffer */
  NODE_HEX,     /* uint8_t[size]: string of hex digits */
  NODE_EXACT,   /* uint8_t[size]: Uint8Array */
  NODE_KEY,     /* const uint8_t *, 32 bytes: Uint8Array (read alone) */
  NODE_TEXTS,   /* const sotto_text * and size_t: array of strings (read alone) */
  NODE_REASONS, /* const sotto_reason * and size_t: array of reasons (told alone) */
} node_kind;

/** One field. */
typedef struct node_field {
  const char *key;               /* its name in JavaScript */
  node_kind kind;                /* how it is kept */
  size_t offset;                 /* where */
  size_t size;                   /* bytes, for those kinds that say so */
  const char *(*name)(uint32_t); /* for NODE_NAME */
} node_field;

/** A struct. */
typedef struct node_shape {
  const char *name;         /* its name in JavaScript */
  const node_field *fields; /* its rows */
  size_t count;             /* how many */
  size_t size;              /* sizeof the struct */
} node_shape;

/** Of sotto_reason. */
extern const node_shape node_reason_shape;

/** A shape of the type `type` from the array `fields`. */
#define NODE_SHAPE(name, fields, type)                                                             \
 { (name), (fields), sizeof(fields) / sizeof(fields)[0], sizeof(type) }

/** What a visitor showed, kept. */
typedef struct node_rows {
  const node_shape *shape; /* of a row */
  node_arena *arena;       /* where texts are copied */
  char *data;              /* the rows */
  size_t count;            /* how many */
  size_t capacity;         /* room for how many */
  int failed;              /* memory was short */
} node_rows;

/** Begins without rows. */
void node_rows_begin(node_rows *rows, const node_shape *shape, node_arena *arena);

/** Keeps one row with all it views; gives 1, which ends a visit, where memory is short. */
uint32_t node_rows_add(node_rows *rows, const void *row);

/** Frees the rows; their texts go with the arena. */
void node_rows_end(node_rows *rows);

/** What JavaScript is told: numbers in slots, and one text (node_tell.c). */
typedef struct node_page {
  uint64_t *slots;             /* the numbers */
  int lent;                    /* the slots are JavaScript's */
  size_t count, room;          /* slots written; bytes there is room for */
  char *text;                  /* the text */
  size_t text_size, text_room; /* bytes */
  int failed;                  /* memory was short */
} node_page;

/** Makes room for `needed` bytes, of which `used` are there; wipes what it leaves. 0: no memory. */
int node_page_grow(void **data, size_t used, size_t *room, size_t needed);

/** Begins in memory of JavaScript's, as long as that is enough. */
void node_page_lend(node_page *page, uint64_t *memory, size_t count);

/** Writes a number. */
void node_page_number(node_page *page, double number);

/** Writes a text. */
void node_page_text(node_page *page, const char *data, size_t size);

/** Writes a struct, field by field. */
void node_page_struct(node_page *page, const node_shape *shape, const void *from);

/** Writes how many rows there are, and each. */
void node_page_rows(node_page *page, const node_rows *rows);

/** Frees it. */
void node_page_end(node_page *page);

/** Where arguments are read to. */
typedef struct node_reader {
  napi_env env;         /* whose values they are */
  node_arena *arena;    /* owns the texts */
  const char *wrong;    /* the argument that was wrong, or NULL */
  const char *expected; /* what it should have been */
} node_reader;

/** Reads values, one a field in order; undefined and null leave the field. Gives 0 where one is of
 * a wrong type or out of range, and says which in the reader. */
int node_shape_read(node_reader *reader, const node_shape *shape, const napi_value *values,
                    void *ret_struct);

#endif
