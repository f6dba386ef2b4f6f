package org.inclusiondesk.conversation;

import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands for something the desk keeps, without saying what. Drawn at random from Crockford's base
 * 32, whose letters are not mistaken for digits.
 *
 * <p>Two lengths: eight characters that a person can read out ({@code KM-7QF3-2TX8}), and
 * twenty-six (130 bits) that prove, to whom they were sent, that their holder got them.
 *
 * @param value the reference as written, in upper case
 */
public record Reference(String value) {
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final String SYMBOL = "[0-9A-HJKMNP-TV-Z]";
  private static final Pattern FORM =
      Pattern.compile("KM-" + SYMBOL + "{4}-" + SYMBOL + "{4}|KMC-" + SYMBOL + "{26}");
  private static final Pattern ANYWHERE =
      Pattern.compile(
          "(?<![0-9A-Z-])(?:" + FORM.pattern() + ")(?![0-9A-Z-])", Pattern.CASE_INSENSITIVE);

  /**
   * @throws IllegalArgumentException if the value has neither form
   */
  public Reference {
    value = value.toUpperCase(Locale.ROOT);
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a reference of the desk");
    }
  }

  /** A new reference for people to quote. Not a secret. */
  public static Reference toQuote(SecureRandom random) {
    return new Reference("KM-" + draw(random, 4) + "-" + draw(random, 4));
  }

  /** A new reference that only its receiver knows, fit to confirm a request with. */
  public static Reference toConfirm(SecureRandom random) {
    return new Reference("KMC-" + draw(random, 26));
  }

  /** The first reference that stands in a text, or nothing. */
  public static Optional<Reference> findIn(String text) {
    Matcher matcher = ANYWHERE.matcher(text);
    return matcher.find() ? Optional.of(new Reference(matcher.group())) : Optional.empty();
  }

  /** All references that stand in a text, each once, in their order. */
  public static List<Reference> allIn(String text) {
    return ANYWHERE
        .matcher(text)
        .results()
        .map(found -> new Reference(found.group()))
        .distinct()
        .toList();
  }

  /** Whether this one confirms a request; the others are for quoting. */
  public boolean confirms() {
    return value.startsWith("KMC-");
  }

  private static String draw(SecureRandom random, int length) {
    StringBuilder drawn = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      drawn.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return drawn.toString();
  }

  @Override
  public String toString() {
    return confirms() ? "Reference[…]" : value;
  }
}
