package org.inclusiondesk.mail.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.search.HeaderTerm;
import jakarta.mail.search.SearchTerm;
import jakarta.mail.search.SubjectTerm;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.conversation.Reply;
import org.inclusiondesk.conversation.Utterance;
import org.inclusiondesk.mail.EnvelopeSender;
import org.inclusiondesk.mail.Gateway;
import org.inclusiondesk.mail.MailRig;
import org.inclusiondesk.mail.MailRoom;
import org.inclusiondesk.mail.MailServer;
import org.inclusiondesk.mail.MailServers;
import org.inclusiondesk.mail.MessageIds;
import org.inclusiondesk.mail.ServerUrl;
import org.inclusiondesk.mail.Trust;
import org.inclusiondesk.outbox.Dispatcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The gateway on Dovecot and Postfix. */
@Tag("full")
@ExtendWith(MailServer.Once.class)
final class MailRoomIT {
  private static final Mailbox DESK = new Mailbox("gateway@test.local");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final MailServer server;
  private final String mark = UUID.randomUUID().toString();
  @TempDir private Path directory;
  private MailRig rig;
  private MailRoom room;
  private Dispatcher dispatcher;
  private MessageIds ids;

  MailRoomIT(MailServer server) {
    this.server = server;
  }

  @BeforeEach
  void start() {
    rig = new MailRig(directory);
    ids = new MessageIds(rig.lookup, DESK);
    MailServers servers =
        new MailServers(
            ServerUrl.parse(server.imapUrl("gateway").toString()),
            ServerUrl.parse(server.smtpUrl("gateway").toString()),
            DESK,
            new Mailbox("kmicb.od@test.local"),
            new Trust.AuthservId("mx.test.local"),
            EnvelopeSender.NULL);
    room =
        rig.room(
            new ImapMailbox(servers.incoming(), new MailParser()),
            rig.gateway(servers, new Gateway.DailyCaps(1000, 1000)));
    dispatcher = rig.dispatcher(rig.courier(servers));
  }

  @AfterEach
  void stop() {
    room.close();
    rig.close();
  }

  @Test
  void handlesAMailOfAProvenSenderAndAnswersIt() throws Exception {
    send("staff@test.local", "Staff <staff@test.local>", "", "I would like to join");

    Utterance heard = pollUntilHeard();
    assertThat(heard.speaker().proven()).isTrue();
    assertThat(lying("gateway", "INBOX")).isEmpty();
    assertThat(lying("gateway", "Handled")).hasSize(1);
    dispatchAll();
    Message answer = await().atMost(PATIENCE).until(this::answerToStaff, found -> found != null);
    assertThat(ids.ours(answer.getHeader("Message-ID")[0])).isTrue();
    assertThat(answer.getHeader("Return-Path")[0]).isEqualTo("<>");
    assertThat(answer.getHeader("Auto-Submitted")).containsExactly("auto-replied");
  }

  @Test
  void believesNoForgedFromField() throws Exception {
    send(
        "evil@outside.example",
        "Staff <staff@test.local>",
        "Authentication-Results: mx.test.local; dmarc=pass header.from=test.local\r\n",
        "forged");

    assertThat(pollUntilHeard().speaker().proven()).isFalse();
  }

  @Test
  void believesNoFromFieldOfADomainThatWasNotChecked() throws Exception {
    send("staff@test.local", "Boss <boss@other.example>", "", "forged");

    assertThat(pollUntilHeard().speaker().proven()).isFalse();
  }

  @Test
  void leavesWhatItCannotAnswerUnreadAndFlagged() throws Exception {
    rig.desk.answer = said -> Reply.of(Reply.Kind.OUT_OF_SCOPE, "The desk cannot answer this.");
    send("staff@test.local", "staff@test.local", "", "Where may I park?");

    pollUntilHeard();
    room.pollOnce();
    List<Flags> lying = lying("gateway", "INBOX");
    assertThat(lying).hasSize(1);
    assertThat(lying.get(0).contains(Flags.Flag.FLAGGED)).isTrue();
    assertThat(lying.get(0).contains(Flags.Flag.SEEN)).isFalse();
    assertThat(heardHere()).hasSize(1);
  }

  @Test
  void neverHearsAnAnsweringMachine() throws Exception {
    send(DESK.value(), DESK.value(), "autoreply@test.local", "", "hello");

    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              room.pollOnce();
              return found("gateway", new HeaderTerm("In-Reply-To", mark));
            },
            answers -> !answers.isEmpty() && answers.get(0).contains(Flags.Flag.FLAGGED));
    assertThat(heardHere()).isEmpty();
    assertThat(dispatcher.dispatch()).isZero();
  }

  @Test
  void flagsAReportThatAMailOfItsOwnWasNotDelivered() throws Exception {
    rig.outbox.add(
        org.inclusiondesk.outbox.Message.to(
            new Mailbox("ghost@test.local"),
            mark,
            "Request",
            List.of(new Block.Paragraph("Hello"))));
    dispatchAll();

    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              room.pollOnce();
              return found(
                  "gateway", new HeaderTerm("Content-Type", "report-type=delivery-status"));
            },
            reports -> !reports.isEmpty() && reports.get(0).contains(Flags.Flag.FLAGGED));
    assertThat(rig.desk.heard).noneMatch(heard -> heard.text().contains("ndeliver"));
  }

  private void dispatchAll() {
    while (dispatcher.dispatch() > 0) {}
  }

  private Utterance pollUntilHeard() {
    await().atMost(PATIENCE).until(() -> pollAndCount() > 0);
    return heardHere().get(0);
  }

  private int pollAndCount() {
    room.pollOnce();
    return heardHere().size();
  }

  /** Tests share the box: what bears this test's mark. */
  private List<Utterance> heardHere() {
    return rig.desk.heard.stream().filter(heard -> heard.text().contains(mark)).toList();
  }

  private void send(String envelope, String from, String more, String text) throws Exception {
    send(envelope, from, DESK.value(), more, text);
  }

  private void send(String envelope, String from, String to, String more, String text)
      throws Exception {
    Properties properties = new Properties();
    properties.put("mail.smtp.host", "127.0.0.1");
    properties.put("mail.smtp.port", Integer.toString(server.smtpPort()));
    properties.put("mail.smtp.from", envelope);
    String raw =
        more
            + "From: "
            + from
            + "\r\nTo: "
            + to
            + "\r\nSubject: "
            + mark
            + "\r\nMessage-ID: <"
            + UUID.randomUUID()
            + "@"
            + mark
            + ">\r\n\r\n"
            + text
            + "\r\n";
    Session session = Session.getInstance(properties);
    MimeMessage message =
        new MimeMessage(session, new ByteArrayInputStream(raw.getBytes(StandardCharsets.UTF_8)));
    // Transport.send would make a Message-ID of its own.
    try (Transport transport = session.getTransport("smtp")) {
      transport.connect();
      transport.sendMessage(message, new InternetAddress[] {new InternetAddress(to)});
    }
  }

  private List<Flags> lying(String box, String folderName) throws MessagingException {
    List<Flags> flags = new ArrayList<>();
    try (Store store = open(box);
        Folder folder = store.getFolder(folderName)) {
      folder.open(Folder.READ_ONLY);
      for (Message message : folder.search(new SubjectTerm(mark))) {
        flags.add(message.getFlags());
      }
    }
    return flags;
  }

  private List<Flags> found(String box, SearchTerm term) throws MessagingException {
    List<Flags> flags = new ArrayList<>();
    try (Store store = open(box);
        Folder folder = store.getFolder("INBOX")) {
      folder.open(Folder.READ_ONLY);
      for (Message message : folder.search(term)) {
        flags.add(message.getFlags());
      }
    }
    return flags;
  }

  private Message answerToStaff() throws MessagingException {
    try (Store store = open("staff");
        Folder folder = store.getFolder("INBOX")) {
      folder.open(Folder.READ_ONLY);
      for (Message message : folder.search(new HeaderTerm("In-Reply-To", mark))) {
        return new MimeMessage((MimeMessage) message);
      }
      return null;
    }
  }

  private Store open(String box) throws MessagingException {
    Store store = Session.getInstance(new Properties()).getStore("imap");
    store.connect("127.0.0.1", server.imapPort(), box + "@test.local", "secret");
    return store;
  }
}
