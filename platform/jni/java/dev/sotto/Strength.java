/*
 * How well a key store deletes.
 */
package dev.sotto;

/** How well a key store deletes: told in the receipt of an erase. */
public enum Strength {
  /** Not said. */
  UNKNOWN,
  /** The secret is a file: deletion is as good as the file system's. */
  FILE,
  /** A service whose storage is itself a file. */
  SERVICE,
  /** A chip that really forgets. */
  HARDWARE,
  /** Never stored. */
  MEMORY,
  /** Nothing stored: derived from what the person types. */
  PASSPHRASE
}
