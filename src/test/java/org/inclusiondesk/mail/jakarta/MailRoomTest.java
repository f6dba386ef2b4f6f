package org.inclusiondesk.mail.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.inclusiondesk.mail.MailRig.DESK;
import static org.inclusiondesk.mail.MailRig.raw;

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
import java.util.List;
import java.util.Properties;
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
        public List<Item> items() {
          return visit.items();
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
    public void close() {
      inbox.close();
    }
  }

  /** A mailbox with one mail that is too large. */
  private final class Faked implements Inbox, Inbox.Visit {
    private final List<String> deeds = new ArrayList<>();

    @Override
    public Visit visit() {
      return this;
    }

    @Override
    public long validity() {
      return 1;
    }

    @Override
    public List<Item> items() {
      return List.of(new Item(7, Instant.now(rig.clock)));
    }

    @Override
    public Fetched fetch(Item item) {
      return new Fetched.TooLarge();
    }

    @Override
    public void moveToHandled(Item item) {
      deeds.add("move " + item.uid());
    }

    @Override
    public void flag(Item item) {
      deeds.add("flag " + item.uid());
    }

    @Override
    public void close() {}
  }
}
