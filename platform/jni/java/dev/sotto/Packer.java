/*
 * Writes requests for the C side: little-endian numbers, text as size and UTF-8. Text that is no
 * Unicode (a lone surrogate) is refused rather than changed, so that an item's id stays itself.
 */
package dev.sotto;

import java.util.Arrays;

final class Packer {
  private byte[] data = new byte[160];
  private int size;

  /** Begins the request of an operation, see {@link Native}. */
  static Packer of(int operation) {
    if (operation < 0) {
      throw new UnsupportedOperationException("Not in this build of Sotto.");
    }
    return new Packer().u32(operation);
  }

  byte[] bytes() {
    return Arrays.copyOf(data, size);
  }

  /** Overwrites what was packed. */
  void wipe() {
    Arrays.fill(data, (byte) 0);
  }

  private void reserve(int more) {
    if (more > data.length - size) {
      byte[] old = data;
      data = Arrays.copyOf(old, Math.max(Math.addExact(size, more), old.length * 2));
      Arrays.fill(old, (byte) 0);
    }
  }

  Packer u32(int value) {
    reserve(4);
    for (int shift = 0; shift < 32; shift += 8) {
      data[size++] = (byte) (value >>> shift);
    }
    return this;
  }

  Packer u64(long value) {
    return u32((int) value).u32((int) (value >>> 32));
  }

  Packer real(double value) {
    return u64(Double.doubleToRawLongBits(value));
  }

  Packer flag(boolean value) {
    return u32(value ? 1 : 0);
  }

  Packer raw(byte[] bytes) {
    reserve(bytes.length);
    System.arraycopy(bytes, 0, data, size, bytes.length);
    size += bytes.length;
    return this;
  }

  Packer bytes(byte[] bytes) {
    return bytes == null ? u32(0) : u32(bytes.length).raw(bytes);
  }

  /** Null counts as empty. */
  Packer text(String text) {
    int at = size;
    u32(0);
    if (text != null) {
      utf8(text);
    }
    return patch(at);
  }

  /** A text that C reads up to a zero; null counts as none. */
  Packer path(String text) {
    if (text == null) {
      return u32(0);
    }
    if (text.isEmpty() || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("A path or name is empty or holds a zero.");
    }
    int at = size;
    u32(0).utf8(text);
    reserve(1);
    data[size++] = 0;
    return patch(at);
  }

  private Packer patch(int at) {
    int end = size;
    size = at;
    u32(end - at - 4);
    size = end;
    return this;
  }

  private void utf8(String text) {
    reserve(Math.multiplyExact(text.length(), 3));
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (letter < 0x80) {
        data[size++] = (byte) letter;
      } else if (letter < 0x800) {
        data[size++] = (byte) (0xC0 | letter >> 6);
        data[size++] = (byte) (0x80 | letter & 0x3F);
      } else if (Character.isSurrogate(letter)) {
        supplementary(text, i++);
      } else {
        data[size++] = (byte) (0xE0 | letter >> 12);
        data[size++] = (byte) (0x80 | letter >> 6 & 0x3F);
        data[size++] = (byte) (0x80 | letter & 0x3F);
      }
    }
  }

  private void supplementary(String text, int at) {
    int point = text.codePointAt(at);
    if (point < 0x10000) {
      throw new IllegalArgumentException("A text holds half a character.");
    }
    data[size++] = (byte) (0xF0 | point >> 18);
    data[size++] = (byte) (0x80 | point >> 12 & 0x3F);
    data[size++] = (byte) (0x80 | point >> 6 & 0x3F);
    data[size++] = (byte) (0x80 | point & 0x3F);
  }
}
