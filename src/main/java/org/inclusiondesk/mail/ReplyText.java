package org.inclusiondesk.mail;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds what somebody wrote anew in a mail: without quoted history, signature, disclaimer and the
 * banners that mail servers put on top. Works line by line, each line looked at a bounded number of
 * times.
 */
public final class ReplyText {
  private static final int MOST = 100_000;
  private static final int LONGEST_LINE = 400;
  private static final int MOST_INTRODUCING = 4;

  private ReplyText() {}

  /** The new text; blank where a mail holds nothing but quotations. */
  public static String of(String text) {
    return of(text, null);
  }

  /**
   * The new text.
   *
   * @param writer the names of who wrote the mail, of which one may stand below it; null where
   *     nobody knows them
   */
  public static String of(String text, @Nullable String writer) {
    String bounded = text.length() > MOST ? text.substring(0, MOST) : text;
    List<String> lines =
        Introduction.apart(
            Banner.without(bounded.replace("\r\n", "\n").replace('\r', '\n').lines().toList()));
    BitSet cited = Citation.in(lines);
    List<String> kept = new ArrayList<>();
    boolean begun = false;
    boolean signed = false;
    boolean quoted = false;
    int from = 0;
    int at = 0;
    while (at < lines.size()) {
      if (cited.get(at)) {
        kept.add(lines.get(at).stripTrailing());
        at++;
        continue;
      }
      if (Divider.stands(lines.get(at)) && Quotation.follows(lines, at + 1)) {
        at = Quotation.after(lines, at + 1);
        continue;
      }
      if (!begun && Signature.isDeviceAtTheTop(lines, at)) {
        signed = true;
        at++;
        continue;
      }
      if (endsTheMail(lines, at, begun || signed)) {
        break;
      }
      int introduction = Introduction.linesAt(lines, at);
      if (introduction > 0) {
        at = Quotation.after(lines, at + introduction);
        continue;
      }
      if (Quotation.isQuoted(lines.get(at)) || Quotation.isWrapped(lines, at)) {
        quoted = true;
      } else {
        boolean written = !lines.get(at).isBlank();
        from = quoted && written ? kept.size() : from;
        quoted &= !written;
        begun |= written;
        kept.add(lines.get(at).stripTrailing());
      }
      at++;
    }
    return joined(Signature.without(kept, from, writer));
  }

  /**
   * Whether the text ends in words that introduce a quotation, so that what a program shows below
   * them is one.
   */
  public static boolean endsInIntroduction(String text) {
    List<String> lines = new ArrayList<>(text.strip().lines().toList());
    int end = lines.size();
    lines.add("> ");
    for (int at = Math.max(0, end - MOST_INTRODUCING); at < end; at++) {
      if (Introduction.linesAt(lines, at) == end - at) {
        return true;
      }
    }
    return false;
  }

  private static boolean endsTheMail(List<String> lines, int at, boolean begun) {
    String line = lines.get(at);
    if (line.isBlank()) {
      return false;
    }
    if (begun && Disclaimer.beginsAt(lines, at)) {
      return true;
    }
    if (HeaderBlock.isLabelled(Divider.behindTitle(line))) {
      return true;
    }
    return line.length() <= LONGEST_LINE
        && (Divider.stands(line)
            || Signature.beginsAt(lines, at)
            || HeaderBlock.beginsAt(lines, at)
            || (Divider.isTitle(line) && HeaderBlock.follows(lines, at))
            || (Divider.isRule(line) && endsBelowRule(lines, Quotation.next(lines, at))));
  }

  private static boolean endsBelowRule(List<String> lines, int at) {
    return at < lines.size()
        && (HeaderBlock.beginsAt(lines, at) || Disclaimer.isListFooter(lines.get(at)));
  }

  private static String joined(List<String> lines) {
    StringBuilder all = new StringBuilder();
    int blank = 0;
    for (String line : lines) {
      blank = line.isBlank() ? blank + 1 : 0;
      if (blank < 2) {
        all.append(line).append('\n');
      }
    }
    String text = all.toString().strip();
    return Visible.in(text) ? text : "";
  }
}
