package org.inclusiondesk.mail.jakarta;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import java.net.IDN;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.mail.AccessTokens;
import org.inclusiondesk.mail.EnvelopeSender;
import org.inclusiondesk.mail.MailFault;
import org.inclusiondesk.mail.MailServers;
import org.inclusiondesk.mail.ServerUrl;
import org.inclusiondesk.outbox.Courier;
import org.inclusiondesk.outbox.Delivery;
import org.inclusiondesk.outbox.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends messages to mailboxes through an SMTP server. Keeps the connection from message to message
 * until {@link #rest}, and makes a new one after whatever went wrong. Safe for any number of
 * threads, which take turns.
 *
 * <p>What the server refuses for the receiver's or the mail's sake is given up; whatever may be our
 * own fault or a passing one (no line, log-in refused, sender refused, any 4xx) is tried again. A
 * line that breaks after the mail's last byte leaves open whether the server has it: it is sent
 * again, with the same Message-ID.
 *
 * <p>A try ends after three minutes, waiting for other threads included: timeouts alone do not
 * bound a server that says a byte now and then, and a try that outlasts its lease (ten minutes,
 * begun in the first five) would be made by another process, too.
 */
public final class SmtpCourier implements Courier {
  private static final Logger LOG = LoggerFactory.getLogger(SmtpCourier.class);

  private static final Pattern EXCHANGE_REFUSES_SENDER =
      Pattern.compile(
          "SendAsDenied|SubmissionQuotaExceeded"
              + "|\\b5\\.(?:1\\.(?:8|90)|2\\.12[12]|7\\.(?:57|60|23[23]|50[1-3]|70\\d|750))\\b");

  private static final Duration LONGEST_TRY = Duration.ofMinutes(3);
  private static final Duration CUT_AGAIN = Duration.ofMillis(500);

  private final ServerUrl server;
  private final @Nullable AccessTokens tokens;
  private final Mailbox desk;
  private final EnvelopeSender envelopeSender;
  private final MimeWriter writer;
  private final Session session;
  private final Session utf8;
  private final Duration longestTry;
  private final Line line = new Line();
  private final ReentrantLock turn = new ReentrantLock();
  private final ScheduledThreadPoolExecutor watch =
      new ScheduledThreadPoolExecutor(
          1,
          work -> {
            Thread thread = new Thread(work, "mail-send-watch");
            thread.setDaemon(true);
            return thread;
          });
  private @Nullable SMTPTransport open;

  public SmtpCourier(MailServers servers, MimeWriter writer) {
    this(servers, writer, LONGEST_TRY);
  }

  /**
   * @param longestTry after which the line is cut
   */
  SmtpCourier(MailServers servers, MimeWriter writer, Duration longestTry) {
    this.longestTry = longestTry;
    watch.setRemoveOnCancelPolicy(true);
    watch.setKeepAliveTime(1, TimeUnit.MINUTES);
    watch.allowCoreThreadTimeOut(true);
    this.server = servers.outgoing();
    this.tokens = servers.tokens();
    this.desk = servers.desk();
    this.envelopeSender = servers.envelopeSender();
    this.writer = writer;
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.localhost", "localhost");
    properties.setProperty("mail.smtp.quitwait", "false");
    properties.setProperty("mail.smtp.auth", Boolean.toString(server.user() != null));
    properties.put("mail.smtp.socketFactory", line);
    properties.setProperty("mail.smtp.socketFactory.fallback", "false");
    this.session = Connections.session(server, tokens, properties);
    // A mail that asks for SMTPUTF8 (RFC 6531) gets stuck at the next server that knows none.
    properties.setProperty("mail.mime.allowutf8", "true");
    this.utf8 = Connections.session(server, tokens, properties);
  }

  @Override
  public boolean serves(Message message) {
    return message.to() instanceof Mailbox;
  }

  @Override
  public Delivery deliver(Message message) {
    long ends = System.nanoTime() + longestTry.toNanos();
    try {
      if (!turn.tryLock(longestTry.toNanos(), TimeUnit.NANOSECONDS)) {
        return new Delivery.Later("busy", null);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new Delivery.Later("interrupted", null);
    }
    ScheduledFuture<?> cut =
        watch.scheduleWithFixedDelay(
            line::cut, ends - System.nanoTime(), CUT_AGAIN.toNanos(), TimeUnit.NANOSECONDS);
    try {
      return send(message);
    } finally {
      cut.cancel(false);
      turn.unlock();
    }
  }

  private Delivery send(Message message) {
    if (!MimeWriter.canAddress(message)) {
      return new Delivery.Refused("address");
    }
    boolean needsUtf8 = needsUtf8(message);
    boolean well = false;
    try {
      SMTPMessage mail = writer.mime(message, needsUtf8 ? utf8 : session);
      mail.setEnvelopeFrom(envelopeFrom(message));
      if (needsUtf8) {
        hangUp();
      }
      SMTPTransport transport = connected(needsUtf8 ? utf8 : session);
      if (needsUtf8 && !transport.supportsExtension("SMTPUTF8")) {
        return new Delivery.Refused("smtputf8");
      }
      if (transport.supportsExtension("8BITMIME")) {
        mail.setMailExtension("BODY=8BITMIME");
      }
      transport.sendMessage(mail, mail.getAllRecipients());
      well = !needsUtf8;
      return new Delivery.Delivered();
    } catch (IllegalArgumentException ownAddress) {
      return new Delivery.Later("own-address", null);
    } catch (MessagingException fault) {
      return outcome(fault);
    } catch (MailFault noToken) {
      return new Delivery.Later(noToken.reason().word(), null);
    } finally {
      if (!well) {
        hangUp();
      }
    }
  }

  /** Hangs up. A server that took the mails has them, however it says goodbye. */
  @Override
  public void rest() {
    turn.lock();
    try {
      hangUp();
    } finally {
      turn.unlock();
    }
  }

  private void hangUp() {
    SMTPTransport transport = open;
    open = null;
    if (transport != null) {
      try {
        transport.close();
      } catch (MessagingException alreadyGone) {
        LOG.debug("event=smtp outcome=hung-up");
      }
    }
  }

  private SMTPTransport connected(Session with) throws MessagingException {
    SMTPTransport transport = open;
    if (transport == null || !transport.isConnected()) {
      transport = (SMTPTransport) with.getTransport("smtp");
      Connections.connect(transport, server, tokens);
      open = transport;
    }
    return transport;
  }

  private boolean needsUtf8(Message message) {
    return message.to() instanceof Mailbox receiver
        && !(isAscii(localPart(receiver)) && isAscii(localPart(desk)));
  }

  private static String localPart(Mailbox mailbox) {
    return mailbox.value().substring(0, mailbox.value().lastIndexOf('@'));
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(character -> character < 0x80);
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
        return speaksOfSender(refused)
            ? new Delivery.Later("sender-" + refused.getReturnCode(), null)
            : answer(refused.getReturnCode(), "recipient");
      }
      if (cause instanceof SMTPSenderFailedException refused) {
        return new Delivery.Later("sender-" + refused.getReturnCode(), null);
      }
      if (cause instanceof SMTPSendFailedException refused
          && !(refused.getNextException() instanceof SMTPAddressFailedException)) {
        return aboutSender(refused)
            ? new Delivery.Later("sender-" + refused.getReturnCode(), null)
            : answer(refused.getReturnCode(), "message");
      }
    }
    return new Delivery.Later(fault instanceof SendFailedException ? "send" : "connection", null);
  }

  /**
   * Refused at MAIL FROM, or by Exchange at RCPT TO or once it has the whole mail: the sender may
   * not send as who it is, has sent its share of the hour or the day, or is shut out for a time.
   */
  private static boolean aboutSender(SMTPSendFailedException refused) {
    return refused.getCommand().startsWith("MAIL") || speaksOfSender(refused);
  }

  private static boolean speaksOfSender(MessagingException refused) {
    String said = refused.getMessage();
    return said != null && EXCHANGE_REFUSES_SENDER.matcher(said).find();
  }

  private static @Nullable Exception next(Exception fault) {
    return fault instanceof MessagingException messaging ? messaging.getNextException() : null;
  }

  /**
   * 55x speaks of the receiver or the mail and is for ever. The other 5xx say "log in first" or
   * "not understood": ours to mend (RFC 5321 §4.2.3).
   */
  private static Delivery answer(int code, String what) {
    if (code < 0) {
      return new Delivery.Later("connection", null); // The line broke in the middle of an answer.
    }
    return code >= 550 && code < 560
        ? new Delivery.Refused(what + "-" + code)
        : new Delivery.Later(what + "-" + code, null);
  }
}
