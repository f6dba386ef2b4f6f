package org.inclusiondesk.store;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/**
 * Encrypts single fields at rest with AES-256-GCM (Tink). The key set holds one primary key, and
 * older ones that can still be read with. Safe for any number of threads.
 */
public final class FieldCipher {
  private final Aead aead;

  /**
   * @param keySet a Tink key set in JSON, unencrypted
   * @throws StoreFault if it is not one
   */
  public FieldCipher(String keySet) {
    try {
      this.aead =
          TinkJsonProtoKeysetFormat.parseKeyset(
                  keySet, AeadConfig2026.get(), InsecureSecretKeyAccess.get())
              .getPrimitive(AeadConfig2026.get(), Aead.class);
    } catch (GeneralSecurityException | RuntimeException notAKeySet) {
      throw new StoreFault(
          "The field keys are not a Tink key set in JSON (AES256_GCM). Take them from where they"
              + " were kept; a new set cannot read what the old one wrote.");
    }
  }

  /** A new key set in JSON. */
  public static String newKeySet() {
    try {
      return TinkJsonProtoKeysetFormat.serializeKeyset(
          KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get()),
          AeadConfig2026.get(),
          InsecureSecretKeyAccess.get());
    } catch (GeneralSecurityException fault) {
      throw new IllegalStateException("no key set could be made", fault);
    }
  }

  /**
   * Encrypts a field.
   *
   * @param context the table and column it stands in, so that it opens nowhere else
   */
  public byte[] seal(String plain, String context) {
    return seal(plain.getBytes(StandardCharsets.UTF_8), context);
  }

  byte[] seal(byte[] plain, String context) {
    try {
      return aead.encrypt(plain, context.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException fault) {
      throw new IllegalStateException("a field could not be encrypted", fault);
    }
  }

  /**
   * Decrypts a field.
   *
   * @throws StoreFault if no key of the set wrote it, in this context
   */
  public String open(byte[] sealed, String context) {
    return new String(openBytes(sealed, context), StandardCharsets.UTF_8);
  }

  byte[] openBytes(byte[] sealed, String context) {
    try {
      return aead.decrypt(sealed, context.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException wrongKey) {
      throw new StoreFault(
          "The field keys do not open what is stored. Set DESK_FIELD_KEYS to the key set that this"
              + " database was written with.");
    }
  }
}
