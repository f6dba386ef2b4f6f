package org.inclusiondesk.speakup;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.inclusiondesk.calendar.London;

/**
 * Seals each concern on arrival and stores it.
 *
 * <p>The receipt is not drawn but derived from nonce, text and who is left out, under a key that
 * lives as long as this object and is kept nowhere. So a second press of the same button finds the
 * same receipt and the same row, without anything stored to compare it with. After a restart the
 * key is another one: a press repeated across a restart is stored twice rather than lost.
 */
public final class SealedIntake implements Intake {
  private final ConcernStore store;
  private final KeySet keys;
  private final Clock clock;
  private final SecureRandom random;
  private final WordList words = WordList.load();
  private final SecretKeySpec receiptKey;

  /**
   * @param keys to whom concerns are sealed
   */
  public SealedIntake(ConcernStore store, KeySet keys, Clock clock, SecureRandom random) {
    this.store = store;
    this.keys = keys;
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
  public Outcome accept(String nonce, String text, Set<String> leftOut) {
    String clean = Texts.clean(text);
    if (clean.isEmpty()) {
      return new Outcome.Refused(Reason.EMPTY);
    }
    if (Texts.isTooLong(clean)) {
      return new Outcome.Refused(Reason.TOO_LONG);
    }
    List<String> known =
        keys.guardians().stream().map(Guardian::id).filter(leftOut::contains).toList();
    if (known.size() == keys.guardians().size()) {
      return new Outcome.Refused(Reason.NOBODY_LEFT);
    }
    Optional<Nonce> shown = Nonce.parse(nonce, clock.instant());
    if (shown.isEmpty()) {
      return new Outcome.Refused(Reason.STALE);
    }
    List<String> receiptWords =
        words.draw(derive(shown.get(), String.join(" ", known) + "\n" + clean));
    Receipt receipt = Receipt.of(receiptWords);
    store.add(
        receipt.locator(),
        Reporting.report(receipt, clean, known, keys, London.today(clock), random));
    return new Outcome.Accepted(receiptWords);
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
