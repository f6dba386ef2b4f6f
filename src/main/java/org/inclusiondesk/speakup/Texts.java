package org.inclusiondesk.speakup;

import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;

/** Texts as people type them. */
final class Texts {
  /** The longest text, in Unicode code points. */
  static final int LONGEST = 20_000;

  /**
   * How many bytes the texts of one signed entry may have together, as JSON in UTF-8. What is
   * signed grows by a third, and the largest size has 131,072; the rest is for codes and names.
   */
  static final int HEAVIEST = 90_000;

  private Texts() {}

  /** The text with lines ending alike, nothing but ink at its ends, and valid in UTF-8. */
  static String clean(String text) {
    String lines = text.replace("\r\n", "\n").replace('\r', '\n').strip();
    return new String(lines.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  static boolean isTooLong(String text) {
    return text.codePointCount(0, text.length()) > LONGEST;
  }

  /** Whether texts are too much for one signed entry: in most scripts a sign has three bytes. */
  static boolean areTooHeavy(String... texts) {
    long bytes = 0;
    for (String text : texts) {
      bytes +=
          TextNode.valueOf(text).toString().getBytes(StandardCharsets.UTF_8).length - 2; // quotes
    }
    return bytes > HEAVIEST;
  }
}
