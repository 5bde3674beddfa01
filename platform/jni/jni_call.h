/*
 * What an operation of the binding is: it takes its arguments from a request, calls the library and
 * puts the answer into a reply. Operations are found by name when the Java classes load, so the two
 * sides cannot drift apart unseen. They never touch a Java object.
 */
#ifndef JNI_CALL_H
#define JNI_CALL_H

#include "jni_wire.h"
#include <sotto/sotto.h>

/** One call in flight. */
typedef struct jni_call {
  sotto *profile;
  jni_reader in;
  jni_reply out;
} jni_call;

/** Does one operation. */
typedef sotto_status (*jni_act)(jni_call *call);

/** An operation and its name; a table ends with one that has no name. */
typedef struct jni_operation {
  const char *name;
  jni_act act;
} jni_operation;

extern const jni_operation jni_record_operations[];
extern const jni_operation jni_shelf_operations[];
extern const jni_operation jni_mind_operations[];
extern const jni_operation jni_choice_operations[];
extern const jni_operation jni_ask_operations[];
extern const jni_operation jni_answer_operations[];
extern const jni_operation jni_rights_operations[];
extern const jni_operation jni_told_operations[];

/** Gives #SOTTO_E_ARGUMENT where the request was shorter than what was taken. */
sotto_status jni_whole(const jni_call *call);
/** Visitor of reasons that puts each into the reply of the call that is its context. */
uint32_t jni_put_reason(void *call, const sotto_reason *reason);
/** Says that one more element of a list follows. */
void jni_put_next(jni_reply *reply);
/** Ends a list, where `status` is good, and gives `status` back. */
sotto_status jni_put_last(jni_call *call, sotto_status status);

#endif
