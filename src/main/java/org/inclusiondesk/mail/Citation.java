package org.inclusiondesk.mail;

import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Short passages that somebody marked as quotations himself, to show what he writes about, and that
 * no mail program quoted: an introduction of that stands further down, or words that end in a colon
 * stand right above, and more is written below. What others wrote is none of it.
 */
final class Citation {
  private static final String TWICE = ">>";

  /** Of somebody who repeats what another told or asked. */
  private static final Pattern SAYING =
      Pattern.compile(
          "\\b(?:sa(?:id|ys?|ying)|ask(?:s|ed|ing)?|t(?:old|ells?)|repl(?:y|ies|ied)"
              + "|answer(?:s|ed)?|reads?|states?|stated|write|written|sagt(?:e|en)?|fragt(?:e|en)?"
              + "|gefragt|gesagt|schreib(?:t|en)|geschrieben|dit|demand(?:e|é|ait)|dice|dijo"
              + "|pregunt[aó]|chiede|zegt|zei|vraagt|vroeg)\\b",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);

  /** Of the desk's own mails. */
  private static final Pattern REFERENCE =
      Pattern.compile("\\bKMC?-\\w{4}", Pattern.CASE_INSENSITIVE);

  private static final int LONGEST = 400;
  private static final int MOST_LINES = 20;
  private static final int MOST_DIGITS = 3;

  private Citation() {}

  /** The numbers of the lines that such passages consist of. */
  static BitSet in(List<String> lines) {
    BitSet cited = new BitSet();
    if (lines.stream().noneMatch(Quotation::isQuoted)) {
      return cited;
    }
    BitSet marked = new BitSet();
    int above = -1;
    for (int at = 0; at < lines.size(); at++) {
      String line = lines.get(at);
      if (Quotation.isQuoted(line) && above >= 0) {
        int end = end(lines, at);
        if (end - at <= MOST_LINES
            && !isOfAProgram(lines, at)
            && !isReported(lines.get(above))
            && !isOfTheDesk(lines.subList(at, end))) {
          (isAnnounced(lines, above, end) ? cited : marked).set(at, end);
        }
        at = end - 1;
      } else if (!line.isBlank() && !Quotation.isQuoted(line)) {
        if (isOld(lines, at)) {
          return cited;
        }
        if (Introduction.linesAt(lines, at) > 0) {
          if (at > 0 && !Quotation.isQuoted(lines.get(at - 1))) {
            cited.or(marked);
          }
          return cited;
        }
        above = at;
      }
    }
    return cited;
  }

  private static int end(List<String> lines, int at) {
    int end = at + 1;
    while (end < lines.size()
        && (Quotation.isQuoted(lines.get(end)) || Quotation.isWrapped(lines, end))) {
      end++;
    }
    return end;
  }

  /** An introduction in a language nobody thought of ends in a colon, too, but names a time. */
  private static boolean isAnnounced(List<String> lines, int above, int end) {
    String line = lines.get(above);
    int below = Quotation.next(lines, end - 1);
    return Signature.leadsOn(line)
        && line.indexOf('@') < 0
        && line.chars().filter(Character::isDigit).count() <= MOST_DIGITS
        && below < lines.size()
        && !lines.get(below).isBlank()
        && !Quotation.isQuoted(lines.get(below))
        && !isOld(lines, below)
        && !Signature.beginsAt(lines, below);
  }

  private static boolean isReported(String above) {
    return above.length() > LONGEST
        || SAYING.matcher(above).find()
        || Introduction.tellsWhoWrote(above);
  }

  /** Whether the desk wrote it: only its mails name a matter by its reference. */
  private static boolean isOfTheDesk(List<String> passage) {
    return passage.stream().anyMatch(line -> REFERENCE.matcher(line).find());
  }

  /** Marked twice, or headed as programs head what they quote. */
  private static boolean isOfAProgram(List<String> lines, int at) {
    return lines.get(at).strip().startsWith(TWICE)
        || isOld(lines, at)
        || Introduction.linesAt(lines, at) > 0;
  }

  private static boolean isOld(List<String> lines, int at) {
    return Divider.stands(lines.get(at)) || HeaderBlock.beginsAt(lines, at);
  }
}
