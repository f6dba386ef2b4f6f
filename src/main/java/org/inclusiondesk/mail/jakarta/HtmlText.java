package org.inclusiondesk.mail.jakarta;

import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;

/** Turns HTML mail into plain text: lines where a reader sees lines, quotations marked. */
final class HtmlText {
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

  private HtmlText() {}

  static String of(String html) {
    Text text = new Text();
    NodeTraversor.traverse(text, Jsoup.parse(html));
    return text.written.toString().strip();
  }

  private static final class Text implements NodeVisitor {
    private final StringBuilder written = new StringBuilder();
    private int silent;
    private int quoted;

    @Override
    public void head(Node node, int depth) {
      if (node instanceof TextNode text) {
        if (silent == 0) {
          write(text);
        }
      } else if (node instanceof Element element) {
        String name = element.normalName();
        if (SILENT.contains(name)) {
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
        } else if ((name.equals("td") || name.equals("th")) && !atLineStart()) {
          written.append(' ');
        }
      }
    }

    @Override
    public void tail(Node node, int depth) {
      if (node instanceof Element element) {
        String name = element.normalName();
        if (SILENT.contains(name)) {
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
      if (words.isEmpty()) {
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
