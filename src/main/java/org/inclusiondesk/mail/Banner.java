package org.inclusiondesk.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The warning that a mail server puts on top of mail from outside; of a line that goes on with what
 * somebody wrote, the server's sentences alone.
 */
final class Banner {
  private static final int FLAGS = Pattern.CASE_INSENSITIVE;
  private static final String MAIL = "(?:e-?mail|message|sender|mail)";
  private static final String ORGANISATION =
      "(?:(?:the|your|our) (?:\\w{1,20} )?)?(?:organi[sz]ation|company|trust|council|network|domain"
          + "|university|group|firm|agency|department|institution|icbs?|nhs\\w{0,10})\\b";

  /** A label alone, with whatever behind it. */
  private static final Pattern LABEL =
      Pattern.compile(
          "\\W*(?:\\[external(?: "
              + MAIL
              + ")?\\]|external(?: "
              + MAIL
              + ")?(?=\\W*$)|external "
              + MAIL
              + "(?=\\s?[:.!|*–-]))\\W*",
          FLAGS);

  /** A sentence that warns, or that says what only a server says. */
  private static final Pattern SENTENCE =
      Pattern.compile(
          "\\W*(?:(?:\\[?external[^\\]]{0,20}\\]?|caution|warning|attention|alert|notice"
              + "|be (?:careful|cautious))\\W{1,5}(?:external "
              + MAIL
              + "\\W{0,5})?(?:this|the) "
              + MAIL
              + "\\b.{0,60}\\b(?:outside|external)\\b"
              + "|(?:this|the) "
              + MAIL
              + "\\b.{0,40}\\bfrom (?:outside(?: of)? "
              + ORGANISATION
              + "|an external (?:sender|source|address|domain|party|e-?mail|"
              + ORGANISATION
              + "))|the sender (?:of this "
              + MAIL
              + " )?is (?:external|outside(?: of)? "
              + ORGANISATION
              + ")"
              + "|(?:you|some people who received this message) don['’]t often get e-?mail from)",
          FLAGS);

  private static final Pattern GOES_ON =
      Pattern.compile(
          "\\b(?:click|links?|attachments?|recogni[sz]e|content is safe|suspicious|phishing"
              + "|learn why this is important|outside|safe)\\b",
          FLAGS);
  private static final Pattern CAUTIONS =
      Pattern.compile("\\b(?:caution|careful|vigilant|passwords?|trust the)\\b", FLAGS);
  private static final Pattern SENTENCE_END = Pattern.compile("[.!?>](?:\\s+|$)");
  private static final int LONGEST = 300;
  private static final int MOST_LINES = 6;

  private Banner() {}

  /** The lines without the banners on top. */
  static List<String> without(List<String> lines) {
    int at = Quotation.next(lines, -1);
    int end = 0;
    while (at < lines.size()) {
      int cut = endIn(lines.get(at));
      if (cut == 0) {
        break;
      }
      String rest = lines.get(at).substring(cut);
      if (!rest.isBlank()) {
        List<String> kept = new ArrayList<>(lines.subList(at, lines.size()));
        kept.set(0, rest.strip());
        return kept;
      }
      int banner = at;
      at++;
      while (at < lines.size()
          && at < banner + MOST_LINES
          && GOES_ON.matcher(start(lines.get(at))).find()
          && lines.get(at).length() <= LONGEST
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
    return lines.subList(end, lines.size());
  }

  /** Up to where the line is a server's; 0 where it is somebody's own. */
  private static int endIn(String line) {
    Matcher sentence = SENTENCE.matcher(start(line));
    Matcher label = LABEL.matcher(start(line));
    int end;
    if (sentence.lookingAt()) {
      end = sentenceEnd(line, sentence.end());
    } else if (label.lookingAt()) {
      end = label.end();
    } else {
      return 0;
    }
    while (end < line.length()) {
      int next = sentenceEnd(line, end);
      String words = start(line.substring(end, next));
      if (!GOES_ON.matcher(words).find() && !CAUTIONS.matcher(words).find()) {
        break;
      }
      end = next;
    }
    return end;
  }

  private static int sentenceEnd(String line, int from) {
    Matcher end = SENTENCE_END.matcher(line);
    return end.find(from) ? end.end() : line.length();
  }

  private static String start(String line) {
    return line.length() > LONGEST ? line.substring(0, LONGEST) : line;
  }
}
