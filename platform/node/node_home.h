/*
 * What one open profile stands on in this process: the handle, the port with its key store, and the
 * gate that keeps JavaScript's thread and a working thread of Node from waiting for each other.
 *
 * The library holds its handle's lock while it asks the port for a key. Where the key store is the
 * app's own JavaScript, only JavaScript's thread can answer; if that thread stood waiting for the
 * same lock, nothing would ever go on. So a call on JavaScript's thread first passes the gate:
 * while a working thread is inside, it waits there and answers what is asked for in the meantime.
 */
#ifndef NODE_HOME_H
#define NODE_HOME_H

#include "node_abi.h"
#include "node_arena.h"

#include <pthread.h>
#include <sotto/sotto.h>
#include <sotto/store_insecure_file.h>
#include <sotto/store_passphrase.h>
#include <sotto/store_ram.h>

/** What all that was loaded into one JavaScript environment shares. */
typedef struct node_instance {
  napi_env env;            /* the environment */
  napi_ref fail;           /* makes a SottoError */
  napi_ref page;           /* JavaScript's slots, which answers at once are written to */
  uint64_t *slots;         /* their memory */
  size_t slot_count;       /* how many */
  struct node_home *homes; /* every one that is not freed */
  unsigned references;     /* homes, and the environment itself */
} node_instance;

/** Lets go of the instance; frees it with the last. */
void node_instance_release(node_instance *instance);

/** Memory of a RAM store; outlives each profile opened with it. */
typedef struct node_ram {
  sotto_store_ram store; /* secret, anchor, clock */
  unsigned references;   /* the JavaScript object, and homes */
} node_ram;

/** Marks the JavaScript memory of a RAM store. */
extern const napi_type_tag node_ram_tag;

/** Lets go of it; wipes and frees with the last. */
void node_ram_release(node_ram *ram);

/** What the key store of the app's own is asked. */
typedef enum node_ask { NODE_ASK_NOTHING, NODE_ASK_LOAD, NODE_ASK_STORE, NODE_ASK_WIPE } node_ask;

/** The app's own key store: a JavaScript object with load, store and wipe. */
typedef struct node_lent {
  napi_ref provider;             /* the object */
  napi_ref thrown;               /* what it threw last, or NULL */
  napi_threadsafe_function wake; /* brings JavaScript's thread here */
  node_ask ask;                  /* what a working thread wants now */
  int answering;                 /* JavaScript's thread is inside the app's function */
  sotto_status status;           /* the answer's */
  uint8_t key[SOTTO_KEY_SIZE];   /* the key that is asked for or given */
  char name[32];                 /* what receipts call it */
} node_lent;

/** One open profile, or one about to be opened or erased. */
typedef struct node_home {
  node_instance *instance;
  struct node_home *next, **place; /* among the instance's */
  unsigned references;             /* its owner, and wake-ups that know it by its address */
  sotto *profile;                  /* NULL: not open (any more) */
  pthread_t thread;                /* JavaScript's */
  pthread_mutex_t lock;            /* guards the next, and lent.ask */
  pthread_cond_t changed;          /* one of them changed */
  int running;                     /* a working thread is inside */
  int leaving;                     /* the environment ends: nobody answers any more */
  sotto_port port;
  node_ram *ram; /* of a RAM store, or NULL */
  sotto_store_insecure_file file;
  sotto_store_passphrase passphrase;
  node_lent lent;
  node_arena arena; /* what must live as long as the handle */
} node_home;

/** Makes an empty home; NULL where there is no memory. */
node_home *node_home_begin(node_instance *instance);

/** Fills the port from a store as JavaScript gave it: {kind, …}. Gives NULL, or what is wrong. */
const char *node_home_lend(node_home *home, napi_value store);

/** On JavaScript's thread: waits until no working thread is inside, answering what it asks. */
void node_home_pass(node_home *home);

/** Marks a working thread as inside; 0 where one is already. */
int node_home_occupy(node_home *home);

/** The working thread has left. */
void node_home_vacate(node_home *home);

/** On JavaScript's thread: answers what a working thread asks the app's key store, if anything. */
void node_home_answer(node_home *home);

/** Takes what the app's key store threw last; NULL where nothing. */
napi_value node_home_thrown(node_home *home);

/** Closes the profile, when no working thread is inside. */
void node_home_close(node_home *home);

/** Before the environment ends: closes; from inside the app's key store, lets the call fail. */
void node_home_leave(node_home *home);

/** Called when the last wake-up for the app's own key store is past: its memory may go. */
void node_home_unwake(napi_env env, void *data, void *hint);

/** Closes and frees. */
void node_home_end(node_home *home);

#endif
