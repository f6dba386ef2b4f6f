package org.inclusiondesk.demo;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A mail as people read it.
 *
 * @param from its senders, perhaps empty
 * @param to its receivers, perhaps empty
 * @param subject perhaps empty
 * @param messageId its Message-ID, angle brackets included; null where it bears none
 * @param autoSubmitted the header of that name (RFC 3834 §5); null where it bears none
 * @param text its first plain text; null where there is none
 * @param html its first HTML, untouched and not to be trusted; null where there is none
 */
record MailText(
    String from,
    String to,
    String subject,
    @Nullable String messageId,
    @Nullable String autoSubmitted,
    @Nullable String text,
    @Nullable String html) {

  /** Reads what can be read; a malformed mail shows as one without text. */
  static MailText of(MimeMessage mail) {
    try {
      return new MailText(
          people(mail.getFrom()),
          people(mail.getAllRecipients()),
          Optional.ofNullable(mail.getSubject()).orElse(""),
          mail.getMessageID(),
          mail.getHeader("Auto-Submitted", null),
          first(mail, "text/plain").orElse(null),
          first(mail, "text/html").orElse(null));
    } catch (MessagingException | IOException malformed) {
      return new MailText(
          "", "", "", null, null, "(This mail cannot be read: it is malformed.)", null);
    }
  }

  /** The people as a header names them, decoded. */
  static String people(Address @Nullable [] addresses) {
    if (addresses == null) {
      return "";
    }
    List<String> people = new ArrayList<>();
    for (Address address : addresses) {
      people.add(
          address instanceof InternetAddress internet && internet.getPersonal() != null
              ? internet.getPersonal() + " <" + internet.getAddress() + ">"
              : address.toString());
    }
    return String.join(", ", people);
  }

  private static Optional<String> first(Part part, String type)
      throws MessagingException, IOException {
    if (part.isMimeType(type)
        && !Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition())
        && part.getContent() instanceof String text) {
      return Optional.of(text);
    }
    if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart parts) {
      for (int i = 0; i < parts.getCount(); i++) {
        Optional<String> found = first(parts.getBodyPart(i), type);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return "MailText[…]";
  }
}
