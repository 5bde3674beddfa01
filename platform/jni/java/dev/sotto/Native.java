/*
 * The native methods and the numbers of the operations, found by name when this class loads; a
 * negative number is an operation that this build of the library lacks. Everything here takes
 * arguments that were checked.
 */
package dev.sotto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

final class Native {
  static {
    String library = System.getProperty("dev.sotto.library");
    if (library == null) {
      System.loadLibrary("sotto_jni");
    } else {
      System.load(library);
    }
  }

  static final int RECORD = number("record");
  static final int RECORD_JSON = number("record_json");
  static final int CONTEXT_SET = number("context_set");
  static final int STATE_PREFERENCE = number("state_preference");
  static final int SESSION_END = number("session_end");
  static final int FLUSH = number("flush");
  static final int TICK = number("tick");
  static final int LEARNING_PAUSE = number("learning_pause");
  static final int PROFILE_IMPORT = number("profile_import");
  static final int MESSAGES_SET = number("messages_set");
  static final int PACK_INSTALL = number("pack_install");
  static final int PACK_GET = number("pack_get");
  static final int ITEM_TITLE = number("item_title");
  static final int RECOMMEND = number("recommend");
  static final int ITEM_EXPLAIN = number("item_explain");
  static final int PICK_DISMISS = number("pick_dismiss");
  static final int MINDSET_GET = number("mindset_get");
  static final int MINDSET_EXPLAIN = number("mindset_explain");
  static final int AFFINITY_EACH = number("affinity_each");
  static final int NEED_EACH = number("need_each");
  static final int AUDIENCE_EACH = number("audience_each");
  static final int CHOOSE = number("choose");
  static final int OUTCOME = number("outcome");
  static final int CHOICE_EXPLAIN = number("choice_explain");
  static final int CHOICE_EACH = number("choice_each");
  static final int SEARCH = number("search");
  static final int QUESTION_EACH = number("question_each");
  static final int QUESTION_ANSWER = number("question_answer");
  static final int OUTBOX_EACH = number("outbox_each");
  static final int OUTBOX_SETTLE = number("outbox_settle");
  static final int BUDGET_GET = number("budget_get");
  static final int CONSENT_SET = number("consent_set");
  static final int CONSENT_GET = number("consent_get");
  static final int PROFILE_EACH = number("profile_each");
  static final int PROFILE_EXPORT = number("profile_export");
  static final int AUDIT_EXPORT = number("audit_export");
  static final int FORGET = number("forget");
  static final int AUDIT_EACH = number("audit_each");
  static final int AUDIT_VERIFY = number("audit_verify");
  static final int BRIEF = number("brief");
  static final int BRIEF_SAY = number("brief_say");

  private Native() {
  }

  private static int number(String name) {
    return find(name.getBytes(StandardCharsets.US_ASCII));
  }

  private static native int find(byte[] name);

  /** Opens a profile; the handle is never 0. */
  static native long open(byte[] request, Object keeper);

  /** Ends a handle; no other call may be in it. */
  static native void close(long handle);

  /** Does one operation; null where the reply is empty. */
  static native byte[] call(long handle, byte[] request);

  static native byte[] erase(byte[] request, Object keeper);

  /** How many handles are open in this process. */
  static native int count();

  static native int ramSize();

  static native void ramBegin(ByteBuffer store);

  static native void ramClock(ByteBuffer store, long unixMs);

  static native void ramLock(ByteBuffer store, boolean locked);
}
