package org.inclusiondesk.speakup;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and reads what a page carries instead of the receipt, so that the words need not be typed
 * for each step, and a page left open does not hold them. Sealed under a key that lives in memory
 * alone. Safe for any number of threads.
 */
final class Tickets {
  static final Duration LIFETIME = Duration.ofMinutes(30);
  private static final int LONGEST = 1000;

  private final SecretKey key;

  Tickets(SecureRandom random) {
    byte[] drawn = new byte[32];
    random.nextBytes(drawn);
    this.key = new SecretKeySpec(drawn, "AES");
  }

  /**
   * What a ticket stands for.
   *
   * @param showing random, the same for one showing of a page
   */
  record Ticket(Receipt receipt, String showing) {}

  String issue(Receipt receipt, Instant now) {
    try {
      JWEObject ticket =
          new JWEObject(
              new JWEHeader(JWEAlgorithm.DIR, EncryptionMethod.A256GCM),
              new Payload(
                  now.plus(LIFETIME).getEpochSecond()
                      + " "
                      + UUID.randomUUID()
                      + " "
                      + receipt.letters()));
      ticket.encrypt(new DirectEncrypter(key));
      return ticket.serialize();
    } catch (JOSEException fault) {
      throw new IllegalStateException("a ticket could not be sealed", fault);
    }
  }

  /** What the ticket stands for, or nothing where it is none of ours or has expired. */
  Optional<Ticket> read(String sent, Instant now) {
    if (sent.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      JWEObject ticket = JWEObject.parse(sent);
      ticket.decrypt(new DirectDecrypter(key));
      String[] parts = ticket.getPayload().toString().split(" ", 3);
      boolean fresh = Instant.ofEpochSecond(Long.parseLong(parts[0])).isAfter(now);
      return fresh
          ? Receipt.parse(parts[2]).map(receipt -> new Ticket(receipt, parts[1]))
          : Optional.empty();
    } catch (ParseException
        | JOSEException
        | NullPointerException
        | IllegalArgumentException notOurs) {
      return Optional.empty(); // nimbus throws the last two where a header is odd
    }
  }
}
