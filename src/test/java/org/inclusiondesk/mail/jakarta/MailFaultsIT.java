package org.inclusiondesk.mail.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.conversation.Reply;
import org.inclusiondesk.mail.EnvelopeSender;
import org.inclusiondesk.mail.FaultyLine;
import org.inclusiondesk.mail.Gateway;
import org.inclusiondesk.mail.MailRig;
import org.inclusiondesk.mail.MailRoom;
import org.inclusiondesk.mail.MailServer;
import org.inclusiondesk.mail.MailServers;
import org.inclusiondesk.mail.ServerUrl;
import org.inclusiondesk.mail.Trust;
import org.inclusiondesk.outbox.Dispatcher;
import org.inclusiondesk.outbox.Fate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The gateway on Dovecot and Postfix while something fails. Each time: no mail is lost, none is
 * acknowledged twice, nothing loops, and what is not handled lies in INBOX with a flag.
 */
@Tag("full")
@ExtendWith(MailServer.Once.class)
final class MailFaultsIT {
  private static final String BOX = "corpus";
  private static final Mailbox DESK = new Mailbox(BOX + "@test.local");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final MailServer server;
  private final String mark = "m" + UUID.randomUUID().toString().substring(0, 8);
  private final List<AutoCloseable> open = new ArrayList<>();
  @TempDir private Path directory;
  private MailRig rig;
  private FaultyLine imap;
  private FaultyLine smtp;
  private MailRoom room;
  private Dispatcher dispatcher;

  MailFaultsIT(MailServer server) {
    this.server = server;
  }

  @BeforeEach
  void start() throws Exception {
    empty(BOX, "INBOX");
    empty(BOX, "Handled");
    rig = new MailRig(directory);
    open.add(rig);
    imap = new FaultyLine(server.imapPort());
    open.add(imap);
    smtp = new FaultyLine(server.smtpPort());
    open.add(smtp);
    room = room(rig, BOX, DESK, imap.port());
    dispatcher = dispatcher(rig, DESK);
  }

  @AfterEach
  void stop() throws Exception {
    server.thawImap();
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  @Test
  void waitsForAServerThatStallsAndGoesOn() throws Exception {
    arrive(1, 5);
    room.pollOnce();
    arrive(6, 10);
    server.freezeImap();
    CompletableFuture<Integer> poll = CompletableFuture.supplyAsync(room::pollOnce);
    await().during(Duration.ofSeconds(1)).until(() -> !poll.isDone());
    server.thawImap();

    assertThat(poll.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(5);
    assertAllHandledAndAcknowledgedOnce(10);
  }

  @Test
  void leavesAServerThatStallsForGoodAndConnectsAnew() throws Exception {
    arrive(1, 5);
    room.pollOnce();
    arrive(6, 10);
    server.freezeImap();
    CompletableFuture<Integer> poll = CompletableFuture.supplyAsync(room::pollOnce);
    await().during(Duration.ofSeconds(1)).until(() -> !poll.isDone());

    // Nobody thaws it: the desk's own patience ends.
    poll.get(150, TimeUnit.SECONDS);
    pollUntilHandled(10);
    assertAllHandledAndAcknowledgedOnce(10);
  }

  @Test
  void takesUpAgainWhatALineThatBrokeInTheMiddleOfAMailInterrupted() throws Exception {
    append(BOX, IntStream.rangeClosed(1, 20).mapToObj(n -> mail(n, "x ".repeat(50_000))).toList());
    imap.breakAfter(250_000, 6);
    pollUntilHandled(20);

    assertThat(imap.breaks()).isEqualTo(6);
    assertAllHandledAndAcknowledgedOnce(20);
  }

  @Test
  void goesOnAfterTheServerStartedAnew() throws Exception {
    arrive(1, 5);
    room.pollOnce();
    arrive(6, 10);
    server.restart();
    pollUntilHandled(10);
    assertAllHandledAndAcknowledgedOnce(10);
  }

  @Test
  void answersNothingTwiceWhereTheMailboxGetsNewNumbers() throws Exception {
    rig.desk.answer =
        said ->
            Reply.of(
                said.text().contains("park") ? Reply.Kind.OUT_OF_SCOPE : Reply.Kind.JOIN, "Yes.");
    arrive(1, 3);
    append(BOX, List.of(mail(4, "Where do I park?"), mail(5, "Where do I park?")));
    room.pollOnce();
    open.remove(room);
    room.close();
    server.renumber(BOX);
    room = room(rig, BOX, DESK, imap.port());
    arrive(6, 7);
    pollUntilHandled(5);
    room.pollOnce();

    assertThat(flagsIn("INBOX")).hasSize(2).allMatch(flags -> flags.contains(Flags.Flag.FLAGGED));
    assertAcknowledgedOnce(7);
  }

  @Test
  void leavesInInboxWhatTheFolderOfHandledMailDoesNotTake() throws Exception {
    arrive(1, 1);
    room.pollOnce();
    server.setFull(BOX, "Handled", true);
    try {
      arrive(2, 4);
      room.pollOnce();
      assertThat(flagsIn("INBOX")).hasSize(3).allMatch(flags -> flags.contains(Flags.Flag.FLAGGED));
      rig.clock.advance(Duration.ofMinutes(1));
      room.pollOnce();
      assertThat(flagsIn("INBOX")).hasSize(3).allMatch(flags -> flags.contains(Flags.Flag.FLAGGED));
    } finally {
      server.setFull(BOX, "Handled", false);
    }
    pollUntilHandled(4);
    assertAllHandledAndAcknowledgedOnce(4);
  }

  @Test
  void triesAgainWhatIsRefusedForNowAndGivesUpAloudWhatIsRefusedForGood() throws Exception {
    arrive(1, 3);
    append(BOX, List.of(mail("gone-" + mark + "@test.local", 4, "Hello")));
    room.pollOnce();
    smtp.refuse("450 4.2.0 Greylisted, try again later");
    dispatchAll();
    assertThat(rig.outbox.backlog().waiting()).isEqualTo(4);

    smtp.refuse("");
    rig.clock.advance(Duration.ofMinutes(1));
    dispatchAll();
    assertThat(rig.outbox.backlog().waiting()).isZero();
    assertThat(rig.outbox.backlog().refused()).isEqualTo(1);
    assertAcknowledgedOnce(3);
  }

  @Test
  void sendsAgainUnderTheSameIdWhatAServerTookWithoutSayingSo() throws Exception {
    arrive(1, 1);
    room.pollOnce();
    smtp.loseTheNextReceipt();
    dispatchAll();
    assertThat(smtp.breaks()).isEqualTo(1);
    assertThat(rig.outbox.backlog().waiting()).isEqualTo(1);

    rig.clock.advance(Duration.ofMinutes(1));
    assertAllHandledAndAcknowledgedOnce(1);
  }

  @Test
  void answersNeitherAVacationNoticeNorABounceAndNotesWhatCameBack() throws Exception {
    rig.outbox.add(toSend("autoreply@test.local", "vacation"));
    rig.outbox.add(toSend("ghost@test.local", "ghost"));
    dispatchAll();
    send("autoreply@test.local", DESK.value());
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              room.pollOnce();
              List<Flags> lying = flagsIn("INBOX");
              return lying.size() == 2
                  && lying.stream().allMatch(flags -> flags.contains(Flags.Flag.FLAGGED));
            });

    assertThat(rig.desk.heard).isEmpty();
    assertThat(rig.outbox.backlog().waiting()).isZero();
    assertThat(rig.desk.returned)
        .singleElement()
        .satisfies(mail -> assertThat(mail.effect()).isEqualTo(mark + "ghost"));
    assertThat(fate(mark + "ghost")).isEqualTo(Fate.RETURNED);
    assertThat(fate(mark + "vacation")).isEqualTo(Fate.DELIVERED);
  }

  @Test
  void takesTwoThousandMailsAtOnceOnceEachThoughTwoGatewaysLiveInTheMailbox() throws Exception {
    int count = 2000;
    arrive(1, count);
    MailRig second = new MailRig(rig, directory);
    open.add(second);
    MailRoom other = room(second, BOX, DESK, server.imapPort());
    CompletableFuture<Integer> polled = CompletableFuture.supplyAsync(other::pollOnce);
    room.pollOnce();
    polled.get(10, TimeUnit.MINUTES);
    pollUntilHandled(count);

    assertThat(flagsIn("INBOX")).isEmpty();
    // Where both move a mail at the same moment, Dovecot may keep a copy for each.
    assertThat(in(BOX, "Handled", MailFaultsIT::messageIds)).hasSize(count);
    assertAcknowledgedOnce(count);
  }

  @Test
  void acknowledgesOnceWhatIsDeliveredTwiceWithAMessageIdAndWithout() throws Exception {
    for (String raw :
        List.of(mail(1, "Hello"), mail(2, "Hello").replaceAll("Message-ID.*\r\n", ""))) {
      append(BOX, List.of("Received: from one.example\r\n" + raw));
      append(BOX, List.of("Received: from two.example\r\nX-Spam: no\r\n" + raw));
    }
    pollUntilHandled(4);
    assertThat(flagsIn("INBOX")).isEmpty();
    assertAcknowledgedOnce(2);
  }

  @Test
  void twoDesksFallSilentAfterOneExchange() throws Exception {
    Mailbox otherDesk = new Mailbox("sponsor@test.local");
    empty("sponsor", "INBOX");
    Path elsewhere = Files.createDirectory(directory.resolve("other"));
    MailRig other = new MailRig(elsewhere);
    open.add(other);
    MailRoom otherRoom = room(other, "sponsor", otherDesk, server.imapPort());
    Dispatcher otherDispatcher = dispatcher(other, otherDesk);
    append(BOX, List.of(mail(otherDesk.value(), 1, "Hello, other desk")));
    for (int round = 0; round < 5; round++) {
      room.pollOnce();
      dispatchAll();
      otherRoom.pollOnce();
      while (otherDispatcher.dispatch() > 0) {}
      int expected = 1;
      await().atMost(PATIENCE).until(() -> count("sponsor", "INBOX") == expected);
    }
    otherRoom.pollOnce();

    assertThat(rig.desk.heard).hasSize(1);
    assertThat(other.desk.heard).isEmpty();
    assertThat(flagsIn("INBOX")).isEmpty();
    assertThat(other.outbox.backlog().waiting()).isZero();
  }

  // --- the desk

  private MailRoom room(MailRig of, String box, Mailbox desk, int port) {
    MailServers servers = servers(box, desk, port);
    MailRoom made =
        of.room(
            new ImapMailbox(servers.incoming(), new ReportReader(new MailParser())),
            of.gateway(servers, new Gateway.DailyCaps(10, 10_000)));
    open.add(made);
    return made;
  }

  private Dispatcher dispatcher(MailRig of, Mailbox desk) {
    return of.dispatcher(of.courier(servers(BOX, desk, server.imapPort())));
  }

  private MailServers servers(String box, Mailbox desk, int imapPort) {
    return new MailServers(
        ServerUrl.parse("imap://%s%%40test.local:secret@127.0.0.1:%d".formatted(box, imapPort)),
        ServerUrl.parse("smtp://%s%%40test.local:secret@127.0.0.1:%d".formatted(box, smtp.port())),
        desk,
        new Mailbox("kmicb.od@test.local"),
        new Trust.Inner(),
        EnvelopeSender.MAILBOX);
  }

  private void dispatchAll() {
    while (dispatcher.dispatch() > 0) {}
  }

  private void pollUntilHandled(int count) {
    await()
        .atMost(Duration.ofMinutes(3))
        .until(
            () -> {
              rig.clock.advance(Duration.ofMinutes(6));
              room.pollOnce();
              return count(BOX, "Handled") >= count;
            });
  }

  private org.inclusiondesk.outbox.Message toSend(String to, String what) {
    return org.inclusiondesk.outbox.Message.to(
        new Mailbox(to), mark + what, "Request", List.of(new Block.Paragraph("Hello")));
  }

  private Fate fate(String effect) {
    return rig.database.read(handle -> rig.outbox.fate(handle, effect)).orElseThrow();
  }

  // --- what must hold

  private void assertAllHandledAndAcknowledgedOnce(int count) throws Exception {
    assertThat(flagsIn("INBOX")).isEmpty();
    assertThat(count(BOX, "Handled")).isEqualTo(count);
    assertAcknowledgedOnce(count);
  }

  /** Each sender has one answer: one Message-ID, however often a server delivered it. */
  private void assertAcknowledgedOnce(int count) throws Exception {
    assertThat(rig.desk.effects).hasSizeGreaterThanOrEqualTo(count);
    dispatchAll();
    assertThat(rig.outbox.backlog().waiting()).isZero();
    Set<String> all = new TreeSet<>();
    IntStream.rangeClosed(1, count).mapToObj(this::sender).forEach(all::add);
    await().atMost(Duration.ofMinutes(3)).until(() -> answers().keySet().containsAll(all));
    Map<String, Set<String>> answers = answers();
    assertThat(answers.keySet()).isEqualTo(all);
    assertThat(answers.values()).allMatch(ids -> ids.size() == 1);
  }

  /** The Message-IDs of what each sender got. */
  private Map<String, Set<String>> answers() throws MessagingException {
    Map<String, Set<String>> answers = new TreeMap<>();
    in(
        "staff",
        "INBOX",
        folder -> {
          Message[] messages = folder.getMessages();
          FetchProfile profile = new FetchProfile();
          profile.add("To");
          profile.add("Message-ID");
          folder.fetch(messages, profile);
          for (Message message : messages) {
            String to = message.getHeader("To")[0];
            if (to.contains(mark)) {
              answers
                  .computeIfAbsent(to, unknown -> new HashSet<>())
                  .add(message.getHeader("Message-ID")[0]);
            }
          }
          return true;
        });
    return answers;
  }

  // --- the boxes

  private String sender(int number) {
    return "staff+" + mark + "." + number + "@test.local";
  }

  private String mail(int number, String text) {
    return mail(sender(number), number, text);
  }

  private String mail(String from, int number, String text) {
    return "From: "
        + from
        + "\r\nTo: "
        + DESK.value()
        + "\r\nSubject: "
        + mark
        + "\r\nDate: Fri, 20 Nov 2026 09:00:00 +0000\r\nMessage-ID: <"
        + number
        + "@"
        + mark
        + ">\r\n\r\n"
        + text.replaceAll("(.{1,900}) ", "$1\r\n")
        + "\r\n";
  }

  private void arrive(int first, int last) throws MessagingException {
    append(BOX, IntStream.rangeClosed(first, last).mapToObj(n -> mail(n, "Hello")).toList());
  }

  private void append(String box, List<String> raw) throws MessagingException {
    in(
        box,
        "INBOX",
        folder -> {
          List<Message> messages = new ArrayList<>();
          for (String one : raw) {
            messages.add(
                new MimeMessage(
                    Session.getInstance(new Properties()),
                    new ByteArrayInputStream(one.getBytes(StandardCharsets.UTF_8))));
          }
          folder.appendMessages(messages.toArray(Message[]::new));
          return true;
        });
  }

  /** A mail of the desk's address that no desk wrote, so that an answering machine answers it. */
  private void send(String to, String from) throws MessagingException {
    Properties properties = new Properties();
    properties.put("mail.smtp.host", "127.0.0.1");
    properties.put("mail.smtp.port", Integer.toString(server.smtpPort()));
    properties.put("mail.smtp.from", from);
    Session session = Session.getInstance(properties);
    MimeMessage message = new MimeMessage(session);
    message.setFrom(from);
    message.setRecipients(Message.RecipientType.TO, to);
    message.setSubject(mark);
    message.setText("Hello");
    jakarta.mail.Transport.send(message);
  }

  private List<Flags> flagsIn(String name) throws MessagingException {
    List<Flags> flags = new ArrayList<>();
    in(
        BOX,
        name,
        folder -> {
          for (Message message : folder.getMessages()) {
            flags.add(message.getFlags());
          }
          return true;
        });
    return flags;
  }

  private static Set<String> messageIds(Folder folder) throws MessagingException {
    Message[] messages = folder.getMessages();
    FetchProfile profile = new FetchProfile();
    profile.add("Message-ID");
    folder.fetch(messages, profile);
    Set<String> ids = new HashSet<>();
    for (Message message : messages) {
      ids.add(message.getHeader("Message-ID")[0]);
    }
    return ids;
  }

  private int count(String box, String name) throws MessagingException {
    return in(box, name, Folder::getMessageCount);
  }

  private void empty(String box, String name) throws MessagingException {
    in(
        box,
        name,
        folder -> {
          folder.setFlags(folder.getMessages(), new Flags(Flags.Flag.DELETED), true);
          return folder.expunge().length;
        });
  }

  private interface Work<T> {
    T on(Folder folder) throws MessagingException;
  }

  private <T> T in(String box, String name, Work<T> work) throws MessagingException {
    try (Store store = Session.getInstance(new Properties()).getStore("imap")) {
      store.connect("127.0.0.1", server.imapPort(), box + "@test.local", "secret");
      try (Folder folder = store.getFolder(name)) {
        if (!folder.exists()) {
          folder.create(Folder.HOLDS_MESSAGES);
        }
        folder.open(Folder.READ_WRITE);
        return work.on(folder);
      }
    }
  }
}
