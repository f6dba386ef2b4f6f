package org.inclusiondesk.speakup;

import java.nio.charset.StandardCharsets;

/** Texts as people type them. */
final class Texts {
  /** The longest text, in Unicode code points. */
  static final int LONGEST = 20_000;

  private Texts() {}

  /** The text with lines ending alike, nothing but ink at its ends, and valid in UTF-8. */
  static String clean(String text) {
    String lines = text.replace("\r\n", "\n").replace('\r', '\n').strip();
    return new String(lines.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  static boolean isTooLong(String text) {
    return text.codePointCount(0, text.length()) > LONGEST;
  }
}
