package org.inclusiondesk.mail.jakarta;

import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * Tells a plain alternative that only points to the HTML beside it from one that says the same. It
 * does so without knowing any phrase: a stub is short, the HTML is several times longer, or twice
 * as long if nothing at all of the stub stands in it, and else next to nothing does. A link, and
 * what stands below the hyphens of a signature, is nothing of its own where there is anything else.
 */
final class Stub {
  private static final int LONGEST = 2_000;
  private static final int MOST_LETTERS = 300;
  private static final int TIMES_LONGER = 3;
  private static final int TIMES_LONGER_IF_NOTHING_SAME = 2;

  /** Pieces; that nothing of fewer stands in the HTML says little. */
  private static final int MANY = 5;

  /** Letters; long enough that few pieces of one text stand in another by chance. */
  private static final int PIECE = 8;

  /** Of so many pieces of the stub one at most stands in the HTML. */
  private static final int ONE_OF = 4;

  /** Letters; of a longer HTML not all is known, so that it may well hold the plain text. */
  private static final int LOOKED_AT = 64 * 1024;

  private static final Pattern LINK = Pattern.compile("https?://\\S{1,2000}");
  private static final Pattern SIGNATURE = Pattern.compile("(?m)^--[ \\t]?\\r?$");

  private Stub() {}

  /** Whether the HTML is to be read and not the plain text, both as text. */
  static boolean is(String plain, String html) {
    if (plain.length() > LONGEST) {
      return false;
    }
    String above = SIGNATURE.split(plain, 2)[0];
    String own = LINK.matcher(above).replaceAll(" ");
    for (String said : new String[] {own, above}) {
      for (IntPredicate kind : new IntPredicate[] {Character::isLetter, Stub::isSaid}) {
        String letters = only(kind, said);
        if (!letters.isEmpty()) {
          return letters.length() <= MOST_LETTERS && isStrange(letters, only(kind, html));
        }
      }
    }
    return only(Stub::isSaid, html).length() > only(Stub::isSaid, plain).length();
  }

  private static boolean isStrange(String letters, String html) {
    if (html.length() == LOOKED_AT) {
      return false;
    }
    int pieces = 0;
    int found = 0;
    for (int at = 0; at == 0 || at + PIECE <= letters.length(); at += PIECE) {
      String piece = letters.substring(at, Math.min(letters.length(), at + PIECE));
      pieces++;
      found += html.contains(piece) ? 1 : 0;
    }
    int times = found == 0 && pieces >= MANY ? TIMES_LONGER_IF_NOTHING_SAME : TIMES_LONGER;
    return html.length() >= times * letters.length() && found * ONE_OF <= pieces;
  }

  /** Letters, digits, and pictures that stand for words. */
  private static boolean isSaid(int character) {
    return Character.isLetterOrDigit(character)
        || Character.getType(character) == Character.OTHER_SYMBOL;
  }

  private static String only(IntPredicate kind, String text) {
    StringBuilder only = new StringBuilder();
    text.codePoints()
        .filter(kind)
        .limit(LOOKED_AT)
        .map(Character::toLowerCase)
        .forEach(only::appendCodePoint);
    return only.toString();
  }
}
