/*
 * Wrapping keys in the Android Keystore: made in the phone's secure hardware, usable by this app
 * alone while the phone is unlocked, never readable.
 */
package vereda.app;

import android.app.KeyguardManager;
import android.os.Build;
import android.security.keystore.KeyGenParameterSpec;
import android.security.keystore.KeyProperties;
import android.security.keystore.UserNotAuthenticatedException;
import dev.sotto.WrappingKeys;
import java.security.KeyStore;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;

final class DeviceKeys implements WrappingKeys {
  private static final String STORE = "AndroidKeyStore";
  private final KeyguardManager keyguard;

  DeviceKeys(KeyguardManager keyguard) {
    this.keyguard = keyguard;
  }

  private static KeyStore store() throws Exception {
    KeyStore store = KeyStore.getInstance(STORE);
    store.load(null);
    return store;
  }

  @Override
  public SecretKey create(String alias) throws Exception {
    KeyGenParameterSpec.Builder spec = new KeyGenParameterSpec.Builder(alias,
        KeyProperties.PURPOSE_ENCRYPT | KeyProperties.PURPOSE_DECRYPT)
        .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
        .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE).setKeySize(256);
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) {
      spec.setUnlockedDeviceRequired(true);
    }
    KeyGenerator generator = KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, STORE);
    generator.init(spec.build());
    return generator.generateKey();
  }

  @Override
  public SecretKey find(String alias) throws Exception {
    return (SecretKey) store().getKey(alias, null);
  }

  @Override
  public void delete(String alias) throws Exception {
    store().deleteEntry(alias);
  }

  @Override
  public boolean isLocked(Exception failure) {
    return failure instanceof UserNotAuthenticatedException || keyguard.isDeviceLocked();
  }
}
