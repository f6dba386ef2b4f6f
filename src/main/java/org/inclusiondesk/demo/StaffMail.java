package org.inclusiondesk.demo;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Properties;
import java.util.UUID;
import java.util.regex.Pattern;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.jspecify.annotations.Nullable;

/**
 * A mail that the page's visitor writes to the desk.
 *
 * @param name the sender's, perhaps empty
 * @param from the sender's mailbox
 * @param subject perhaps empty
 * @param text perhaps empty
 * @param inReplyTo the Message-ID of the mail that it answers; null where it answers none
 */
record StaffMail(
    String name, Mailbox from, String subject, String text, @Nullable String inReplyTo) {
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final Pattern MESSAGE_ID = Pattern.compile("<[^<>\\s\\p{Cntrl}]{1,900}>");

  /**
   * @throws IllegalArgumentException if something in a header could end it
   */
  StaffMail {
    if (CONTROL.matcher(name).find() || CONTROL.matcher(subject).find()) {
      throw new IllegalArgumentException("The name and the subject are one line each.");
    }
    if (inReplyTo != null && !MESSAGE_ID.matcher(inReplyTo).matches()) {
      throw new IllegalArgumentException("inReplyTo is not a Message-ID.");
    }
  }

  /**
   * Hands the mail to the inner server by SMTP.
   *
   * @param now what its Date header says
   * @throws MessagingException if the server does not take it
   */
  void sendTo(InnerMailServer server, Instant now) throws MessagingException {
    Properties properties = new Properties();
    properties.setProperty("mail.transport.protocol", "smtp");
    properties.setProperty("mail.smtp.host", server.smtpUrl().getHost());
    properties.setProperty("mail.smtp.port", Integer.toString(server.smtpPort()));
    properties.setProperty("mail.smtp.localhost", "localhost");
    properties.setProperty("mail.smtp.connectiontimeout", "5000");
    properties.setProperty("mail.smtp.timeout", "5000");
    Session session = Session.getInstance(properties);
    MimeMessage mail = new MimeMessage(session);
    mail.setFrom(sender());
    mail.setRecipient(RecipientType.TO, new InternetAddress(server.desk().value()));
    mail.setSubject(subject, StandardCharsets.UTF_8.name());
    mail.setText(text, StandardCharsets.UTF_8.name());
    mail.setHeader(
        "Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC)));
    if (inReplyTo != null) {
      mail.setHeader("In-Reply-To", inReplyTo);
      mail.setHeader("References", inReplyTo);
    }
    mail.saveChanges();
    mail.setHeader("Message-ID", "<" + UUID.randomUUID() + "@" + from.domain() + ">");
    Transport transport = session.getTransport();
    try (transport) {
      transport.connect();
      transport.sendMessage(mail, mail.getAllRecipients());
    }
  }

  private InternetAddress sender() throws MessagingException {
    try {
      return new InternetAddress(
          from.value(), name.isBlank() ? null : name, StandardCharsets.UTF_8.name());
    } catch (UnsupportedEncodingException missing) {
      throw new IllegalStateException("every Java has UTF-8", missing);
    }
  }

  @Override
  public String toString() {
    return "StaffMail[…]";
  }
}
