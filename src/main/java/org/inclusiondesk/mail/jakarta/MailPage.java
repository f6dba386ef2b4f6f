package org.inclusiondesk.mail.jakarta;

import java.util.List;
import java.util.regex.Pattern;
import org.inclusiondesk.conversation.Block;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * The HTML half of a mail: one readable column, no pictures, nothing fetched from anywhere, text
 * that cannot become mark-up because only text nodes are made of it.
 */
final class MailPage {
  private static final String PAGE =
      "margin:0;padding:24px 16px;background:#ffffff;color:#212b32;"
          + "font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.5";
  private static final String COLUMN = "max-width:600px";
  private static final String LINE = "margin:0 0 16px";
  private static final String HEADING = "margin:24px 0 12px;font-size:20px;line-height:1.3";
  private static final String SMALL = "margin:0 0 16px;color:#4c6272;font-size:14px";
  private static final String CELL = "padding:4px 16px 4px 0;text-align:left;vertical-align:top";

  /** A line of its own that is an address of a page leads there; it says where to. */
  private static final Pattern WEB_ADDRESS = Pattern.compile("https?://[!-~]{1,500}");

  private MailPage() {}

  static String of(String title, List<Block> blocks) {
    Document page = Document.createShell("");
    page.outputSettings().prettyPrint(true).indentAmount(1);
    page.head().appendElement("meta").attr("charset", "utf-8");
    page.title(title);
    page.child(0).attr("lang", "en-GB");
    page.body().attr("style", PAGE);
    Element column = page.body().appendElement("div").attr("style", COLUMN);
    blocks.forEach(block -> add(column, block));
    return "<!DOCTYPE html>\n" + page.outerHtml();
  }

  private static void add(Element column, Block block) {
    if (block instanceof Block.Heading heading) {
      text(column, "h2", HEADING, heading.text());
    } else if (block instanceof Block.Paragraph paragraph) {
      if (WEB_ADDRESS.matcher(paragraph.text()).matches()) {
        Element line = column.appendElement("p").attr("style", LINE);
        line.appendElement("a").attr("href", paragraph.text()).text(paragraph.text());
      } else {
        text(column, "p", LINE, paragraph.text());
      }
    } else if (block instanceof Block.Small small) {
      text(column, "p", SMALL, small.text());
    } else if (block instanceof Block.Bullets bullets) {
      Element list = column.appendElement("ul").attr("style", LINE);
      bullets.items().forEach(item -> text(list, "li", "margin:0 0 4px", item));
    } else if (block instanceof Block.Facts facts) {
      Element table = column.appendElement("table").attr("style", LINE);
      for (Block.Fact fact : facts.facts()) {
        Element row = table.appendElement("tr");
        text(row, "th", CELL, fact.label()).attr("scope", "row");
        text(row, "td", CELL, fact.value());
      }
    }
  }

  private static Element text(Element parent, String tag, String style, String text) {
    Element element = parent.appendElement(tag).attr("style", style);
    String[] lines = text.split("\\R", -1);
    for (int i = 0; i < lines.length; i++) {
      if (i > 0) {
        element.appendElement("br");
      }
      element.appendText(lines[i]);
    }
    return element;
  }
}
