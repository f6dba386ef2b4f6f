package org.inclusiondesk.speakup;

import com.google.crypto.tink.subtle.Hkdf;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The seven words that a reporter holds. They find the concern and open it, by two keys derived
 * apart (HKDF-SHA-256, RFC 5869), so that what is stored to find it opens nothing.
 *
 * <p>Only the letters count, in lower case: however the words are spaced, hyphenated or
 * capitalised, they are the same receipt.
 */
public final class Receipt {
  private static final Pattern NOT_A_LETTER = Pattern.compile("[^a-z]+");
  private static final int SHORTEST = 3 * WordList.DRAWN;
  private static final int LONGEST = 9 * WordList.DRAWN;

  private final String letters;

  private Receipt(String letters) {
    this.letters = letters;
  }

  /** The receipt of these words. */
  static Receipt of(List<String> words) {
    return parse(String.join(" ", words))
        .orElseThrow(() -> new IllegalArgumentException("not the words of a receipt"));
  }

  /** The receipt that a person typed, or nothing where it cannot be one. */
  public static Optional<Receipt> parse(String typed) {
    String letters = NOT_A_LETTER.matcher(typed.toLowerCase(Locale.ROOT)).replaceAll("");
    boolean plausible = letters.length() >= SHORTEST && letters.length() <= LONGEST;
    return plausible ? Optional.of(new Receipt(letters)) : Optional.empty();
  }

  /** All that counts of the words. */
  String letters() {
    return letters;
  }

  /** What the store knows the concern by: 32 bytes that lead neither to the words nor the key. */
  byte[] locator() {
    return derive("inclusion-desk concern: find, version 1");
  }

  /** What wraps the private half of the concern's own key. */
  SecretKey openingKey() {
    return new SecretKeySpec(derive("inclusion-desk concern: open, version 1"), "AES");
  }

  private byte[] derive(String label) {
    try {
      return Hkdf.computeHkdf(
          "HMACSHA256",
          letters.getBytes(StandardCharsets.US_ASCII),
          new byte[0],
          label.getBytes(StandardCharsets.US_ASCII),
          32);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("this Java lacks HMAC-SHA-256", impossible);
    }
  }

  @Override
  public String toString() {
    return "Receipt[…]";
  }
}
