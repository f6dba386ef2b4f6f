package org.inclusiondesk.speakup;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.inclusiondesk.calendar.London;

/**
 * Seals each concern on arrival and stores it.
 *
 * <p>The receipt is not drawn but derived from nonce and text under a key that lives as long as
 * this object and is kept nowhere. So a second press of the same button finds the same receipt and
 * the same row, without anything stored to compare it with. After a restart the key is another one:
 * a press repeated across a restart is stored twice rather than lost.
 */
public final class SealedIntake implements Intake {
  /** The longest text, in Unicode code points. */
  public static final int LONGEST = 20_000;

  private final ConcernStore store;
  private final Sealer sealer;
  private final Clock clock;
  private final SecureRandom random;
  private final WordList words = WordList.load();
  private final SecretKeySpec receiptKey;

  /**
   * @param guardians to whom concerns are sealed, at least one
   * @throws IllegalArgumentException if there is no guardian
   */
  public SealedIntake(
      ConcernStore store, List<GuardianKey> guardians, Clock clock, SecureRandom random) {
    this.store = store;
    this.sealer = new Sealer(guardians);
    this.clock = clock;
    this.random = random;
    byte[] key = new byte[32];
    random.nextBytes(key);
    this.receiptKey = new SecretKeySpec(key, "HmacSHA256");
  }

  @Override
  public String nonce() {
    return Nonce.draw(random, clock.instant()).value();
  }

  @Override
  public Outcome accept(String nonce, String text) {
    String clean = clean(text);
    if (clean.isEmpty()) {
      return new Outcome.Refused(Reason.EMPTY);
    }
    if (clean.codePointCount(0, clean.length()) > LONGEST) {
      return new Outcome.Refused(Reason.TOO_LONG);
    }
    Optional<Nonce> shown = Nonce.parse(nonce, clock.instant());
    if (shown.isEmpty()) {
      return new Outcome.Refused(Reason.STALE);
    }
    List<String> receiptWords = words.draw(derive(shown.get(), clean));
    Receipt receipt = Receipt.of(receiptWords);
    LocalDate day = London.today(clock);
    store.add(UUID.randomUUID(), day, receipt.locator(), sealer.seal(clean, receipt));
    return new Outcome.Accepted(receiptWords);
  }

  /** The text with lines ending alike, nothing but ink at its ends, and valid in UTF-8. */
  private static String clean(String text) {
    String lines = text.replace("\r\n", "\n").replace('\r', '\n').strip();
    return new String(lines.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private byte[] derive(Nonce nonce, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(receiptKey);
      mac.update(nonce.value().getBytes(StandardCharsets.US_ASCII));
      return mac.doFinal(
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("this Java lacks HMAC-SHA-256", impossible);
    }
  }
}
