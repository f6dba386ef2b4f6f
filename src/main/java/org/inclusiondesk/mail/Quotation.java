package org.inclusiondesk.mail;

import java.util.List;
import java.util.regex.Pattern;

/** Lines of an older mail, marked with an angle or a bar at their beginning. */
final class Quotation {
  private static final int MOST_BLANK = 10;
  private static final int LONG_LINE = 60;

  private static final Pattern LINK_IN_BRACKETS =
      Pattern.compile("\\s?\\(https?://[^\\s()]{1,300}\\)\\s?>?");
  private static final Pattern END_OF_BRACKETS = Pattern.compile("[^\\s()]{1,300}\\)");

  private Quotation() {}

  static boolean isQuoted(String line) {
    int at = 0;
    while (at < line.length() && at < 4 && Character.isWhitespace(line.charAt(at))) {
      at++;
    }
    return at < Math.min(4, line.length())
        && (line.charAt(at) == '>' || line.charAt(at) == '|')
        && !isOnBothSides(line.strip());
  }

  /** A heading between angles, or a row of a table: a person drew these. */
  private static boolean isOnBothSides(String line) {
    return (line.startsWith(">>") && line.endsWith("<<"))
        || (line.startsWith("|") && line.endsWith("|") && isRow(line));
  }

  /** Whether a bar stands within the line, too; bars alone are the mark of an empty line. */
  private static boolean isRow(String line) {
    int bar = line.indexOf('|', 1);
    return bar > 0 && bar < line.length() - 1 && line.chars().anyMatch(c -> c != '|' && c != ' ');
  }

  /**
   * The rest of a quoted line that a mail program broke: it goes on with small letters behind a
   * long line, or with an address in brackets or the rest of one, and the quotation goes on below
   * it.
   */
  static boolean isWrapped(List<String> lines, int at) {
    String line = lines.get(at);
    boolean below = at + 1 == lines.size() || isQuoted(lines.get(at + 1));
    if (at == 0 || !below || line.isBlank() || !isQuoted(lines.get(at - 1))) {
      return false;
    }
    String above = lines.get(at - 1);
    return (Character.isLowerCase(line.charAt(0)) && above.length() >= LONG_LINE)
        || LINK_IN_BRACKETS.matcher(line).matches()
        || (above.lastIndexOf('(') > above.lastIndexOf(')')
            && END_OF_BRACKETS.matcher(line).matches());
  }

  static boolean follows(List<String> lines, int at) {
    int first = next(lines, at - 1);
    return first < lines.size() && isQuoted(lines.get(first));
  }

  /** Where the mail goes on: behind the quoted lines, or nowhere if what follows bears no marks. */
  static int after(List<String> lines, int at) {
    return follows(lines, at) ? next(lines, at - 1) : lines.size();
  }

  /** The line above that is not blank, or -1. */
  static int previous(List<String> lines, int at) {
    int i = at - 1;
    while (i >= 0 && lines.get(i).isBlank()) {
      i--;
    }
    return i;
  }

  /** The next line that is not blank; as a bound, ten blank lines are passed over and no more. */
  static int next(List<String> lines, int at) {
    int i = at + 1;
    while (i < lines.size() && lines.get(i).isBlank() && i <= at + MOST_BLANK) {
      i++;
    }
    return i;
  }
}
