package org.inclusiondesk.mail;

/** Tells text that somebody sees from text that shows nothing, whatever it is made of. */
public final class Visible {
  /** Shown as nothing, though neither spaces nor format characters by their category. */
  private static final String UNSEEN =
      "\u034F\u115F\u1160\u17B4\u17B5\u180B\u180C\u180D\u180F\u2800\u3164\uFFA0";

  private Visible() {}

  /** Whether a reader sees anything there: more than spaces, zero-width and control characters. */
  public static boolean in(String text) {
    return text.codePoints().anyMatch(Visible::isSeen);
  }

  private static boolean isSeen(int character) {
    return !Character.isWhitespace(character)
        && !Character.isSpaceChar(character)
        && !Character.isIdentifierIgnorable(character)
        && !(character >= 0xFE00 && character <= 0xFE0F)
        && UNSEEN.indexOf(character) < 0;
  }
}
