package org.inclusiondesk.mail.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.inclusiondesk.mail.MailRig.DESK;
import static org.inclusiondesk.mail.MailRig.raw;

import ch.qos.logback.classic.Level;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.icegreen.greenmail.util.ServerSetupTest;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import org.inclusiondesk.conversation.Reply;
import org.inclusiondesk.mail.Gateway;
import org.inclusiondesk.mail.Inbox;
import org.inclusiondesk.mail.MailFault;
import org.inclusiondesk.mail.MailRig;
import org.inclusiondesk.mail.MailRoom;
import org.inclusiondesk.mail.MailServers;
import org.inclusiondesk.mail.ServerUrl;
import org.inclusiondesk.mail.Trust;
import org.inclusiondesk.mail.Unanswerable;
import org.inclusiondesk.outbox.Dispatcher;
import org.inclusiondesk.store.StoreUnavailable;
import org.inclusiondesk.testing.Logged;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailRoomTest {
  private static final String STAFF = "Sam Staff <sam@icb.example>";

  @TempDir private Path directory;
  private MailRig rig;
  private GreenMail server;
  private GreenMailUser box;
  private MailServers servers;
  private MailRoom room;

  @BeforeEach
  void start() {
    rig = new MailRig(directory);
    server =
        new GreenMail(
            ServerSetup.dynamicPort(
                new ServerSetup[] {ServerSetupTest.SMTP, ServerSetupTest.IMAP}));
    server.start();
    box = server.setUser(DESK.value(), "desk", "secret");
    server.setUser("sam@icb.example", "sam", "secret");
    servers =
        rig.servers(server.getImap().getPort(), server.getSmtp().getPort(), new Trust.Inner());
    room = room(new ImapMailbox(servers.incoming(), new MailParser()));
  }

  @AfterEach
  void stop() {
    room.close();
    server.stop();
    rig.close();
  }

  private MailRoom room(Inbox inbox) {
    Gateway gateway =
        new Gateway(
            rig.desk,
            MailRig.CONTEXTS,
            rig.outbox,
            rig.database,
            rig.lookup,
            servers,
            Gateway.DailyCaps.USUAL,
            Unanswerable.none(),
            rig.clock);
    return new MailRoom(inbox, gateway, rig.database, rig.lookup, rig.clock);
  }

  private Dispatcher dispatcher() {
    return rig.dispatcher(new SmtpCourier(servers, new MimeWriter(DESK, rig.ids, rig.clock)));
  }

  private void deliver(String raw) throws Exception {
    box.deliver(
        new MimeMessage(
            Session.getInstance(new Properties()),
            new ByteArrayInputStream(raw.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8))));
  }

  /** A mail as it lies in a folder. */
  private record Lying(String subject, boolean flagged, boolean read) {}

  private List<Lying> lying(String folderName) throws Exception {
    List<Lying> lying = new ArrayList<>();
    Properties properties = new Properties();
    properties.setProperty("mail.imap.port", Integer.toString(server.getImap().getPort()));
    try (Store store = Session.getInstance(properties).getStore("imap")) {
      store.connect("127.0.0.1", server.getImap().getPort(), "desk", "secret");
      Folder folder = store.getFolder(folderName);
      if (folder.exists()) {
        folder.open(Folder.READ_ONLY);
        for (Message message : folder.getMessages()) {
          lying.add(
              new Lying(
                  message.getSubject(),
                  message.isSet(Flags.Flag.FLAGGED),
                  message.isSet(Flags.Flag.SEEN)));
        }
      }
    }
    return lying;
  }

  @Test
  void movesWhatItHandledAndAnswersInTheThread() throws Exception {
    deliver(raw(STAFF, "1", "Join", "I would like to join"));

    assertThat(room.pollOnce()).isEqualTo(1);
    assertThat(lying("INBOX")).isEmpty();
    assertThat(lying("Handled")).containsExactly(new Lying("Join", false, true));
    assertThat(dispatcher().dispatch()).isEqualTo(1);
    MimeMessage answer = server.getReceivedMessages()[1];
    assertThat(answer.getHeader("In-Reply-To")).containsExactly("<1@client.example>");
    assertThat(answer.getHeader("Auto-Submitted")).containsExactly("auto-replied");
    assertThat(rig.ids.ours(answer.getMessageID())).isTrue();
    assertThat(answer.getAllRecipients())
        .extracting(Object::toString)
        .containsExactly("sam@icb.example");
    assertThat(room.state().failing()).isNull();
    assertThat(room.state().succeeded()).isEqualTo(rig.clock.instant());
  }

  @Test
  void leavesWhatItCannotAnswerUnreadAndFlaggedAndLooksAtItOnce() throws Exception {
    rig.desk.answer = said -> Reply.of(Reply.Kind.OUT_OF_SCOPE, "The desk cannot answer this.");
    deliver(raw(STAFF, "1", "Parking", "Where may I park?"));

    room.pollOnce();
    room.pollOnce();
    assertThat(room(new ImapMailbox(servers.incoming(), new MailParser())).pollOnce()).isZero();

    assertThat(lying("INBOX")).containsExactly(new Lying("Parking", true, false));
    assertThat(rig.desk.heard).hasSize(1);
    assertThat(rig.sent()).hasSize(1);
  }

  @Test
  void actsOnceOnMailDeliveredTwice() throws Exception {
    deliver(raw(STAFF, "1", "Join", "please"));
    deliver("Received: again\n" + raw(STAFF, "1", "Join", "please"));
    deliver(raw(STAFF, "", "Join too", "please"));
    deliver("Received: again\n" + raw(STAFF, "", "Join too", "please"));

    assertThat(room.pollOnce()).isEqualTo(4);
    assertThat(lying("INBOX")).isEmpty();
    assertThat(lying("Handled")).hasSize(4);
    assertThat(rig.desk.effects).hasSize(2);
    assertThat(rig.sent()).hasSize(2);
  }

  @Test
  void leavesAutomaticMailFlaggedAndItsOwnMailUntouched() throws Exception {
    deliver("Auto-Submitted: auto-replied\n" + raw(STAFF, "1", "Away", "I am away"));
    deliver("Message-ID: " + rig.ids.of("copy") + "\n" + raw(DESK.value(), "", "Copy", "x"));

    room.pollOnce();
    room.pollOnce();

    assertThat(lying("INBOX"))
        .containsExactly(new Lying("Away", true, false), new Lying("Copy", false, false));
    assertThat(rig.desk.heard).isEmpty();
    assertThat(rig.sent()).isEmpty();
  }

  @Test
  void repeatsSafelyWhatABrokenLineInterrupted() throws Exception {
    deliver(raw(STAFF, "1", "Join", "please"));
    Breaking breaking = new Breaking(new ImapMailbox(servers.incoming(), new MailParser()));
    breaking.breaksBeforeMoving = true;
    MailRoom broken = room(breaking);

    assertThat(broken.pollOnce()).isZero();
    assertThat(broken.state().failing()).isEqualTo(MailFault.Reason.UNREACHABLE);
    assertThat(lying("INBOX")).containsExactly(new Lying("Join", false, false));
    breaking.breaksBeforeMoving = false;
    assertThat(broken.pollOnce()).as("pauses after a fault").isZero();
    rig.clock.advance(Duration.ofSeconds(2));
    assertThat(broken.pollOnce()).isEqualTo(1);

    assertThat(lying("INBOX")).isEmpty();
    assertThat(lying("Handled")).hasSize(1);
    assertThat(rig.desk.effects).hasSize(1);
    assertThat(rig.sent()).hasSize(1);
    broken.close();
  }

  @Test
  void aFaultWithOneMailFlagsItTouchesNoOtherAndIsTriedAgain() throws Exception {
    rig.desk.answer =
        said -> {
          if (said.text().contains("bad")) {
            throw new IllegalStateException("a fault with this mail");
          }
          return Reply.of(Reply.Kind.JOIN, "Welcome.");
        };
    deliver(raw(STAFF, "1", "bad", "please"));
    deliver(raw(STAFF, "2", "good", "please"));

    assertThat(room.pollOnce()).isEqualTo(1);
    assertThat(lying("INBOX")).containsExactly(new Lying("bad", true, false));
    assertThat(lying("Handled")).containsExactly(new Lying("good", false, true));

    rig.desk.answer = said -> Reply.of(Reply.Kind.JOIN, "Welcome.");
    assertThat(room.pollOnce()).as("not at once").isZero();
    rig.clock.advance(Duration.ofSeconds(2));
    assertThat(room.pollOnce()).isEqualTo(1);
    assertThat(lying("Handled"))
        .containsExactlyInAnyOrder(new Lying("good", false, true), new Lying("bad", false, true));
    assertThat(rig.sent()).hasSize(2);
  }

  @Test
  void leavesOldMailAsItIsInAMailboxThatItSeesForTheFirstTime() throws Exception {
    deliver(raw(STAFF, "1", "Years ago", "please"));
    rig.clock.advance(Duration.ofDays(8));

    assertThat(room.pollOnce()).isZero();
    assertThat(lying("INBOX")).containsExactly(new Lying("Years ago", false, false));
    deliver(raw(STAFF, "2", "Today", "please"));
    assertThat(room.pollOnce()).isEqualTo(1);
    assertThat(rig.desk.heard).hasSize(1);
  }

  @Test
  void flagsWhatIsTooLargeAndLosesNothing() {
    Faked faked = new Faked();
    MailRoom large = room(faked);

    assertThat(large.pollOnce()).isEqualTo(1);
    assertThat(large.pollOnce()).isZero();
    assertThat(faked.deeds).containsExactly("flag 7");
  }

  private static Inbox.Fetched fetched(String id, String subject) {
    return new Inbox.Fetched.Mail(MailRig.mail(raw(STAFF, id, subject, "please")));
  }

  @Test
  void actsOnceThoughTheNumbersOfTheMailboxLoseTheirMeaning() {
    Faked faked = new Faked();
    faked.mails.put(7L, () -> fetched("1", "Parking"));
    rig.desk.answer = said -> Reply.of(Reply.Kind.OUT_OF_SCOPE, "The desk cannot answer this.");
    MailRoom reset = room(faked);
    assertThat(reset.pollOnce()).isEqualTo(1);

    faked.validity = 2;
    faked.uids.set(0, 1L);
    faked.mails.put(1L, () -> fetched("1", "Parking"));
    faked.uids.add(2L);
    faked.mails.put(2L, () -> fetched("2", "New"));
    assertThat(reset.pollOnce()).isEqualTo(2);

    assertThat(faked.deeds).containsExactly("flag 7", "flag 1", "flag 2");
    assertThat(rig.desk.effects).hasSize(2);
    assertThat(rig.sent()).hasSize(2);
  }

  @Test
  void asksForNewMailAloneAndForAllOfItEveryTenMinutes() {
    Faked faked = new Faked();
    MailRoom large = room(faked);
    for (int round = 0; round < 3; round++) {
      large.pollOnce();
    }
    assertThat(faked.asked).containsExactly(0L, 7L, 7L);
    // People took the deletion mark away from a mail that lay there all along.
    faked.uids.add(0, 3L);
    faked.uids.add(9L);
    large.pollOnce();
    assertThat(faked.deeds).containsExactly("flag 7", "flag 9");
    rig.clock.advance(Duration.ofMinutes(10));
    large.pollOnce();

    assertThat(faked.asked).containsExactly(0L, 7L, 7L, 7L, 0L);
    assertThat(faked.deeds).containsExactly("flag 7", "flag 9", "flag 3");
  }

  @Test
  void aMailThatBreaksTheLineEveryTimeHoldsUpNoOtherAndIsLeftToPeopleInTheEnd() {
    Faked faked = new Faked();
    faked.uids.add(8L);
    faked.mails.put(
        7L,
        () -> {
          throw new MailFault(MailFault.Reason.UNREACHABLE, new java.io.IOException("cut"));
        });
    faked.mails.put(8L, () -> fetched("8", "Join"));
    MailRoom hit = room(faked);
    assertThat(hit.pollOnce()).isZero();
    rig.clock.advance(Duration.ofMillis(1999));
    hit.pollOnce();
    assertThat(faked.deeds).as("pauses").isEmpty();
    rig.clock.advance(Duration.ofMillis(1));
    hit.pollOnce();
    assertThat(faked.deeds).containsExactly("move 8");

    for (int round = 0; round < 20 && !faked.deeds.contains("flag 7"); round++) {
      hit.pollOnce();
      rig.clock.advance(Duration.ofMinutes(20));
    }
    assertThat(faked.deeds).containsExactly("move 8", "flag 7");
    assertThat(hit.state().failing()).isNull();
    assertThat(rig.desk.heard).hasSize(1);
  }

  /** A full disk, or a server that is slowing the desk down. */
  @Test
  void whatIsNoMailsFaultCountsForNoMailHoweverLongItLasts() {
    Map<RuntimeException, MailFault.Reason> faults =
        Map.of(
            new StoreUnavailable(new IllegalStateException("full")), MailFault.Reason.STORE,
            new MailFault(MailFault.Reason.UNAVAILABLE), MailFault.Reason.UNAVAILABLE);
    faults.forEach(
        (fault, reason) -> {
          Faked faked = new Faked();
          faked.mails.put(
              7L,
              () -> {
                throw fault;
              });
          MailRoom hit = room(faked);
          for (int round = 0; round < 30; round++) {
            assertThat(hit.pollOnce()).isZero();
            assertThat(hit.state().failing()).isEqualTo(reason);
            rig.clock.advance(Duration.ofMinutes(20));
          }
          assertThat(faked.deeds).isEmpty();

          faked.mails.put(7L, () -> fetched(reason.word(), "Join"));
          assertThat(hit.pollOnce()).isEqualTo(1);
          assertThat(faked.deeds).containsExactly("move 7");
        });
  }

  @Test
  void oneMailThatTheServerCannotGiveHoldsUpNoOther() {
    Faked faked = new Faked();
    faked.uids.add(8L);
    faked.mails.put(
        7L,
        () -> {
          throw new MailFault(MailFault.Reason.UNAVAILABLE);
        });
    faked.mails.put(8L, () -> fetched("8", "Join"));
    MailRoom hit = room(faked);

    hit.pollOnce();
    assertThat(faked.deeds).isEmpty();
    rig.clock.advance(Duration.ofMinutes(5));
    hit.pollOnce();
    assertThat(faked.deeds).containsExactly("move 8");
  }

  @Test
  void goesOnAtOnceWhereTheClockWasADayAheadAndIsPutBack() {
    Faked faked = new Faked();
    faked.uids.add(8L);
    faked.mails.put(
        7L,
        () -> {
          throw new IllegalStateException("a fault with this mail");
        });
    faked.mails.put(8L, () -> fetched("8", "Join"));
    MailRoom hit = room(faked);
    rig.clock.advance(Duration.ofDays(1));
    assertThat(hit.pollOnce()).isEqualTo(1);
    faked.away = true;
    hit.pollOnce();
    rig.clock.advance(Duration.ofDays(-1));

    faked.away = false;
    faked.mails.put(7L, () -> fetched("7", "Join"));
    assertThat(hit.pollOnce()).isEqualTo(1);
    assertThat(faked.deeds).containsExactly("flag 7", "move 8", "move 7").doesNotHaveDuplicates();

    rig.clock.advance(Duration.ofDays(1));
    hit.pollOnce();
    rig.clock.advance(Duration.ofDays(-1));
    hit.watch();
    faked.away = true;
    rig.clock.advance(Duration.ofMinutes(11));
    hit.watch();
    assertThat(hit.away()).isTrue();
  }

  @Test
  void raisesOneAlarmWhenTheMailboxIsAwayForTooLongAndTellsWhenItIsBack() throws Exception {
    int port = server.getImap().getPort();
    try (Logged log = new Logged(MailRoom.class)) {
      room.pollOnce();
      server.stop();
      for (int minute = 0; minute < 30; minute++) {
        room.pollOnce();
        room.watch();
        assertThat(room.away()).isEqualTo(minute >= 10);
        rig.clock.advance(Duration.ofMinutes(1));
      }
      assertThat(log.at(Level.ERROR))
          .containsExactly("event=mail-away outcome=unreachable minutes=10");
      GreenMail again = new GreenMail(new ServerSetup(port, "127.0.0.1", "imap"));
      again.setUser(DESK.value(), "desk", "secret");
      again.start();
      try {
        room.pollOnce();
        room.watch();
        assertThat(room.away()).isFalse();
        assertThat(log.at(Level.INFO)).containsExactly("event=mail-away outcome=back");
      } finally {
        again.stop();
      }
    }
  }

  @Test
  void waitsForTheNextLookAsLongAsTheServerIsWellAndShorterAfterAFault() {
    Faked faked = new Faked();
    MailRoom waiting = room(faked);
    Duration pause = Duration.ofSeconds(15);

    waiting.stay(pause);
    assertThat(waiting.state().listening()).isTrue();
    faked.away = true;
    faked.listens = false;
    for (int round = 0; round < 5; round++) {
      waiting.stay(pause);
      assertThat(waiting.state().listening()).isFalse();
      rig.clock.advance(faked.waits.get(faked.waits.size() - 1));
    }
    assertThat(faked.waits)
        .extracting(Duration::toSeconds)
        .containsExactly(15L, 2L, 4L, 8L, 15L, 1L);
  }

  @Test
  void looksAsOftenAsEverWhereTheLineBreaksWheneverItListens() {
    Faked faked = new Faked();
    MailRoom waiting = room(faked);
    faked.breaksWhileListening = true;
    for (int round = 0; round < 5; round++) {
      waiting.stay(Duration.ofSeconds(15));
    }
    assertThat(waiting.state().failing()).isNull();
    assertThat(waiting.state().listening()).isFalse();
    assertThat(faked.waits)
        .extracting(Duration::toSeconds)
        .containsExactly(15L, 2L, 15L, 4L, 15L, 8L, 15L, 15L, 15L, 15L);
  }

  @Test
  void cutsTheLineOfAVisitThatTakesForEver() {
    Faked faked = new Faked();
    MailRoom hanging = room(faked);
    faked.mails.put(
        7L,
        () -> {
          rig.clock.advance(Duration.ofMinutes(11));
          hanging.watch();
          throw new MailFault(MailFault.Reason.UNREACHABLE, new java.io.IOException("cut"));
        });
    hanging.pollOnce();

    assertThat(faked.cuts).isEqualTo(1);
    assertThat(hanging.away()).isTrue();
  }

  @Test
  void saysThatTheServerIsAwayAndThatItRefusesTheLogIn() {
    int port = server.getImap().getPort();
    MailRoom stranger =
        room(
            new ImapMailbox(
                ServerUrl.parse("imap://desk:wrong@127.0.0.1:" + port), new MailParser()));
    stranger.pollOnce();
    server.stop();
    room.pollOnce();

    assertThat(stranger.state().failing()).isEqualTo(MailFault.Reason.AUTHENTICATION);
    assertThat(room.state().failing()).isEqualTo(MailFault.Reason.UNREACHABLE);
    assertThat(room.state().succeeded()).isNull();
  }

  @Test
  void sendsOnceThoughTheServerWasDownForAWhile() throws Exception {
    int port = server.getSmtp().getPort();
    rig.outbox.add(
        org.inclusiondesk.outbox.Message.to(
            MailRig.TEAM,
            "e1",
            "Hello",
            List.of(new org.inclusiondesk.conversation.Block.Paragraph("x"))));
    Dispatcher dispatcher = dispatcher();
    server.stop();
    assertThat(dispatcher.dispatch()).isEqualTo(1);
    assertThat(dispatcher.dispatch()).as("waits").isZero();

    GreenMail again = new GreenMail(new ServerSetup(port, "127.0.0.1", "smtp"));
    again.start();
    try {
      rig.clock.advance(Duration.ofMinutes(1));
      assertThat(dispatcher.dispatch()).isEqualTo(1);
      rig.clock.advance(Duration.ofDays(1));
      assertThat(dispatcher.dispatch()).isZero();
      assertThat(again.getReceivedMessages()).hasSize(1);
      assertThat(again.getReceivedMessages()[0].getMessageID()).isEqualTo(rig.ids.of("e1"));
    } finally {
      again.stop();
    }
  }

  /** Breaks the line at a chosen moment. */
  private static final class Breaking implements Inbox {
    private final Inbox inbox;
    private boolean breaksBeforeMoving;

    Breaking(Inbox inbox) {
      this.inbox = inbox;
    }

    @Override
    public Visit visit() {
      Visit visit = inbox.visit();
      return new Visit() {
        @Override
        public long validity() {
          return visit.validity();
        }

        @Override
        public List<Item> items(long above) {
          return visit.items(above);
        }

        @Override
        public Fetched fetch(Item item) {
          return visit.fetch(item);
        }

        @Override
        public void moveToHandled(Item item) {
          if (breaksBeforeMoving) {
            throw new MailFault(MailFault.Reason.UNREACHABLE, new java.io.IOException("cut"));
          }
          visit.moveToHandled(item);
        }

        @Override
        public void flag(Item item) {
          visit.flag(item);
        }
      };
    }

    @Override
    public boolean listens() {
      return inbox.listens();
    }

    @Override
    public void await(Duration longest) {
      inbox.await(longest);
    }

    @Override
    public void cut() {
      inbox.cut();
    }

    @Override
    public void stopWaiting() {
      inbox.stopWaiting();
    }

    @Override
    public void close() {
      inbox.close();
    }
  }

  /** A mailbox that keeps note of what is done to its mail. */
  private final class Faked implements Inbox, Inbox.Visit {
    private final List<String> deeds = new ArrayList<>();
    private final List<Long> uids = new ArrayList<>(List.of(7L));
    private final List<Long> asked = new ArrayList<>();
    private final Map<Long, Supplier<Fetched>> mails = new HashMap<>();
    private long validity = 1;
    private final List<Duration> waits = new ArrayList<>();
    private boolean away;
    private boolean listens;
    private boolean breaksWhileListening;
    private int cuts;

    @Override
    public Visit visit() {
      if (away) {
        throw new MailFault(MailFault.Reason.UNREACHABLE);
      }
      listens = true;
      return this;
    }

    @Override
    public long validity() {
      return validity;
    }

    @Override
    public List<Item> items(long above) {
      asked.add(above);
      return uids.stream()
          .filter(uid -> uid > above)
          .map(uid -> new Item(uid, Instant.now(rig.clock)))
          .toList();
    }

    @Override
    public Fetched fetch(Item item) {
      return mails.getOrDefault(item.uid(), Fetched.TooLarge::new).get();
    }

    @Override
    public void moveToHandled(Item item) {
      deeds.add("move " + item.uid());
      uids.remove(item.uid());
    }

    @Override
    public void flag(Item item) {
      deeds.add("flag " + item.uid());
    }

    @Override
    public boolean listens() {
      return listens;
    }

    @Override
    public void await(Duration longest) {
      waits.add(longest);
      if (listens && breaksWhileListening) {
        listens = false;
        throw new MailFault(MailFault.Reason.UNREACHABLE);
      }
    }

    @Override
    public void cut() {
      cuts++;
    }

    @Override
    public void stopWaiting() {}

    @Override
    public void close() {}
  }
}
