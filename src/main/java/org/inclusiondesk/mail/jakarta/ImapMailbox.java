package org.inclusiondesk.mail.jakarta;

import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessageRemovedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.UIDFolder;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.ListInfo;
import org.eclipse.angus.mail.imap.protocol.Namespaces;
import org.inclusiondesk.mail.AccessTokens;
import org.inclusiondesk.mail.Inbox;
import org.inclusiondesk.mail.IncomingMail;
import org.inclusiondesk.mail.MailFault;
import org.inclusiondesk.mail.MailReading;
import org.inclusiondesk.mail.ServerUrl;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An INBOX on an IMAP server. Keeps one connection from visit to visit and makes a new one after a
 * fault; between the visits the server tells on it of new mail (IDLE, RFC 2177), where it can. For
 * one thread at a time, but for {@link #stopWaiting}.
 *
 * <p>Angus Mail never gives up an IDLE whose server has fallen silent. So each one has an end, and
 * where the server does not come back from it either, another thread cuts the line. A server whose
 * line broke three times in a row while it should have told of mail is left alone with that for an
 * hour, and visited as often as before.
 */
public final class ImapMailbox implements Inbox {
  /** Where handled mail goes. */
  public static final String HANDLED = "Handled";

  private static final Logger LOG = LoggerFactory.getLogger(ImapMailbox.class);

  // Servers and what stands between forget a silent line; RFC 2177 says 29 minutes, firewalls less.
  private static final Duration LONGEST_IDLE = Duration.ofMinutes(9);
  private static final Duration COMES_BACK_WITHIN = Duration.ofSeconds(30);
  private static final Duration FAREWELL = Duration.ofMillis(500);
  private static final Duration LOGOUT = Duration.ofSeconds(2);
  // Two may be waiting for a server to come back; the third cuts.
  private static final int WATCHERS = 3;
  private static final Duration BREATH = Duration.ofSeconds(1);
  private static final Duration QUICK = Duration.ofMillis(250);
  private static final int MOST_QUICK = 10;
  private static final int MOST_BROKEN = 3;
  private static final Duration IDLE_AGAIN = Duration.ofHours(1);

  private final ServerUrl server;
  private final @Nullable AccessTokens tokens;
  private final Function<byte[], IncomingMail> parser;
  private final Session session;
  private final Line line = new Line();
  private final Duration comesBackWithin;
  private final ScheduledExecutorService watch =
      Executors.newScheduledThreadPool(
          WATCHERS,
          work -> {
            Thread thread = new Thread(work, "mail-watch");
            thread.setDaemon(true);
            return thread;
          });
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile @Nullable IMAPFolder idling;
  private @Nullable IMAPStore store;
  private @Nullable IMAPFolder inbox;
  private @Nullable Folder handled;
  private boolean listens;
  private boolean moves;
  private boolean expunges;
  private int quick;
  private int broken;
  private long againFrom = System.nanoTime();

  /**
   * @param parser makes a mail of any bytes, without an exception
   */
  public ImapMailbox(ServerUrl server, Function<byte[], IncomingMail> parser) {
    this(server, null, parser, COMES_BACK_WITHIN);
  }

  /**
   * @param tokens what to log in with; null where it is the password of the server's address
   */
  public ImapMailbox(
      ServerUrl server, @Nullable AccessTokens tokens, Function<byte[], IncomingMail> parser) {
    this(server, tokens, parser, COMES_BACK_WITHIN);
  }

  /**
   * @param comesBackWithin how long the server may take to come back from an IDLE
   */
  ImapMailbox(
      ServerUrl server,
      @Nullable AccessTokens tokens,
      Function<byte[], IncomingMail> parser,
      Duration comesBackWithin) {
    this.server = server;
    this.tokens = tokens;
    this.parser = parser;
    this.comesBackWithin = comesBackWithin;
    Properties properties = new Properties();
    properties.put("mail.imap.socketFactory", line);
    properties.setProperty("mail.imap.socketFactory.fallback", "false");
    properties.setProperty("mail.imap.fetchsize", Integer.toString(512 * 1024));
    properties.setProperty("mail.imap.peek", "true");
    // One connection: what is asked of the store while INBOX is open would make a second, with the
    // token of the first, and the line to watch would be the wrong one.
    properties.setProperty("mail.imap.connectionpoolsize", "1");
    this.session = Connections.session(server, tokens, properties);
  }

  @Override
  public Visit visit() {
    try {
      IMAPFolder folder = open();
      return new OpenVisit(folder, folder.getUIDValidity());
    } catch (MessagingException fault) {
      hangUp();
      throw Connections.fault(fault);
    } catch (MailFault noToken) {
      hangUp();
      throw noToken;
    }
  }

  private static List<Item> items(IMAPFolder folder, long above) throws MessagingException {
    Message[] messages =
        above == 0 ? folder.getMessages() : folder.getMessagesByUID(above + 1, UIDFolder.LASTUID);
    FetchProfile profile = new FetchProfile();
    profile.add(UIDFolder.FetchProfileItem.UID);
    profile.add(FetchProfile.Item.FLAGS);
    profile.add(IMAPFolder.FetchProfileItem.INTERNALDATE);
    profile.add(FetchProfile.Item.SIZE);
    List<Item> items = new ArrayList<>();
    // The last message is always among them (RFC 3501 §6.4.8), so mostly there is nothing to fetch.
    if (above > 0 && messages.length == 1 && folder.getUID(messages[0]) <= above) {
      return items;
    }
    folder.fetch(messages, profile);
    for (Message message : messages) {
      try {
        long uid = folder.getUID(message);
        if (uid > above && !message.isSet(Flags.Flag.DELETED)) {
          Date arrived = message.getReceivedDate();
          items.add(new Item(uid, arrived == null ? Instant.now() : arrived.toInstant()));
        }
      } catch (MessageRemovedException goneMeanwhile) {
        LOG.debug("event=mail outcome=gone");
      }
    }
    items.sort(Comparator.comparingLong(Item::uid));
    return items;
  }

  private IMAPFolder open() throws MessagingException {
    leaveFolder();
    IMAPStore connected = store;
    if (connected == null) {
      connected = (IMAPStore) session.getStore("imap");
      Connections.connect(connected, server, tokens);
      store = connected;
      listens = connected.hasCapability("IDLE");
      moves = connected.hasCapability("MOVE");
      expunges = connected.hasCapability("UIDPLUS");
    }
    IMAPFolder opened = (IMAPFolder) connected.getFolder("INBOX");
    opened.open(Folder.READ_WRITE);
    inbox = opened;
    return opened;
  }

  /**
   * Leaves the folder of the last visit. Where the line turns out to be broken the store goes, too:
   * Angus Mail would connect it anew with the token of the old connection.
   */
  private void leaveFolder() {
    IMAPFolder known = inbox;
    inbox = null;
    if (known != null) {
      try {
        known.close(false);
      } catch (MessagingException | IllegalStateException broken) {
        LOG.debug("event=mail outcome=hung-up");
      }
      if (line.broken()) {
        hangUp();
      }
    }
  }

  @Override
  public boolean listens() {
    return inbox != null && listens && System.nanoTime() - againFrom >= 0;
  }

  @Override
  public void await(Duration longest) {
    long begun = System.nanoTime();
    IMAPFolder folder = inbox;
    if (folder == null || !listens() || stopped.getCount() == 0) {
      pause(longest);
      return;
    }
    if (quick >= MOST_QUICK) {
      quick--;
      pause(longest.compareTo(BREATH) < 0 ? longest : BREATH);
      return;
    }
    try {
      idle(folder, longest.compareTo(LONGEST_IDLE) < 0 ? longest : LONGEST_IDLE);
    } catch (MessagingException | IllegalStateException fault) {
      throw idleFailed(fault);
    }
    broken = 0;
    // A server that always has something to say must not keep the desk running in circles.
    quick = System.nanoTime() - begun < QUICK.toNanos() ? quick + 1 : 0;
  }

  private void idle(IMAPFolder folder, Duration longest) throws MessagingException {
    Future<?> ends =
        watch.schedule(() -> endIdle(folder), longest.toMillis(), TimeUnit.MILLISECONDS);
    Future<?> cuts =
        watch.schedule(
            () -> {
              LOG.warn("event=mail-idle outcome=silent");
              line.cut();
            },
            longest.plus(comesBackWithin).toMillis(),
            TimeUnit.MILLISECONDS);
    idling = folder;
    try {
      if (stopped.getCount() > 0) {
        folder.idle(true);
      }
    } finally {
      idling = null;
      ends.cancel(false);
      cuts.cancel(false);
    }
  }

  /**
   * Any command ends an IDLE that is on its way; on a folder whose line broke it would connect
   * anew.
   */
  private static void endIdle(IMAPFolder folder) {
    try {
      synchronized (folder) {
        if (folder.isOpen()) {
          folder.doCommand(protocol -> true);
        }
      }
    } catch (MessagingException | IllegalStateException ended) {
      LOG.debug("event=mail-idle outcome=ended");
    }
  }

  /** Whether a wait is on its way in which the server tells of mail. For any thread. */
  boolean idling() {
    return idling != null;
  }

  private MailFault idleFailed(Exception fault) {
    hangUp();
    broken++;
    if (broken >= MOST_BROKEN) {
      againFrom = System.nanoTime() + IDLE_AGAIN.toNanos();
      broken = 0;
    }
    return fault instanceof MessagingException messaging
        ? Connections.fault(messaging)
        : new MailFault(MailFault.Reason.UNREACHABLE, fault);
  }

  private void pause(Duration longest) {
    try {
      if (stopped.await(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void cut() {
    line.cut();
  }

  @Override
  public void stopWaiting() {
    stopped.countDown();
    IMAPFolder folder = idling;
    if (folder != null) {
      watch.execute(() -> endIdle(folder));
      Future<?> unused =
          watch.schedule(
              () -> {
                if (idling != null) {
                  line.cut();
                }
              },
              FAREWELL.toMillis(),
              TimeUnit.MILLISECONDS);
    }
  }

  /** Hangs up, and stops waiting for good. Doing it again does no harm. */
  @Override
  public void close() {
    if (watch.isShutdown()) {
      hangUp();
      return;
    }
    stopWaiting();
    Future<?> cuts = watch.schedule(line::cut, LOGOUT.toMillis(), TimeUnit.MILLISECONDS);
    IMAPStore connected = store;
    IMAPFolder folder = inbox;
    try {
      if (connected != null && folder != null && folder.isOpen()) {
        folder.close(false);
        connected.close();
      }
    } catch (MessagingException | IllegalStateException alreadyGone) {
      LOG.debug("event=mail outcome=hung-up");
    }
    cuts.cancel(false);
    watch.shutdownNow();
    hangUp();
  }

  /**
   * The next visit connects anew. Without a farewell: Angus Mail would connect once more to say it.
   */
  private void hangUp() {
    store = null;
    inbox = null;
    handled = null;
    line.cut();
  }

  /** What a visit asks of the server; a broken line hangs up. */
  private interface Command<T> {
    T run() throws MessagingException, IOException;
  }

  /** What a visit does to a mail. */
  private interface Deed<T> {
    T on(@Nullable IMAPMessage message) throws MessagingException, IOException;
  }

  private final class OpenVisit implements Visit {
    private final IMAPFolder folder;
    private final long validity;

    OpenVisit(IMAPFolder folder, long validity) {
      this.folder = folder;
      this.validity = validity;
    }

    @Override
    public long validity() {
      return validity;
    }

    @Override
    public List<Item> items(long above) {
      return on(() -> ImapMailbox.items(folder, above));
    }

    @Override
    public Fetched fetch(Item item) {
      return on(
          item,
          message -> {
            if (message == null) {
              return new Fetched.Gone();
            }
            if (message.getSizeLong() > MailReading.LARGEST) {
              return new Fetched.TooLarge();
            }
            byte[] bytes = bytes(message);
            message.invalidateHeaders();
            return bytes == null ? new Fetched.TooLarge() : new Fetched.Mail(parser.apply(bytes));
          });
    }

    @Override
    public void moveToHandled(Item item) {
      on(
          item,
          message -> {
            if (message != null) {
              message.setFlag(Flags.Flag.FLAGGED, false);
              message.setFlag(Flags.Flag.SEEN, true);
              move(message);
            }
            return true;
          });
    }

    private void move(IMAPMessage message) throws MessagingException {
      Folder to = handled == null ? handled(folder) : handled;
      handled = null;
      Message[] one = {message};
      if (moves) {
        folder.moveMessages(one, to);
      } else {
        folder.copyMessages(one, to);
        message.setFlag(Flags.Flag.DELETED, true);
        if (expunges) {
          folder.expunge(one);
        }
      }
      // Only where it went well: somebody may have taken the folder away.
      handled = to;
    }

    @Override
    public void flag(Item item) {
      on(
          item,
          message -> {
            if (message != null) {
              message.setFlag(Flags.Flag.FLAGGED, true);
            }
            return true;
          });
    }

    private <T> T on(Item item, Deed<T> deed) {
      return on(
          () -> {
            try {
              return deed.on((IMAPMessage) folder.getMessageByUID(item.uid()));
            } catch (MessageRemovedException goneMeanwhile) {
              return gone(deed);
            }
          });
    }

    private <T> T on(Command<T> command) {
      try {
        return command.run();
      } catch (MessagingException fault) {
        throw hangUpIfBroken(Connections.fault(fault));
      } catch (IOException | IllegalStateException lineBroke) {
        throw hangUpIfBroken(new MailFault(MailFault.Reason.UNREACHABLE, lineBroke));
      } catch (OutOfMemoryError tooLong) {
        // The server announced an answer longer than memory; what follows on this line is its rest.
        throw hangUpIfBroken(new MailFault(MailFault.Reason.UNREACHABLE, tooLong));
      }
    }

    private <T> T gone(Deed<T> deed) {
      try {
        return deed.on(null);
      } catch (MessagingException | IOException fault) {
        throw new MailFault(MailFault.Reason.REFUSED, fault);
      }
    }

    private MailFault hangUpIfBroken(MailFault fault) {
      if (fault.reason() != MailFault.Reason.REFUSED) {
        hangUp();
      }
      return fault;
    }
  }

  /** The whole message as it lies there, unread marks untouched; null where it is too large. */
  private static byte @Nullable [] bytes(IMAPMessage message)
      throws MessagingException, IOException {
    message.setPeek(true);
    try (InputStream in = message.getMimeStream()) {
      // Whatever the server said of the size, no more than this is ever kept.
      byte[] bytes = in.readNBytes(MailReading.LARGEST + 1);
      return bytes.length > MailReading.LARGEST ? null : bytes;
    }
  }

  /**
   * The folder of handled mail, beside INBOX or, where the server wants it so, below it; made where
   * it is missing. Asked for on the connection of INBOX.
   */
  private static Folder handled(IMAPFolder inbox) throws MessagingException {
    String below = inbox.getFullName() + inbox.getSeparator() + HANDLED;
    String name =
        (String)
            inbox.doCommand(
                protocol -> {
                  String beside = prefix(protocol) + HANDLED;
                  return provided(protocol, beside) || !provided(protocol, below) ? beside : below;
                });
    return inbox.getStore().getFolder(name);
  }

  /** What the names of all folders but INBOX begin with (RFC 2342). */
  private static String prefix(IMAPProtocol protocol) throws ProtocolException {
    if (!protocol.hasCapability("NAMESPACE")) {
      return "";
    }
    Namespaces namespaces = protocol.namespace();
    return namespaces == null || namespaces.personal == null || namespaces.personal.length == 0
        ? ""
        : namespaces.personal[0].prefix;
  }

  /**
   * Whether there is such a folder; it is made where it is missing. Another desk may have made it
   * at the same moment.
   */
  private static boolean provided(IMAPProtocol protocol, String name) throws ProtocolException {
    if (isListed(protocol, name)) {
      return true;
    }
    try {
      protocol.create(name);
      return true;
    } catch (CommandFailedException refused) {
      return isListed(protocol, name);
    }
  }

  private static boolean isListed(IMAPProtocol protocol, String name) throws ProtocolException {
    ListInfo[] listed = protocol.list("", name);
    return listed != null && Arrays.stream(listed).anyMatch(info -> info.canOpen);
  }
}
