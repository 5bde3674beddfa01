/*
 * A key provider that can also remember what must survive outside the profile.
 */
package dev.sotto;

/**
 * A key provider with an anchor: 80 bytes without personal data that a restore of an old backup
 * must not take back, so that it gains no budget. Keep it where backups do not reach.
 */
public interface AnchoredKeyProvider extends KeyProvider {
  /** Gives the anchor, or null where none was stored. */
  byte[] loadAnchor() throws Exception;

  /** Durably replaces the anchor. */
  void advanceAnchor(byte[] anchor) throws Exception;
}
