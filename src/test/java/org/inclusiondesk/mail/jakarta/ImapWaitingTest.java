package org.inclusiondesk.mail.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetupTest;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.inclusiondesk.mail.Inbox.Visit;
import org.inclusiondesk.mail.MailFault;
import org.inclusiondesk.mail.MailRig;
import org.inclusiondesk.mail.ServerUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How the mailbox waits between two visits. */
@Timeout(60)
class ImapWaitingTest {
  private static final Duration LONG = Duration.ofSeconds(50);
  private static final Duration SHORT = Duration.ofMillis(200);

  private ScriptedImap server;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedImap();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private ImapMailbox visited() {
    ImapMailbox mailbox = new ImapMailbox(server.url(), null, new MailParser(), SHORT);
    mailbox.visit();
    return mailbox;
  }

  @Test
  void noticesNewMailWithinASecondWhereTheServerTellsOfIt() throws Exception {
    GreenMail mail = new GreenMail(ServerSetupTest.IMAP.dynamicPort());
    mail.start();
    GreenMailUser box = mail.setUser("desk@icb.example", "desk", "secret");
    try (ImapMailbox mailbox =
        new ImapMailbox(
            ServerUrl.parse("imap://desk:secret@127.0.0.1:" + mail.getImap().getPort()),
            new MailParser())) {
      deliver(box, "1");
      assertThat(mailbox.visit().items(0)).hasSize(1);
      assertThat(mailbox.listens()).isTrue();
      CompletableFuture<Long> waiting =
          CompletableFuture.supplyAsync(
              () -> {
                mailbox.await(LONG);
                return System.nanoTime();
              });
      await().until(mailbox::idling);
      long before = System.nanoTime();
      deliver(box, "2");
      assertThat(Duration.ofNanos(waiting.join() - before)).isLessThan(Duration.ofSeconds(2));
      assertThat(mailbox.visit().items(0)).hasSize(2);
    } finally {
      mail.stop();
    }
  }

  private static void deliver(GreenMailUser box, String id) throws Exception {
    box.deliver(
        new MimeMessage(
            Session.getInstance(new Properties()),
            new ByteArrayInputStream(
                MailRig.raw("sam@icb.example", id, "Join", "please")
                    .getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void endsEachIdleInTimeAndKeepsTheConnection() {
    try (ImapMailbox mailbox = visited()) {
      for (int round = 1; round <= 3; round++) {
        mailbox.await(SHORT);
        mailbox.visit();
        assertThat(server.heard("DONE")).isEqualTo(round);
      }
      assertThat(server.heard("LOGIN")).isEqualTo(1);
    }
  }

  @Test
  void returnsAtOnceWhenTheServerSaysThatSomethingChanged() {
    server.on(
        "IDLE",
        (tag, command, wire) -> {
          wire.say("+ idling");
          wire.say("* 1 EXISTS");
          wire.in().readLine();
          wire.say(tag + " OK done");
        });
    try (ImapMailbox mailbox = visited()) {
      mailbox.await(LONG);
      assertThat(server.heard("IDLE")).isEqualTo(1);
    }
  }

  @Test
  void cutsTheLineToAServerThatDoesNotComeBackFromAnIdle() {
    server.comesBackFromNoIdle();
    try (ImapMailbox mailbox = visited()) {
      assertThatThrownBy(() -> mailbox.await(SHORT))
          .isInstanceOfSatisfying(
              MailFault.class,
              fault -> assertThat(fault.reason()).isEqualTo(MailFault.Reason.UNREACHABLE));
      assertThat(mailbox.listens()).isFalse();
      mailbox.visit();
      assertThat(server.heard("LOGIN")).isEqualTo(2);
    }
  }

  @Test
  void cutsTheRightLineThoughMailWasMovedBefore() {
    server.holdsOne(1000);
    server.comesBackFromNoIdle();
    try (ImapMailbox mailbox = new ImapMailbox(server.url(), null, new MailParser(), SHORT)) {
      Visit visit = mailbox.visit();
      visit.moveToHandled(visit.items(0).get(0));
      long before = System.nanoTime();

      assertThatThrownBy(() -> mailbox.await(SHORT)).isInstanceOf(MailFault.class);

      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
      assertThat(server.heard("MOVE")).isEqualTo(1);
      assertThat(server.heard("LOGIN")).isEqualTo(1);
    }
  }

  @Test
  void waitsWithoutIdleWhereTheServerKnowsNone() {
    server.can("IMAP4rev1");
    try (ImapMailbox mailbox = visited()) {
      assertThat(mailbox.listens()).isFalse();
      mailbox.await(SHORT);
      mailbox.visit();
      assertThat(server.heard("IDLE")).isZero();
      assertThat(server.heard("LOGIN")).isEqualTo(1);
    }
  }

  @Test
  void visitsOnWithoutIdleWhereTheServerOffersItAndRefusesIt() {
    server.on("IDLE", (tag, command, wire) -> wire.say(tag + " BAD not today"));
    try (ImapMailbox mailbox = visited()) {
      for (int time = 0; time < 3; time++) {
        mailbox.visit();
        assertThat(mailbox.listens()).isTrue();
        assertThatThrownBy(() -> mailbox.await(SHORT)).isInstanceOf(MailFault.class);
      }
      mailbox.visit();
      assertThat(mailbox.listens()).isFalse();
      mailbox.await(SHORT);
      mailbox.visit();
      assertThat(server.heard("IDLE")).isEqualTo(3);
      assertThat(server.heard("LOGIN")).isEqualTo(4);
    }
  }

  @Test
  void doesNotRunInCirclesWithAServerThatAlwaysHasSomethingToSay() {
    server.on(
        "IDLE",
        (tag, command, wire) -> {
          wire.say("+ idling");
          wire.say("* 1 EXISTS");
          wire.in().readLine();
          wire.say(tag + " OK done");
        });
    try (ImapMailbox mailbox = visited()) {
      long before = System.nanoTime();
      for (int round = 0; round < 22; round++) {
        mailbox.await(SHORT);
      }
      assertThat(server.heard("IDLE")).isLessThanOrEqualTo(16);
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isGreaterThanOrEqualTo(SHORT.multipliedBy(6));
    }
  }

  @Test
  void stopsWaitingThoughTheServerDoesNotComeBack() {
    server.on("IDLE", (tag, command, wire) -> wire.say("+ idling"));
    server.on("DONE", (tag, command, wire) -> wire.in().readLine());
    ImapMailbox mailbox = visited();
    CompletableFuture<Throwable> waiting =
        CompletableFuture.runAsync(() -> mailbox.await(LONG)).handle((done, fault) -> fault);
    await().until(() -> server.heard("IDLE") > 0);
    long before = System.nanoTime();
    mailbox.stopWaiting();
    waiting.join();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    mailbox.close();
  }

  @Test
  void waitsNoMoreOnceClosedHoweverOftenItIsClosed() {
    ImapMailbox mailbox = visited();
    mailbox.close();
    mailbox.close();
    mailbox.stopWaiting();
    long before = System.nanoTime();
    mailbox.visit();
    mailbox.await(LONG);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    mailbox.close();
  }

  @Test
  void stopsWaitingAtOnceWhenTheDeskCloses() {
    for (String words : new String[] {"IMAP4rev1 IDLE", "IMAP4rev1"}) {
      server.can(words);
      ImapMailbox mailbox = visited();
      boolean idles = mailbox.listens();
      long idlesBefore = server.heard("IDLE");
      CompletableFuture<Throwable> waiting =
          CompletableFuture.runAsync(() -> mailbox.await(LONG)).handle((done, fault) -> fault);
      if (idles) {
        await().until(() -> server.heard("IDLE") > idlesBefore);
      }
      long before = System.nanoTime();
      mailbox.stopWaiting();
      waiting.join();
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
      mailbox.close();
    }
  }
}
