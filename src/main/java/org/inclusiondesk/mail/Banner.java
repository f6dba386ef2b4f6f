package org.inclusiondesk.mail;

import java.util.List;
import java.util.regex.Pattern;

/** The warning that a mail server puts on top of mail from outside. */
final class Banner {
  private static final int FLAGS = Pattern.CASE_INSENSITIVE;
  private static final Pattern BEGINS =
      Pattern.compile(
          "\\W*(?:\\[?external(?: (?:e-?mail|message|sender|mail))?\\]?\\W*$"
              + "|(?:\\[?external[^\\]]{0,20}\\]?|caution|warning|attention|alert|notice|be (?:careful|cautious))?"
              + "\\W{0,5}(?:external (?:e-?mail|message|sender|mail)\\W{0,5})?"
              + "(?:this|the) (?:e-?mail|message|sender|mail)\\b.{0,60}\\b(?:outside|external)\\b"
              + "|(?:you|some people who received this message) don['’]t often get e-?mail from"
              + "|\\[?external (?:e-?mail|message|sender|mail)\\]?\\W)",
          FLAGS);
  private static final Pattern GOES_ON =
      Pattern.compile(
          "\\b(?:click|links?|attachments?|recogni[sz]e|content is safe|suspicious|phishing"
              + "|learn why this is important|outside|safe)\\b",
          FLAGS);
  private static final int LONGEST = 300;
  private static final int MOST_LINES = 6;

  private Banner() {}

  /** How many lines from the top belong to banners. */
  static int linesAt(List<String> lines) {
    int end = 0;
    int at = Quotation.next(lines, -1);
    while (at < lines.size() && BEGINS.matcher(start(lines.get(at))).lookingAt()) {
      int banner = at;
      at++;
      while (at < lines.size()
          && at < banner + MOST_LINES
          && GOES_ON.matcher(start(lines.get(at))).find()
          && !lines.get(at).isBlank()) {
        at++;
      }
      end = at;
      at = Quotation.next(lines, at - 1);
      while (at < lines.size() && Divider.isRule(lines.get(at))) {
        end = at + 1;
        at = Quotation.next(lines, at);
      }
    }
    return end;
  }

  private static String start(String line) {
    return line.length() > LONGEST ? line.substring(0, LONGEST) : line;
  }
}
