package org.inclusiondesk.mail.jakarta;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inclusiondesk.mail.ReplyText;
import org.inclusiondesk.mail.Visible;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;
import org.jspecify.annotations.Nullable;

/**
 * HTML mail as plain text: lines where a reader sees lines, quotations marked.
 *
 * @param text all of it
 * @param fresh without what the mail program itself marks as signature or as the mail answered; all
 *     of it where nothing new would remain
 */
record HtmlText(String text, String fresh) {
  private static final Set<String> LINES =
      Set.of(
          "p",
          "div",
          "tr",
          "li",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "ul",
          "ol",
          "table",
          "pre",
          "blockquote",
          "hr",
          "section",
          "article",
          "header",
          "footer",
          "center",
          "address",
          "dt",
          "dd",
          "title");
  private static final Set<String> SPACED =
      Set.of("p", "h1", "h2", "h3", "ul", "ol", "table", "blockquote", "pre");
  private static final Set<String> LISTS = Set.of("ul", "ol");
  private static final Set<String> SILENT = Set.of("script", "style", "title", "template");

  private static final Pattern NUMBER = Pattern.compile("\\d{1,4}");

  private static final Pattern META_CHARSET =
      Pattern.compile(
          "<meta\\s[^<>]{0,200}?charset\\s?=\\s?[\"']?([\\w.:-]{1,40})", Pattern.CASE_INSENSITIVE);

  /** Bytes; what declares a charset stands at the beginning. */
  private static final int HEAD = 4096;

  static HtmlText of(String html) {
    Document page = Jsoup.parse(html);
    HtmlText seen = of(page, false);
    return Visible.in(seen.text) ? seen : of(page, true);
  }

  private static HtmlText of(Document page, boolean hidden) {
    Text all = new Text(false, hidden);
    NodeTraversor.traverse(all, page);
    String text = all.written.toString().strip();
    if (!all.marked) {
      return new HtmlText(text, text);
    }
    Text fresh = new Text(true, hidden);
    NodeTraversor.traverse(fresh, page);
    String written = fresh.written.toString().strip();
    return new HtmlText(text, ReplyText.of(written).isEmpty() ? text : written);
  }

  /** The charset that a page declares of itself, for mail that declares none; null where none. */
  static @Nullable String charset(byte[] page) {
    String beginning =
        new String(page, 0, Math.min(page.length, HEAD), StandardCharsets.ISO_8859_1);
    Matcher matcher = META_CHARSET.matcher(beginning);
    return matcher.find() ? matcher.group(1) : null;
  }

  private static final class Text implements NodeVisitor {
    private static final int NO_BULLET = -1;
    private static final int LAST_WORDS = 400;

    private final StringBuilder written = new StringBuilder();
    private final boolean freshOnly;
    private final boolean hidden;

    /** Whether line ends count as such, of each element around that says so. */
    private final Deque<Boolean> keepsLines = new ArrayDeque<>();

    /** The next number of each list around; 0 in one without. */
    private final Deque<Integer> numbers = new ArrayDeque<>();

    /** Of each block quote around, whether it quotes. */
    private final Deque<Boolean> quotations = new ArrayDeque<>();

    private int silent;
    private int quoted;
    private int bulletEnd = NO_BULLET;
    private boolean over;
    private boolean marked;

    Text(boolean freshOnly, boolean hidden) {
      this.freshOnly = freshOnly;
      this.hidden = hidden;
    }

    @Override
    public void head(Node node, int depth) {
      if (node instanceof TextNode text) {
        if (silent == 0) {
          write(text);
        }
      } else if (node instanceof Element element) {
        String name = element.normalName();
        if (element.attributesSize() > 0) {
          boolean aboveHistory = HtmlMark.standsAboveHistory(element);
          marked |= aboveHistory || HtmlMark.isHistory(element) || HtmlMark.isSignature(element);
          over |= freshOnly && aboveHistory && silent == 0 && quoted == 0;
        }
        HtmlMark.keepsLines(element).ifPresent(keepsLines::push);
        if (isSilent(element)) {
          silent++;
        } else if (name.equals("br")) {
          newLine();
        } else if (LINES.contains(name)) {
          boolean quotes = name.equals("blockquote") && quotes(element);
          bulletEnd = quotes ? NO_BULLET : bulletEnd;
          freshLine();
          if (name.equals("blockquote")) {
            quotations.push(quotes);
            quoted += quotes ? 1 : 0;
          } else if (LISTS.contains(name)) {
            numbers.push(firstNumber(element));
          } else if (name.equals("li") && written.length() != bulletEnd) {
            append(bullet());
            bulletEnd = atLineStart() ? NO_BULLET : written.length();
          }
        } else if ((name.equals("td") || name.equals("th")) && !atLineStart() && !over) {
          written.append(' ');
        }
      }
    }

    @Override
    public void tail(Node node, int depth) {
      if (node instanceof Element element) {
        String name = element.normalName();
        HtmlMark.keepsLines(element).ifPresent(says -> keepsLines.pop());
        if (isSilent(element)) {
          silent--;
        } else if (LINES.contains(name)) {
          bulletEnd = name.equals("li") ? NO_BULLET : bulletEnd;
          freshLine();
          if (name.equals("blockquote")) {
            quoted -= quotations.pop() ? 1 : 0;
          } else if (LISTS.contains(name)) {
            numbers.pop();
          }
          if (SPACED.contains(name) && !endsWithBlankLine()) {
            newLine();
          }
        }
      }
    }

    private boolean isSilent(Element element) {
      return SILENT.contains(element.normalName())
          || (element.attributesSize() > 0
              && ((!hidden && HtmlMark.isHidden(element)) || (freshOnly && isMarkedOff(element))));
    }

    /** Whether it is left out of what is new; quotations tell by their marks that they are old. */
    private static boolean isMarkedOff(Element element) {
      return HtmlMark.isSignature(element)
          || (HtmlMark.isHistory(element) && !element.normalName().equals("blockquote"));
    }

    /** Whether it says so itself, or the words right above introduce it. */
    private boolean quotes(Element blockquote) {
      int end = written.length();
      return HtmlMark.isQuotation(blockquote)
          || ReplyText.endsInIntroduction(written.substring(Math.max(0, end - LAST_WORDS)));
    }

    /** Where a list begins to count, in numbers; 0 where it does not. */
    private static int firstNumber(Element list) {
      boolean counts =
          list.normalName().equals("ol") && Set.of("", "1").contains(list.attr("type"));
      String start = list.attr("start");
      return !counts ? 0 : NUMBER.matcher(start).matches() ? Integer.parseInt(start) : 1;
    }

    private String bullet() {
      int number = numbers.isEmpty() ? 0 : numbers.pop();
      numbers.push(number == 0 ? 0 : number + 1);
      return number == 0 ? "- " : number + ". ";
    }

    private void write(TextNode text) {
      if (Boolean.TRUE.equals(keepsLines.peek())) {
        String[] lines = text.getWholeText().split("\n", -1);
        append(lines[0]);
        for (int i = 1; i < lines.length; i++) {
          newLine();
          append(lines[i]);
        }
        return;
      }
      String words = text.getWholeText().replaceAll("[\\s\\u00A0]+", " ");
      append(atLineStart() || written.length() == bulletEnd ? words.stripLeading() : words);
    }

    private void append(String words) {
      if (words.isEmpty() || over || silent > 0) {
        return;
      }
      if (quoted > 0 && atLineStart()) {
        written.append("> ");
      }
      written.append(words);
    }

    private boolean atLineStart() {
      return written.length() == 0 || written.charAt(written.length() - 1) == '\n';
    }

    private boolean endsWithBlankLine() {
      int end = written.length();
      return end > 1 && written.charAt(end - 1) == '\n' && written.charAt(end - 2) == '\n';
    }

    private void freshLine() {
      if (!atLineStart() && written.length() != bulletEnd) {
        newLine();
      }
    }

    private void newLine() {
      int end = written.length();
      while (end > 0 && written.charAt(end - 1) == ' ') {
        end--;
      }
      written.setLength(end);
      bulletEnd = NO_BULLET;
      if (written.length() > 0) {
        written.append('\n');
      }
    }
  }
}
