/*
 * Reads replies of the C side: the reverse of Packer. A list is a 1 before each element and a 0
 * after the last.
 */
package dev.sotto;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

final class Unpacker {
  /** Reads one element of a list. */
  interface Of<T> {
    T read(Unpacker in);
  }

  private final byte[] data;
  private int at;

  Unpacker(byte[] data) {
    this.data = data;
  }

  int u32() {
    int value = (data[at] & 0xFF) | (data[at + 1] & 0xFF) << 8 | (data[at + 2] & 0xFF) << 16
        | data[at + 3] << 24;
    at += 4;
    return value;
  }

  long u64() {
    long low = u32() & 0xFFFFFFFFL;
    return low | (long) u32() << 32;
  }

  double real() {
    return Double.longBitsToDouble(u64());
  }

  boolean flag() {
    return u32() != 0;
  }

  byte[] raw(int size) {
    at += size;
    return Arrays.copyOfRange(data, at - size, at);
  }

  byte[] bytes() {
    return raw(u32());
  }

  String text() {
    int size = u32();
    at += size;
    return new String(data, at - size, size, StandardCharsets.UTF_8);
  }

  /** The constant of an enum whose order is the C side's; a number it lacks is an error. */
  <T> T one(T[] values) {
    int code = u32();
    if (code < 0 || code >= values.length) {
      throw new IllegalStateException("The native library is newer than the classes.");
    }
    return values[code];
  }

  <T> List<T> list(Of<T> element) {
    List<T> found = new ArrayList<>();
    while (u32() != 0) {
      found.add(element.read(this));
    }
    return Collections.unmodifiableList(found);
  }
}
