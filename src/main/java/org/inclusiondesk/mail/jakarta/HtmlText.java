package org.inclusiondesk.mail.jakarta;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
 * @param fresh without what the mail program itself marks as signature or as the mail answered
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
  private static final Set<String> SILENT = Set.of("script", "style", "title", "template");

  /** Begin a history that bears no other mark: everything from there on is old. */
  private static final Set<String> HISTORY_IDS =
      Set.of(
          "appendonsend",
          "divrplyfwdmsg",
          "olk_src_body_section",
          "stopspelling",
          "zwchr",
          "mail-editor-reference-message-container",
          "reply-intro",
          "isforwardcontent",
          "replysplit",
          "isreplycontent");

  private static final Set<String> HISTORY_CLASSES =
      Set.of(
          "yahoo_quoted",
          "protonmail_quote",
          "tutanota_quote",
          "hmquote",
          "zmail_extra",
          "gmail_extra_history",
          "gmx_quote",
          "moz-forward-container",
          "moz-email-headers-table");

  private static final Set<String> SIGNATURE_IDS =
      Set.of(
          "signature",
          "ms-outlook-mobile-signature",
          "applemailsignature",
          "mobile_signature",
          "ymail_signature");

  private static final Set<String> SIGNATURE_CLASSES =
      Set.of(
          "gmail_signature",
          "gmail_signature_prefix",
          "moz-signature",
          "protonmail_signature_block",
          "tutanota_signature",
          "ms-outlook-mobile-signature",
          "applemailsignature");

  /** Outlook draws a line above the header block of what it quotes, in one of these colours. */
  private static final Set<String> HISTORY_RULES = Set.of("#b5c4df", "#e1e1e1", "#cccccc");

  private static final Pattern META_CHARSET =
      Pattern.compile(
          "<meta\\s[^<>]{0,200}?charset\\s?=\\s?[\"']?([\\w.:-]{1,40})", Pattern.CASE_INSENSITIVE);

  /** Bytes; what declares a charset stands at the beginning. */
  private static final int HEAD = 4096;

  static HtmlText of(String html) {
    Document page = Jsoup.parse(html);
    Text all = new Text(false);
    NodeTraversor.traverse(all, page);
    String text = all.written.toString().strip();
    if (!all.marked) {
      return new HtmlText(text, text);
    }
    Text fresh = new Text(true);
    NodeTraversor.traverse(fresh, page);
    String written = fresh.written.toString().strip();
    return new HtmlText(text, written.isEmpty() ? text : written);
  }

  /** The charset that a page declares of itself, for mail that declares none; null where none. */
  static @Nullable String charset(byte[] page) {
    String beginning =
        new String(page, 0, Math.min(page.length, HEAD), StandardCharsets.ISO_8859_1);
    Matcher matcher = META_CHARSET.matcher(beginning);
    return matcher.find() ? matcher.group(1) : null;
  }

  private static boolean beginsHistory(Element element) {
    return HISTORY_IDS.contains(id(element))
        || hasClassOf(element, HISTORY_CLASSES)
        || isHistoryRule(element.attr("style").toLowerCase(Locale.ROOT).replace(" ", ""));
  }

  private static boolean isHistoryRule(String style) {
    return style.startsWith("border:none;border-top:solid")
        && HISTORY_RULES.stream().anyMatch(style::contains);
  }

  private static boolean isSignature(Element element) {
    return SIGNATURE_IDS.contains(id(element))
        || element.attr("data-smartmail").equals("gmail_signature")
        || hasClassOf(element, SIGNATURE_CLASSES);
  }

  private static boolean hasClassOf(Element element, Set<String> classes) {
    return element.hasAttr("class") && element.classNames().stream().anyMatch(classes::contains);
  }

  /** An element's id; Outlook prefixes those of mail that it shows again. */
  private static String id(Element element) {
    String id = element.id().toLowerCase(Locale.ROOT);
    return id.startsWith("x_") ? id.substring(2) : id;
  }

  private static final class Text implements NodeVisitor {
    private final StringBuilder written = new StringBuilder();
    private final boolean freshOnly;
    private int silent;
    private int quoted;
    private boolean over;
    private boolean marked;

    Text(boolean freshOnly) {
      this.freshOnly = freshOnly;
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
          boolean history = beginsHistory(element);
          marked |= history || isSignature(element);
          over |= freshOnly && history;
        }
        if (isSilent(element)) {
          silent++;
        } else if (name.equals("br")) {
          newLine();
        } else if (LINES.contains(name)) {
          freshLine();
          if (name.equals("blockquote")) {
            quoted++;
          } else if (name.equals("li")) {
            append("- ");
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
        if (isSilent(element)) {
          silent--;
        } else if (LINES.contains(name)) {
          freshLine();
          if (name.equals("blockquote")) {
            quoted--;
          }
          if (SPACED.contains(name) && !endsWithBlankLine()) {
            newLine();
          }
        }
      }
    }

    private boolean isSilent(Element element) {
      return SILENT.contains(element.normalName()) || (freshOnly && isSignature(element));
    }

    private void write(TextNode text) {
      Element parent = text.parent();
      boolean preformatted = parent != null && parent.normalName().equals("pre");
      if (preformatted) {
        for (String line : text.getWholeText().split("\n", -1)) {
          append(line);
          newLine();
        }
        return;
      }
      String words = text.getWholeText().replaceAll("[\\s\\u00A0]+", " ");
      append(atLineStart() ? words.stripLeading() : words);
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
      if (!atLineStart()) {
        newLine();
      }
    }

    private void newLine() {
      int end = written.length();
      while (end > 0 && written.charAt(end - 1) == ' ') {
        end--;
      }
      written.setLength(end);
      if (written.length() > 0) {
        written.append('\n');
      }
    }
  }
}
