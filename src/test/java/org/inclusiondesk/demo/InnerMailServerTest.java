package org.inclusiondesk.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Flags.Flag;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.Thread.UncaughtExceptionHandler;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(60)
class InnerMailServerTest {
  private static final Mailbox DESK = new Mailbox("Inclusion.Desk@icb.example");
  private static final Instant NOW = Instant.parse("2026-11-20T09:30:00Z");

  private final InnerMailServer server = new InnerMailServer(DESK, 0, 0, new SecureRandom());

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void hasTheDesksMailboxFromTheStart() {
    assertThat(server.mailboxes())
        .singleElement()
        .satisfies(
            mailbox -> {
              assertThat(mailbox.address()).isEqualTo("inclusion.desk@icb.example");
              assertThat(mailbox.desk()).isTrue();
              assertThat(mailbox.folders())
                  .extracting(MailboxContent.Folder::name)
                  .containsExactly("INBOX");
            });
  }

  @Test
  void givesTheDeskItsMailByImap() throws Exception {
    write("Joining", "I would like to join.").sendTo(server, NOW);

    try (Store store = open(server.imapUrl(DESK))) {
      Folder inbox = store.getFolder("INBOX");
      inbox.open(Folder.READ_ONLY);
      Message mail = inbox.getMessage(1);
      assertThat(MailText.people(mail.getFrom())).isEqualTo("Zoë O'Neil <zoe@staff.example>");
      assertThat(mail.getSubject()).isEqualTo("Joining");
      assertThat(mail.getContent().toString().strip()).isEqualTo("I would like to join.");
      assertThat(mail.getSentDate()).isEqualTo(NOW);
      inbox.close();
    }
  }

  @Test
  void showsFoldersAndFlagsOfTheDesksMailbox() throws Exception {
    write("handled", "").sendTo(server, NOW);
    write("left to people", "").sendTo(server, NOW);

    try (Store store = open(server.imapUrl(DESK))) {
      Folder handled = store.getFolder("Handled");
      assertThat(handled.create(Folder.HOLDS_MESSAGES)).isTrue();
      IMAPFolder inbox = (IMAPFolder) store.getFolder("INBOX");
      inbox.open(Folder.READ_WRITE);
      inbox.getMessage(2).setFlag(Flag.FLAGGED, true);
      inbox.moveMessages(new Message[] {inbox.getMessage(1)}, handled);
      inbox.close();
    }

    List<MailboxContent.Folder> folders = server.mailboxes().get(0).folders();
    assertThat(folders)
        .extracting(MailboxContent.Folder::name)
        .containsExactlyInAnyOrder("INBOX", "Handled");
    assertThat(folder(folders, "Handled").mails())
        .singleElement()
        .satisfies(mail -> assertThat(mail.subject()).isEqualTo("handled"));
    assertThat(folder(folders, "INBOX").mails())
        .singleElement()
        .satisfies(
            mail -> {
              assertThat(mail.subject()).isEqualTo("left to people");
              assertThat(mail.flagged()).isTrue();
            });
  }

  @Test
  void percentEncodesWhoLogsIn() {
    URI imap = server.imapUrl(new Mailbox("o'neil+x/y@icb.example"));
    URI smtp = server.smtpUrl();

    assertThat(imap.getRawUserInfo()).startsWith("o%27neil%2Bx%2Fy%40icb.example:");
    assertThat(imap.getHost()).isEqualTo("127.0.0.1");
    assertThat(imap.getPort()).isEqualTo(server.imapPort()).isPositive();
    assertThat(smtp.getRawUserInfo()).startsWith("inclusion.desk%40icb.example:");
    assertThat(smtp.getPort()).isEqualTo(server.smtpPort()).isPositive();
  }

  @Test
  void opensNoMailboxWithoutItsPassword() {
    URI right = server.imapUrl(DESK);
    URI wrong = URI.create(right.toString().replaceFirst(":[^:@]+@", ":wrong@"));

    assertThatThrownBy(() -> open(wrong)).isInstanceOf(AuthenticationFailedException.class);
  }

  @Test
  void givesEveryMailboxAPasswordOfItsOwn() {
    String desk = server.imapUrl(DESK).getRawUserInfo().split(":")[1];
    String other = server.imapUrl(new Mailbox("a@icb.example")).getRawUserInfo().split(":")[1];

    assertThat(desk).hasSizeGreaterThan(20).isNotEqualTo(other);
    assertThat(server.imapUrl(DESK).getRawUserInfo()).endsWith(desk);
  }

  @Test
  void saysWhichPortIsInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();
      try (InnerMailServer second = new InnerMailServer(DESK, 0, port, new SecureRandom())) {
        assertThatThrownBy(second::start)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("IMAP")
            .hasMessageContaining("127.0.0.1:" + port)
            .hasMessageContaining("in use");
      }
    }
  }

  @Test
  void logsNobodysAddressOrText() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger("com.icegreen.greenmail");
    Level before = logger.getLevel();
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(log);
    try {
      write("CANARY", "CANARY").sendTo(server, NOW);
      server.imapUrl(new Mailbox("new@icb.example"));
    } finally {
      logger.detachAppender(log);
      logger.setLevel(before);
    }

    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .noneMatch(line -> line.contains("@") || line.contains("CANARY"));
  }

  @Test
  void quotesNoMailWhenItsSenderBreaksOff() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger(InnerMailServer.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.list = new CopyOnWriteArrayList<>();
    log.start();
    logger.addAppender(log);
    List<Throwable> escaped = new CopyOnWriteArrayList<>();
    UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> escaped.add(fault));
    try {
      try (Socket smtp = new Socket("127.0.0.1", server.smtpPort())) {
        BufferedReader replies =
            new BufferedReader(
                new InputStreamReader(smtp.getInputStream(), StandardCharsets.US_ASCII));
        replies.readLine();
        for (String line :
            List.of("HELO me", "MAIL FROM:<a@b.example>", "RCPT TO:<c@d.example>", "DATA")) {
          smtp.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
          replies.readLine();
        }
        smtp.getOutputStream().write("CANARY".getBytes(StandardCharsets.US_ASCII));
      }
      await().until(() -> !log.list.isEmpty() || !escaped.isEmpty());
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
      logger.detachAppender(log);
    }

    assertThat(escaped).isEmpty();
    assertThat(log.list)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getFormattedMessage()).doesNotContain("CANARY", "@");
              assertThat(event.getThrowableProxy()).isNull();
            });
  }

  private static StaffMail write(String subject, String text) {
    return new StaffMail("Zoë O'Neil", new Mailbox("zoe@staff.example"), subject, text, null);
  }

  private static MailboxContent.Folder folder(List<MailboxContent.Folder> folders, String name) {
    return folders.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  private static Store open(URI address) throws MessagingException {
    String[] user = address.getRawUserInfo().split(":");
    Store store = Session.getInstance(new Properties()).getStore("imap");
    store.connect(
        address.getHost(),
        address.getPort(),
        URLDecoder.decode(user[0], StandardCharsets.UTF_8),
        URLDecoder.decode(user[1], StandardCharsets.UTF_8));
    return store;
  }
}
