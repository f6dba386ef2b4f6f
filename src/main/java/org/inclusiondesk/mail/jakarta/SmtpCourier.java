package org.inclusiondesk.mail.jakarta;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.net.IDN;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.mail.EnvelopeSender;
import org.inclusiondesk.mail.MailServers;
import org.inclusiondesk.mail.ServerUrl;
import org.inclusiondesk.outbox.Courier;
import org.inclusiondesk.outbox.Delivery;
import org.inclusiondesk.outbox.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends messages to mailboxes through an SMTP server, one connection a message. Safe for any number
 * of threads.
 *
 * <p>What the server refuses for the receiver's or the mail's sake is given up; whatever may be our
 * own fault or a passing one (no line, log-in refused, sender refused, any 4xx) is tried again.
 */
public final class SmtpCourier implements Courier {
  private static final Logger LOG = LoggerFactory.getLogger(SmtpCourier.class);

  private final ServerUrl server;
  private final Mailbox desk;
  private final EnvelopeSender envelopeSender;
  private final MimeWriter writer;
  private final Session session;

  public SmtpCourier(MailServers servers, MimeWriter writer) {
    this.server = servers.outgoing();
    this.desk = servers.desk();
    this.envelopeSender = servers.envelopeSender();
    this.writer = writer;
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.localhost", "localhost");
    properties.setProperty("mail.smtp.quitwait", "false");
    properties.setProperty("mail.smtp.auth", Boolean.toString(server.user() != null));
    this.session = Connections.session(server, properties);
  }

  @Override
  public boolean serves(Message message) {
    return message.to() instanceof Mailbox;
  }

  @Override
  public Delivery deliver(Message message) {
    try {
      SMTPMessage mail = writer.mime(message, session);
      mail.setEnvelopeFrom(envelopeFrom(message));
      Transport transport = session.getTransport("smtp");
      try {
        transport.connect(server.host(), server.port(), server.user(), server.password());
        transport.sendMessage(mail, mail.getAllRecipients());
      } finally {
        hangUp(transport);
      }
      return new Delivery.Delivered();
    } catch (MessagingException fault) {
      return outcome(fault);
    }
  }

  /** A server that took the mail has it, however it says goodbye. */
  private static void hangUp(Transport transport) {
    try {
      transport.close();
    } catch (MessagingException alreadyGone) {
      LOG.debug("event=smtp outcome=hung-up");
    }
  }

  private String envelopeFrom(Message message) {
    if (envelopeSender == EnvelopeSender.NULL && message.answers() != null) {
      return "<>";
    }
    String value = desk.value();
    int at = value.lastIndexOf('@') + 1;
    return value.substring(0, at) + IDN.toASCII(value.substring(at), IDN.ALLOW_UNASSIGNED);
  }

  private static Delivery outcome(MessagingException fault) {
    if (fault instanceof AuthenticationFailedException) {
      return new Delivery.Later("authentication", null);
    }
    for (Exception cause = fault; cause != null; cause = next(cause)) {
      if (cause instanceof SMTPAddressFailedException refused) {
        return answer(refused.getReturnCode(), "recipient");
      }
      if (cause instanceof SMTPSenderFailedException refused) {
        return new Delivery.Later("sender-" + refused.getReturnCode(), null);
      }
      if (cause instanceof SMTPSendFailedException refused
          && !(refused.getNextException() instanceof SMTPAddressFailedException)) {
        boolean senderDenied =
            refused.getMessage() != null && refused.getMessage().contains("SendAsDenied");
        return senderDenied
            ? new Delivery.Later("sender-denied", null)
            : answer(refused.getReturnCode(), "message");
      }
    }
    return new Delivery.Later(fault instanceof SendFailedException ? "send" : "connection", null);
  }

  private static @Nullable Exception next(Exception fault) {
    return fault instanceof MessagingException messaging ? messaging.getNextException() : null;
  }

  /**
   * 55x speaks of the receiver or the mail and is for ever. The other 5xx say "log in first" or
   * "not understood": ours to mend (RFC 5321 §4.2.3).
   */
  private static Delivery answer(int code, String what) {
    return code >= 550 && code < 560
        ? new Delivery.Refused(what + "-" + code)
        : new Delivery.Later(what + "-" + code, null);
  }
}
