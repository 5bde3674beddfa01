/*
 * The part of a wrapped key file that is the device's: keys that can be used and deleted, not read.
 */
package dev.sotto;

import javax.crypto.SecretKey;

/**
 * AES keys by name in a store that can really delete them. On Android some forty lines over
 * "AndroidKeyStore" (samples/mobile); the key is used for AES/GCM/NoPadding with an IV of the
 * store's own.
 */
public interface WrappingKeys {
  /** Makes a key under a new name. */
  SecretKey create(String alias) throws Exception;

  /** Gives a key, or null where there is none of that name. */
  SecretKey find(String alias) throws Exception;

  /** Deletes a key; nothing happens where there is none. */
  void delete(String alias) throws Exception;

  /** Says whether a failure means "locked now, try later", such as a user not authenticated. */
  boolean isLocked(Exception failure);
}
