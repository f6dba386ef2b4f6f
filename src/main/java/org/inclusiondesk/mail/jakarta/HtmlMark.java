package org.inclusiondesk.mail.jakarta;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.inclusiondesk.mail.ReplyText;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;

/** What an element of HTML mail says of the words in it, by the marks that mail programs set. */
final class HtmlMark {
  /** Everything behind them is old, for the history bears no other mark. */
  private static final Set<String> ABOVE_HISTORY =
      Set.of("appendonsend", "divrplyfwdmsg", "stopspelling", "zwchr", "replysplit");

  /** Hold the history, or the words that introduce it; a person may answer below. */
  private static final Set<String> HISTORY_IDS =
      Set.of(
          "olk_src_body_section",
          "mail-editor-reference-message-container",
          "reply-intro",
          "isforwardcontent",
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
          "moz-forward-container");

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
          "tutanota_signature",
          "ms-outlook-mobile-signature",
          "applemailsignature");

  /** Of Proton Mail, which adds to it whose signature it is. */
  private static final String SIGNATURE_BLOCK = "protonmail_signature_block";

  /** Of Yahoo, which prefixes it in mail shown again; people write in the element around it. */
  private static final String SIGNATURE_LINK = "ymail_android_signature_link";

  /** Of Zimbra. */
  private static final String MARKER = "data-marker";

  private static final Set<String> HISTORY_MARKERS =
      Set.of("__DIVIDER__", "__HEADERS__", "__QUOTED_TEXT__");

  /** Outlook draws a line above the header block of what it quotes, in one of these colours. */
  private static final Set<String> HISTORY_RULES = Set.of("#b5c4df", "#e1e1e1", "#cccccc");

  private static final Pattern WHITE_SPACE = Pattern.compile("(?:^|;)white-space:([a-z-]{1,20})");
  private static final Set<String> LINE_KEEPING =
      Set.of("pre", "pre-wrap", "pre-line", "break-spaces");
  private static final Set<String> PREFORMATTED = Set.of("pre", "textarea");
  private static final Pattern DISPLAY = Pattern.compile("(?:^|;)display:([a-z-]{1,20})");

  /** Of a button that moves a paragraph to the right, unlike the bar beside a quotation. */
  private static final Pattern INDENTED =
      Pattern.compile(
          "(?=.{0,200}?(?:^|;)border:(?:none|medium|0(?![.\\d]))(?![^;]{0,40}solid))"
              + "(?=.{0,200}?(?:^|;)margin(?:-left)?:)(?!.{0,200}?border-left)");

  /** The sender with an address, and behind it a time of day: cells and lines one a line. */
  private static final Pattern HEADERS =
      Pattern.compile(
          "^(?:from|von|de|da|van|från|fra|od)\\s?:?\\n[^@]{1,200}@.{1,600}?"
              + "(?<!\\d)\\d{1,2}[:.]\\d{2}(?!\\d)",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.MULTILINE | Pattern.DOTALL);

  private static final Pattern SENDER =
      Pattern.compile(
          "(?:from|von|de|da|van|från|fra|od)\\s?:\\s{0,3}[^\\d\\s]",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  private static final int MOST_COLONS = 4;
  private static final int MOST_NODES = 100;
  private static final int LONGEST_CELL = 200;

  private HtmlMark() {}

  /** Whether all that stands behind the element is old. */
  static boolean standsAboveHistory(Element element) {
    return (ABOVE_HISTORY.contains(id(element)) && !element.hasAttr(MARKER))
        || element.hasClass("moz-email-headers-table")
        || isHistoryRule(style(element));
  }

  private static boolean isHistoryRule(String style) {
    return style.startsWith("border:none;border-top:solid")
        && HISTORY_RULES.stream().anyMatch(style::contains);
  }

  /** Whether all that stands in the element is old. */
  static boolean isHistory(Element element) {
    return HISTORY_IDS.contains(id(element))
        || hasClass(element, HISTORY_CLASSES::contains)
        || element.attr("name").equalsIgnoreCase("messageReplySection")
        || HISTORY_MARKERS.contains(element.attr(MARKER))
        || (element.hasClass("domino-section") && beginsWithHeaders(element));
  }

  /**
   * Whether a section of Notes begins with a table of who wrote when, below its title: people fold
   * words of their own in sections, too.
   */
  private static boolean beginsWithHeaders(Element section) {
    return HEADERS.matcher(beginning(section)).find();
  }

  /** The short pieces of text at the element's beginning, one a line. */
  private static String beginning(Element element) {
    return element
        .nodeStream()
        .limit(MOST_NODES)
        .filter(TextNode.class::isInstance)
        .map(node -> ((TextNode) node).text().strip())
        .filter(words -> !words.isEmpty() && words.length() <= LONGEST_CELL)
        .collect(Collectors.joining("\n"));
  }

  /** Whether the element holds what a mail program puts below every mail. */
  static boolean isSignature(Element element) {
    return SIGNATURE_IDS.contains(id(element))
        || id(element).endsWith(SIGNATURE_LINK)
        || element.attr("data-smartmail").equals("gmail_signature")
        || element.attr("name").equalsIgnoreCase("messageSignatureSection")
        || element.attr(MARKER).startsWith("__SIG_")
        || hasClass(
            element, name -> SIGNATURE_CLASSES.contains(name) || name.startsWith(SIGNATURE_BLOCK));
  }

  /**
   * Whether no reader sees the element, nor anything in it: what says that it is not visible may
   * hold what is. What Outlook alone hides is not hidden, for other programs show it.
   */
  static boolean isHidden(Element element) {
    String display = "";
    Matcher declared = DISPLAY.matcher(style(element));
    while (declared.find()) {
      display = declared.group(1);
    }
    return element.hasAttr("hidden") || display.equals("none");
  }

  /** Whether a quotation is one, and no paragraph that its writer moved to the right. */
  static boolean isQuotation(Element blockquote) {
    String classes = blockquote.attr("class").toLowerCase(Locale.ROOT);
    boolean indented =
        classes.contains("indent-blockquote") || INDENTED.matcher(style(blockquote)).lookingAt();
    return !indented
        || isHistory(blockquote)
        || blockquote.hasAttr("cite")
        || blockquote.hasAttr("type")
        || classes.replace("indent-blockquote", "").contains("quote")
        || beginsAsHistory(blockquote);
  }

  /** Whether it begins with the name of a sender, or with words that introduce a quotation. */
  private static boolean beginsAsHistory(Element blockquote) {
    String beginning = beginning(blockquote);
    if (SENDER.matcher(beginning).lookingAt()) {
      return true;
    }
    String line = beginning.replace('\n', ' ');
    int colon = line.indexOf(": ");
    for (int i = 0; i < MOST_COLONS && colon > 0 && colon <= LONGEST_CELL; i++) {
      if (ReplyText.endsInIntroduction(line.substring(0, colon + 1))) {
        return true;
      }
      colon = line.indexOf(": ", colon + 1);
    }
    return false;
  }

  /** Whether the line ends in the element are those that a reader sees; nothing if it says none. */
  static Optional<Boolean> keepsLines(Element element) {
    Matcher whiteSpace = WHITE_SPACE.matcher(style(element));
    if (whiteSpace.find()) {
      return Optional.of(LINE_KEEPING.contains(whiteSpace.group(1)));
    }
    return PREFORMATTED.contains(element.normalName()) ? Optional.of(true) : Optional.empty();
  }

  private static boolean hasClass(Element element, Predicate<String> kind) {
    return element.hasAttr("class") && element.classNames().stream().anyMatch(kind);
  }

  /** An element's id; Outlook prefixes those of mail that it shows again. */
  private static String id(Element element) {
    String id = element.id().toLowerCase(Locale.ROOT);
    return id.startsWith("x_") ? id.substring(2) : id;
  }

  private static String style(Element element) {
    return !element.hasAttr("style")
        ? ""
        : element.attr("style").toLowerCase(Locale.ROOT).replaceAll("\\s+", "");
  }
}
