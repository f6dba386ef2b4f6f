package org.inclusiondesk.mail;

import java.util.List;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.jspecify.annotations.Nullable;

/**
 * A mail that arrived, as far as it can be understood. Personal data: {@code toString} shows none
 * of it.
 *
 * @param key SHA-256, in hex, of what stays the same when the mail is delivered again: sender,
 *     Message-ID, date, subject and text
 * @param size in bytes, as received
 * @param headers the mail's own header fields
 * @param messageId its Message-ID, angle brackets included; null where it bears none
 * @param references the ids of References and In-Reply-To, oldest first, angle brackets included
 * @param from who says to have written it; null where no address can be read
 * @param fromName the name beside that address; null where there is none
 * @param soleAuthor whether exactly one From field stands there and names exactly one well-formed
 *     address; of other mail nobody is proven to be the author
 * @param recipients of To and Cc, as far as they can be read
 * @param subject decoded; blank where there is none
 * @param text the best plain text, quoted history included; blank where there is none
 * @param reply the text without quoted history, signature and disclaimer; may be blank
 * @param bounce whether it reports a failed delivery
 * @param reason why it must not be answered, a short word for logs; null where a person wrote it
 * @param report what a bounce says of the mail that came back; null where it was not read
 */
public record IncomingMail(
    String key,
    long size,
    Headers headers,
    @Nullable String messageId,
    List<String> references,
    @Nullable Mailbox from,
    @Nullable String fromName,
    boolean soleAuthor,
    List<Mailbox> recipients,
    String subject,
    String text,
    String reply,
    boolean bounce,
    @Nullable String reason,
    @Nullable DeliveryReport report) {

  public IncomingMail {
    references = List.copyOf(references);
    recipients = List.copyOf(recipients);
    if (bounce && reason == null) {
      throw new IllegalArgumentException("a bounce is automatic mail");
    }
  }

  /** This bounce with what it says. */
  public IncomingMail reporting(DeliveryReport read) {
    return new IncomingMail(
        key,
        size,
        headers,
        messageId,
        references,
        from,
        fromName,
        soleAuthor,
        recipients,
        subject,
        text,
        reply,
        bounce,
        reason,
        read);
  }

  /** Whether it must not be answered. */
  public boolean automatic() {
    return reason != null;
  }

  @Override
  public String toString() {
    return "IncomingMail[size=" + size + ", reason=" + reason + "]";
  }
}
