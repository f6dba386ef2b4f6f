package org.inclusiondesk.mail.jakarta;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Reference;
import org.inclusiondesk.mail.DeliveryReport;
import org.inclusiondesk.mail.IncomingMail;

/**
 * Reads of a bounce what is written for machines: the fields of the delivery status (RFC 3464 §2)
 * and the header of the mail that came back (RFC 6522 §3); of post offices that write neither, the
 * lines that look like such a header. Never throws, and looks at so many parts and bytes and no
 * more. Safe for any number of threads.
 */
public final class ReportReader implements Function<byte[], IncomingMail> {
  private static final int DEEPEST = 6;
  private static final int MOST_PARTS = 50;
  private static final int MOST_BYTES = 64 * 1024;
  private static final int MOST_FOUND = 20;
  private static final String UNSAID = "";

  private static final Pattern ACTION = field("Action", "([a-z]+)");
  private static final Pattern FINAL_RECIPIENT = field("Final-Recipient", "");
  private static final Pattern RECIPIENT =
      field(
          "(?:Final|Original)-Recipient",
          "[^;\\r\\n]{0,100};[ \\t]*+<?([^\\s<>;]{1,64}@[^\\s<>;]{1,253})");
  private static final Pattern MESSAGE_ID = field("Message-ID", "(<[^<>\\s]{1,250}>)");
  private static final Pattern SUBJECT = field("Subject", "([^\\r\\n]{1,1000})");
  private static final Pattern TO =
      field("To", "[^\\r\\n]{0,200}?(?<![^\\s<>,;:\"])([^\\s<>,;\"]{1,64}@[^\\s<>,;\"]{1,253})");
  private static final Pattern FOLD = Pattern.compile("\\r?\\n[ \\t]+");
  private static final Pattern BLANK_LINE = Pattern.compile("\\r?\\n[ \\t]*\\r?\\n");
  private static final Pattern ONLY_LATE =
      Pattern.compile("delay|warning|not yet|still trying|will retry", Pattern.CASE_INSENSITIVE);

  private final Function<byte[], IncomingMail> parser;

  /**
   * @param parser makes a mail of any bytes, without an exception
   */
  public ReportReader(Function<byte[], IncomingMail> parser) {
    this.parser = parser;
  }

  @Override
  public IncomingMail apply(byte[] bytes) {
    IncomingMail mail = parser.apply(bytes);
    return mail.bounce() ? mail.reporting(report(bytes, mail)) : mail;
  }

  private static DeliveryReport report(byte[] bytes, IncomingMail mail) {
    Found found = new Found();
    found.part(Entity.mail(bytes), 0);
    if (!found.machineParts) {
      found.header(mail.text().substring(0, Math.min(mail.text().length(), MOST_BYTES)));
    }
    mail.headers().all("X-Failed-Recipients").forEach(found::failedRecipients);
    boolean failed =
        found.actions.contains("failed")
            || ((found.actions.isEmpty() || found.actions.contains(UNSAID))
                && !ONLY_LATE.matcher(mail.subject()).find());
    return new DeliveryReport(
        failed,
        List.copyOf(found.messageIds),
        List.copyOf(found.references),
        List.copyOf(found.receivers));
  }

  /**
   * What became of the receivers by a delivery status (RFC 3464 §2.3.3), in lower case; an empty
   * word among them where it has receivers of whom it says nothing, or is longer than is read,
   * because the rest may say otherwise.
   */
  static Set<String> actions(Entity status) {
    String fields = Found.text(status);
    Set<String> actions = actions(Found.unfolded(fields));
    if (fields.length() >= MOST_BYTES) {
      actions.add(UNSAID);
    }
    return actions;
  }

  private static Set<String> actions(String fields) {
    List<String> said =
        ACTION.matcher(fields).results().map(r -> r.group(1).toLowerCase(Locale.ROOT)).toList();
    Set<String> actions = new LinkedHashSet<>(said);
    if (FINAL_RECIPIENT.matcher(fields).results().count() > said.size()) {
      actions.add(UNSAID);
    }
    return actions;
  }

  /** Whether a part of this type is a delivery status (RFC 3464, RFC 6533). */
  static boolean isStatus(String type) {
    return type.endsWith("/delivery-status") || type.endsWith("/global-delivery-status");
  }

  /** A field at the beginning of a line, whatever its case, with what is wanted of its value. */
  private static Pattern field(String name, String value) {
    return Pattern.compile(
        "^" + name + "[ \\t]*+:[ \\t]*+" + value, Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
  }

  /** What one walk through the parts of one bounce finds. */
  private static final class Found {
    private final Set<String> actions = new LinkedHashSet<>();
    private final Set<String> messageIds = new LinkedHashSet<>();
    private final Set<Reference> references = new LinkedHashSet<>();
    private final Set<Mailbox> receivers = new LinkedHashSet<>();
    private boolean machineParts;
    private int parts;

    void part(Entity part, int depth) {
      if (depth > DEEPEST || parts++ > MOST_PARTS) {
        return;
      }
      ContentType declared =
          ContentType.of(part.headers().first("Content-Type").orElse(null), "text/plain");
      String type = declared.value();
      if (declared.is("multipart")) {
        for (Slice child :
            Multipart.parts(part.body(), declared.parameter("boundary"), MOST_PARTS)) {
          part(Entity.read(child), depth + 1);
        }
      } else if (isStatus(type)) {
        machineParts = true;
        status(unfolded(text(part)));
      } else if (depth > 0 && returned(type)) {
        machineParts = true;
        header(BLANK_LINE.split(text(part).stripLeading(), 2)[0]);
      }
    }

    /** Types of the mail that came back, or its header alone (RFC 6522 §3, RFC 6533 §6). */
    private static boolean returned(String type) {
      return type.equals("message/rfc822")
          || type.equals("message/global")
          || type.equals("message/global-headers")
          || type.endsWith("/rfc822-headers");
    }

    private void status(String fields) {
      actions.addAll(actions(fields));
      all(RECIPIENT, fields).forEach(this::receiver);
    }

    void header(String folded) {
      String fields = unfolded(folded);
      messageIds.addAll(all(MESSAGE_ID, fields));
      all(SUBJECT, fields).forEach(subject -> references.addAll(Reference.allIn(subject)));
      all(TO, fields).forEach(this::receiver);
    }

    void failedRecipients(String value) {
      for (String address : value.split(",", MOST_FOUND)) {
        receiver(address);
      }
    }

    private void receiver(String address) {
      Mailbox.parse(address).ifPresent(receivers::add);
    }

    private static String unfolded(String fields) {
      return FOLD.matcher(fields).replaceAll(" ");
    }

    private static List<String> all(Pattern pattern, String text) {
      List<String> all = new ArrayList<>();
      Matcher matcher = pattern.matcher(text);
      while (all.size() < MOST_FOUND && matcher.find()) {
        all.add(matcher.group(1));
      }
      return all;
    }

    private static String text(Entity part) {
      byte[] bytes = Transfer.of(part.headers()).decode(part.body(), MOST_BYTES);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
