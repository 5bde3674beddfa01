/*
 * One turn of a conversation.
 */
package dev.sotto;

import java.util.Objects;

/** One turn of a conversation; what is not set has the library's default. */
public final class Query {
  private final String utterance;
  private int limit;
  private int wording;
  private String locale;
  private String slot;

  private Query(String utterance) {
    this.utterance = utterance;
  }

  /** Begins a turn: what was said, at most 2,048 bytes of UTF-8. */
  public static Query of(String utterance) {
    return new Query(Objects.requireNonNull(utterance, "utterance"));
  }

  /** Sets how many products at most; else ten. */
  public Query limit(int most) {
    limit = most;
    return this;
  }

  /** Sets the wording: 0 inferred, 1 for a newcomer, 2 for an expert. */
  public Query wording(int kind) {
    wording = kind;
    return this;
  }

  /** Sets the language it was said in; else the profile's. */
  public Query locale(String name) {
    locale = Objects.requireNonNull(name, "name");
    return this;
  }

  /** Sets the slot that says who is listening; else private. */
  public Query slot(String id) {
    slot = Objects.requireNonNull(id, "id");
    return this;
  }

  void write(Packer out) {
    out.u32(limit).u32(wording).text(utterance).text(locale).text(slot);
  }
}
