package org.inclusiondesk.demo;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.store.StoredMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.user.UserManager;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Flags.Flag;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A mail server of the desk's own, SMTP and IMAP on 127.0.0.1. Takes mail for any address, keeps it
 * in memory and passes none on, so nothing leaves the machine. Mailboxes come into being with their
 * first mail; each has a password drawn at random.
 *
 * <p>Safe for several threads.
 */
public final class InnerMailServer implements AutoCloseable {
  /** Where SMTP is spoken unless another port is given. */
  public static final int SMTP_PORT = 3025;

  /** Where IMAP is spoken unless another port is given. */
  public static final int IMAP_PORT = 3143;

  private static final Logger LOG = LoggerFactory.getLogger(InnerMailServer.class);
  private static final String HOST = "127.0.0.1";

  private final Mailbox desk;
  private final SecureRandom random;
  private final int smtpPort;
  private final int imapPort;
  private final GreenMail server;

  /**
   * A server that does not run yet.
   *
   * @param desk the desk's own mailbox; it exists from the start
   * @param smtpPort 0 for any free port
   * @param imapPort 0 for any free port
   * @param random draws the mailboxes' passwords
   */
  public InnerMailServer(Mailbox desk, int smtpPort, int imapPort, SecureRandom random) {
    this.desk = desk;
    this.random = random;
    this.smtpPort = smtpPort;
    this.imapPort = imapPort;
    this.server =
        new GreenMail(
            new ServerSetup[] {
              new ServerSetup(smtpPort, HOST, ServerSetup.PROTOCOL_SMTP),
              new ServerSetup(imapPort, HOST, ServerSetup.PROTOCOL_IMAP)
            });
  }

  /**
   * Starts to listen.
   *
   * @throws IllegalStateException if a port is in use; the message says which, and what to do
   */
  public void start() {
    requireFree("SMTP", smtpPort);
    requireFree("IMAP", imapPort);
    inQuietThreads(server::start);
    server
        .getUserManager()
        .setMessageDeliveryHandler((mail, receiver) -> account(receiver.getEmail()));
    try {
      account(desk.value());
    } catch (UserException fault) {
      throw new IllegalStateException("the desk's mailbox could not be made", fault);
    }
  }

  /** The desk's own mailbox. */
  public Mailbox desk() {
    return desk;
  }

  /** The port that SMTP is spoken on; the real one, once the server runs. */
  public int smtpPort() {
    return server.getSmtp().getPort();
  }

  /** The port that IMAP is spoken on; the real one, once the server runs. */
  public int imapPort() {
    return server.getImap().getPort();
  }

  /**
   * Where and as whom to send mail: {@code smtp://user:password@127.0.0.1:3025}, user (the desk's
   * own) and password percent-encoded. A secret.
   */
  public URI smtpUrl() {
    return url("smtp", desk, smtpPort());
  }

  /**
   * Where and as whom to read a mailbox, which is made if it does not exist: {@code
   * imap://user:password@127.0.0.1:3143}, user and password percent-encoded. A secret.
   */
  public URI imapUrl(Mailbox mailbox) {
    return url("imap", mailbox, imapPort());
  }

  /** Every mailbox with its folders and mails; the desk's own first, then by address. */
  List<MailboxContent> mailboxes() {
    List<MailboxContent> all = new ArrayList<>();
    for (GreenMailUser user : List.copyOf(server.getUserManager().listUser())) {
      List<MailboxContent.Folder> folders = new ArrayList<>();
      for (MailFolder folder : foldersOf(user)) {
        List<MailboxContent.Mail> mails = new ArrayList<>();
        for (StoredMessage stored : folder.getNonDeletedMessages()) {
          mails.add(summary(stored));
        }
        folders.add(new MailboxContent.Folder(folder.getName(), mails));
      }
      all.add(new MailboxContent(user.getEmail(), user.getEmail().equals(key(desk)), folders));
    }
    all.sort(
        Comparator.comparing((MailboxContent one) -> !one.desk())
            .thenComparing(MailboxContent::address));
    return all;
  }

  /** One mail as people read it, or nothing where there is none of that number. */
  Optional<MailText> read(Mailbox mailbox, String folderName, long uid) {
    GreenMailUser user = server.getUserManager().getUserByEmail(key(mailbox));
    if (user == null) {
      return Optional.empty();
    }
    return foldersOf(user).stream()
        .filter(folder -> folder.getName().equals(folderName))
        .flatMap(folder -> folder.getNonDeletedMessages().stream())
        .filter(stored -> stored.getUid() == uid)
        .findFirst()
        .map(stored -> MailText.of(stored.getMimeMessage()));
  }

  /** Stops listening and forgets all mail. */
  @Override
  public void close() {
    server.stop();
  }

  /**
   * GreenMail's threads, which belong to the group of the thread that starts the server. A broken
   * connection ends such a thread with an exception that quotes the mail, which no log may show.
   */
  private static final class QuietThreads extends ThreadGroup {
    QuietThreads() {
      super("inner-mail");
    }

    @Override
    public void uncaughtException(Thread thread, Throwable fault) {
      LOG.warn("event=inner-mail outcome=connection-fault class={}", fault.getClass().getName());
    }
  }

  private static void inQuietThreads(Runnable starting) {
    FutureTask<Void> start = new FutureTask<>(starting, null);
    new Thread(new QuietThreads(), start, "inner-mail").start();
    try {
      start.get();
    } catch (ExecutionException fault) {
      throw new IllegalStateException("the inner mail server could not start", fault);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the inner mail server was stopped at its start", stopped);
    }
  }

  private static void requireFree(String protocol, int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
    } catch (IOException inUse) {
      throw new IllegalStateException(
          "the inner mail server cannot speak %s on %s:%d: the port is in use; stop what uses it or choose another port"
              .formatted(protocol, HOST, port),
          inUse);
    }
  }

  private synchronized GreenMailUser account(String address) throws UserException {
    String key = address.toLowerCase(Locale.ROOT);
    UserManager users = server.getUserManager();
    GreenMailUser known = users.getUserByEmail(key);
    if (known != null) {
      return known;
    }
    byte[] password = new byte[18];
    random.nextBytes(password);
    return users.createUser(
        key, key, Base64.getUrlEncoder().withoutPadding().encodeToString(password));
  }

  private URI url(String scheme, Mailbox mailbox, int port) {
    try {
      GreenMailUser user = account(mailbox.value());
      return URI.create(
          "%s://%s:%s@%s:%d"
              .formatted(scheme, encode(user.getLogin()), encode(user.getPassword()), HOST, port));
    } catch (UserException fault) {
      throw new IllegalStateException("a mailbox could not be made", fault);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String key(Mailbox mailbox) {
    return mailbox.canonical();
  }

  private Collection<MailFolder> foldersOf(GreenMailUser user) {
    try {
      return server.getManagers().getImapHostManager().listMailboxes(user, "*");
    } catch (FolderException fault) {
      throw new IllegalStateException("a mailbox's folders could not be listed", fault);
    }
  }

  private static MailboxContent.Mail summary(StoredMessage stored) {
    try {
      return new MailboxContent.Mail(
          stored.getUid(),
          MailText.people(stored.getMimeMessage().getFrom()),
          Optional.ofNullable(stored.getMimeMessage().getSubject()).orElse(""),
          stored.getReceivedDate().toInstant(),
          stored.isSet(Flag.SEEN),
          stored.isSet(Flag.FLAGGED),
          stored.isSet(Flag.ANSWERED));
    } catch (MessagingException malformed) {
      return new MailboxContent.Mail(
          stored.getUid(),
          "",
          "(this mail's header cannot be read)",
          stored.getReceivedDate().toInstant(),
          stored.isSet(Flag.SEEN),
          stored.isSet(Flag.FLAGGED),
          stored.isSet(Flag.ANSWERED));
    }
  }
}
