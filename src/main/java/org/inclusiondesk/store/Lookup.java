package org.inclusiondesk.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes stored personal values findable without storing them: HMAC-SHA-256 under a secret that
 * stands in the database, encrypted with the field keys. Safe for any number of threads.
 */
public final class Lookup {
  private static final String CONTEXT = "secret.lookup";

  private final SecretKeySpec key;

  private Lookup(byte[] secret) {
    this.key = new SecretKeySpec(secret, "HmacSHA256");
  }

  /**
   * The lookup of a database; its secret is made at the first call.
   *
   * @throws StoreFault if the field keys do not open the secret
   */
  public static Lookup in(Database database, FieldCipher cipher, SecureRandom random) {
    byte[] sealed =
        database.write(
            handle -> {
              byte[] fresh = new byte[32];
              random.nextBytes(fresh);
              handle.execute(
                  "INSERT INTO secret (name, sealed) VALUES ('lookup', ?) ON CONFLICT DO NOTHING",
                  cipher.seal(fresh, CONTEXT));
              return handle
                  .createQuery("SELECT sealed FROM secret WHERE name = 'lookup'")
                  .mapTo(byte[].class)
                  .one();
            });
    return new Lookup(cipher.openBytes(sealed, CONTEXT));
  }

  /**
   * The same bytes for the same value in the same context.
   *
   * @param context what the value is, for example {@code person}
   * @return 32 bytes
   */
  public byte[] of(String context, String value) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(context.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException fault) {
      throw new IllegalStateException("HMAC-SHA-256 is missing from this Java", fault);
    }
  }
}
