package org.inclusiondesk.mail.jakarta;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.mail.MessageIds;
import org.inclusiondesk.outbox.Message;
import org.inclusiondesk.outbox.Message.Answered;
import org.jspecify.annotations.Nullable;

/**
 * Writes a message of the outbox as a mail: plain text and HTML, threaded, marked as automatic (RFC
 * 3834 §3), always with the same Message-ID for the same effect. Safe for any number of threads.
 */
public final class MimeWriter {
  private static final String SENDER_NAME = "Inclusion Desk";
  // Control characters, other line ends, and what turns the direction of the text round.
  private static final Pattern UNFIT =
      Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]+");
  // Of these IDNA 2003, all that Java has, makes another domain than IDNA 2008 (RFC 5894 §7.2).
  private static final Pattern DEVIATION = Pattern.compile("[\u00DF\u1E9E\u03C2\u200C\u200D]");
  private static final Pattern MESSAGE_ID = Pattern.compile("<[!-;=?-~]{1,250}>");
  private static final int MOST_REFERENCES = 20;
  private static final int LONGEST_LINE = 700;

  private final Mailbox desk;
  private final MessageIds ids;
  private final Clock clock;

  /**
   * @param desk who the mail is from
   */
  public MimeWriter(Mailbox desk, MessageIds ids, Clock clock) {
    this.desk = desk;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * The mail as it goes over the wire.
   *
   * @throws IllegalArgumentException if the message does not go to a mailbox
   */
  public byte[] write(Message message) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      mime(message, Session.getInstance(new Properties())).writeTo(bytes);
      return bytes.toByteArray();
    } catch (MessagingException | IOException fault) {
      throw new IllegalStateException("a mail could not be written", fault);
    }
  }

  /** Whether the message goes to a mailbox whose domain can be written (RFC 5891). */
  static boolean canAddress(Message message) {
    return message.to() instanceof Mailbox receiver && canAddress(receiver);
  }

  private static boolean canAddress(Mailbox mailbox) {
    try {
      return !domain(mailbox).isEmpty();
    } catch (IllegalArgumentException unwritable) {
      return false;
    }
  }

  /** Whether an address can stand in a mail to anybody: one beyond ASCII asks for SMTPUTF8. */
  private static boolean isPlain(Mailbox mailbox) {
    String value = mailbox.value();
    return canAddress(mailbox)
        && StandardCharsets.US_ASCII
            .newEncoder()
            .canEncode(value.substring(0, value.lastIndexOf('@')));
  }

  private static String domain(Mailbox mailbox) {
    if (DEVIATION.matcher(mailbox.domain()).find()) {
      throw new IllegalArgumentException("the domain cannot be written for certain");
    }
    return IDN.toASCII(mailbox.domain(), IDN.ALLOW_UNASSIGNED);
  }

  SMTPMessage mime(Message message, Session session) throws MessagingException {
    if (!(message.to() instanceof Mailbox receiver)) {
      throw new IllegalArgumentException("the message does not go to a mailbox");
    }
    Answered answered = message.answers();
    SMTPMessage mail =
        new Identified(
            session, ids.of(message.effect(), answered == null ? List.of() : answered.about()));
    mail.setFrom(address(desk, SENDER_NAME));
    mail.setRecipient(jakarta.mail.Message.RecipientType.TO, address(receiver, null));
    Mailbox replies = message.replyTo();
    if (replies != null && isPlain(replies)) {
      mail.setReplyTo(new InternetAddress[] {address(replies, null)});
    }
    mail.setSubject(oneLine(message.subject()), StandardCharsets.UTF_8.name());
    mail.setSentDate(Date.from(clock.instant()));
    mail.setHeader("Auto-Submitted", answered == null ? "auto-generated" : "auto-replied");
    mail.setHeader("X-Auto-Response-Suppress", "All");
    if (answered != null) {
      thread(mail, answered);
    }
    MimeMultipart alternatives = new MimeMultipart("alternative");
    alternatives.addBodyPart(part(Block.plain(message.body()), "plain"));
    alternatives.addBodyPart(part(MailPage.of(oneLine(message.subject()), message.body()), "html"));
    mail.setContent(alternatives);
    mail.saveChanges();
    return mail;
  }

  private static void thread(MimeMessage mail, Answered answered) throws MessagingException {
    List<String> references = new ArrayList<>();
    answered.references().stream()
        .filter(id -> MESSAGE_ID.matcher(id).matches())
        .forEach(references::add);
    String messageId = answered.messageId();
    if (messageId != null && MESSAGE_ID.matcher(messageId).matches()) {
      mail.setHeader("In-Reply-To", messageId);
      references.remove(messageId);
      references.add(messageId);
    }
    if (references.size() > MOST_REFERENCES) {
      references.subList(1, references.size() - MOST_REFERENCES + 1).clear();
    }
    if (!references.isEmpty()) {
      mail.setHeader("References", String.join("\r\n ", references));
    }
  }

  private static InternetAddress address(Mailbox mailbox, @Nullable String name)
      throws MessagingException {
    String value = mailbox.value();
    int at = value.lastIndexOf('@');
    try {
      InternetAddress address = new InternetAddress();
      address.setAddress(oneLine(value.substring(0, at + 1) + domain(mailbox)));
      if (name != null) {
        address.setPersonal(oneLine(name), StandardCharsets.UTF_8.name());
      }
      return address;
    } catch (UnsupportedEncodingException fault) {
      throw new IllegalStateException("UTF-8 is missing from this Java", fault);
    }
  }

  /** Text as it stands, not encoded, so that a stored or printed mail can be read by people. */
  private static MimeBodyPart part(String text, String subtype) throws MessagingException {
    String lines = shortLines(text);
    MimeBodyPart part = new MimeBodyPart();
    part.setText(lines.replace("\n", "\r\n") + "\r\n", StandardCharsets.UTF_8.name(), subtype);
    part.setHeader(
        "Content-Transfer-Encoding",
        StandardCharsets.US_ASCII.newEncoder().canEncode(lines) ? "7bit" : "8bit");
    return part;
  }

  /** Breaks lines that no mail server has to accept (RFC 5322 §2.1.1: 998 bytes), at a space. */
  private static String shortLines(String text) {
    StringBuilder all = new StringBuilder();
    for (String line : text.replace("\r\n", "\n").replace('\r', '\n').split("\n", -1)) {
      String rest = line;
      while (rest.getBytes(StandardCharsets.UTF_8).length > LONGEST_LINE) {
        int end = end(rest);
        all.append(rest, 0, end).append('\n');
        rest = rest.substring(end).stripLeading();
      }
      all.append(rest).append('\n');
    }
    all.setLength(all.length() - 1);
    return all.toString();
  }

  /** How many characters of a long line fit; 200 of them never exceed what is allowed. */
  private static int end(String line) {
    int end = 0;
    int bytes = 0;
    int space = 0;
    while (end < line.length() && bytes < LONGEST_LINE) {
      int character = line.codePointAt(end);
      bytes += character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
      if (character == ' ') {
        space = end;
      }
      end += Character.charCount(character);
    }
    return space > 0 ? space : end;
  }

  /** What goes into a header: one line, whatever somebody put in to make it two. */
  static String oneLine(String value) {
    return UNFIT.matcher(value).replaceAll(" ").strip();
  }

  /** A mail whose Message-ID is chosen, where Angus Mail would make one up. */
  private static final class Identified extends SMTPMessage {
    private final String id;

    Identified(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}
