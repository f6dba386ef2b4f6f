package org.inclusiondesk.mail.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.search.SubjectTerm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.mail.AccessTokens;
import org.inclusiondesk.mail.EnvelopeSender;
import org.inclusiondesk.mail.Gateway;
import org.inclusiondesk.mail.MailFault;
import org.inclusiondesk.mail.MailRig;
import org.inclusiondesk.mail.MailRoom;
import org.inclusiondesk.mail.MailServer;
import org.inclusiondesk.mail.MailServers;
import org.inclusiondesk.mail.MessageIds;
import org.inclusiondesk.mail.ServerUrl;
import org.inclusiondesk.mail.TokenEndpoint;
import org.inclusiondesk.mail.TokenEndpoint.Answer;
import org.inclusiondesk.mail.Trust;
import org.inclusiondesk.outbox.Delivery;
import org.inclusiondesk.outbox.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tokens and IDLE on Dovecot and Postfix, in a box that no other test reads. */
@Tag("full")
@ExtendWith(MailServer.Once.class)
final class MailLivingIT {
  private static final Mailbox SPONSOR = new Mailbox("sponsor@test.local");
  private static final String GOOD = "good-sponsor@test.local";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final MailServer server;
  private final String mark = UUID.randomUUID().toString();
  private final TokenEndpoint endpoint = new TokenEndpoint(number -> Answer.token(GOOD, 3600));
  @TempDir private Path directory;
  private MailRig rig;
  private MailServers servers;
  private MailRoom room;
  private SmtpCourier courier;

  MailLivingIT(MailServer server) {
    this.server = server;
  }

  @BeforeEach
  void start() {
    rig = new MailRig(directory);
    AccessTokens tokens = endpoint.tokens(rig.clock);
    servers =
        new MailServers(
            ServerUrl.parse("imap://127.0.0.1:" + server.imapPort()),
            ServerUrl.parse("smtp://127.0.0.1:" + server.smtpPort()),
            SPONSOR,
            new Mailbox("kmicb.od@test.local"),
            new Trust.AuthservId("mx.test.local"),
            EnvelopeSender.MAILBOX,
            tokens);
    room =
        rig.room(
            new ImapMailbox(servers.incoming(), tokens, new MailParser()),
            rig.gateway(servers, new Gateway.DailyCaps(1000, 1000)));
    courier = rig.courier(servers);
  }

  @AfterEach
  void stop() {
    courier.rest();
    room.close();
    rig.close();
    endpoint.close();
  }

  private Message message() {
    return Message.to(
        new Mailbox("staff@test.local"), mark, mark, List.of(new Block.Paragraph("Hello")));
  }

  @Test
  void readsAndSendsWithATokenOfTheEndpoint() {
    room.pollOnce();
    assertThat(room.state().failing()).isNull();
    assertThat(courier.deliver(message())).isInstanceOf(Delivery.Delivered.class);
    assertThat(endpoint.asked).as("one token for both").hasSize(1);
    await().atMost(PATIENCE).until(() -> lying("staff") == 1);
  }

  @Test
  void replacesATokenThatEndedBeforeItsTimeAndLosesNothing() {
    endpoint.answer(number -> Answer.token(number == 1 ? "ended" : GOOD, 3600));
    room.pollOnce();
    assertThat(room.state().failing()).isNull();
    assertThat(endpoint.asked).hasSize(2);

    endpoint.answer(number -> Answer.token("ended", 60));
    rig.clock.advance(Duration.ofHours(1));
    assertThat(courier.deliver(message())).isEqualTo(new Delivery.Later("authentication", null));
    endpoint.answer(number -> Answer.token(GOOD, 3600));
    assertThat(courier.deliver(message())).isInstanceOf(Delivery.Delivered.class);
  }

  @Test
  void saysWhoRefusesWhat() {
    endpoint.answer(number -> Answer.error(401, "invalid_client"));
    room.pollOnce();
    assertThat(room.state().failing()).isEqualTo(MailFault.Reason.TOKEN_REFUSED);
    assertThat(courier.deliver(message())).isEqualTo(new Delivery.Later("token-refused", null));

    endpoint.answer(number -> Answer.token("bad", 3600));
    rig.clock.advance(Duration.ofMinutes(5));
    room.pollOnce();
    assertThat(room.state().failing()).isEqualTo(MailFault.Reason.AUTHENTICATION);

    endpoint.answer(number -> Answer.token(GOOD, 3600));
    rig.clock.advance(Duration.ofMinutes(5));
    room.pollOnce();
    assertThat(room.state().failing()).isNull();
  }

  @Test
  void hearsOfNewMailByIdle() {
    room.pollOnce();
    CompletableFuture<Void> waiting =
        CompletableFuture.runAsync(() -> room.stay(Duration.ofMinutes(2)));
    await().atMost(PATIENCE).until(() -> room.state().listening());
    SmtpCourier sender =
        new SmtpCourier(
            new MailServers(
                servers.incoming(),
                ServerUrl.parse(server.smtpUrl("staff").toString()),
                new Mailbox("staff@test.local"),
                SPONSOR,
                new Trust.None(),
                EnvelopeSender.MAILBOX),
            new MimeWriter(
                new Mailbox("staff@test.local"),
                new MessageIds(rig.lookup, new Mailbox("staff@test.local")),
                rig.clock));
    Message news = Message.to(SPONSOR, mark, mark, List.of(new Block.Paragraph("Hello")));
    assertThat(sender.deliver(news)).isInstanceOf(Delivery.Delivered.class);
    sender.rest();
    await().atMost(PATIENCE).until(() -> lying("sponsor") == 1);
    long arrived = System.nanoTime();

    waiting.join();
    assertThat(Duration.ofNanos(System.nanoTime() - arrived)).isLessThan(Duration.ofSeconds(5));
  }

  private int lying(String box) throws MessagingException {
    try (Store store = Session.getInstance(new Properties()).getStore("imap")) {
      store.connect("127.0.0.1", server.imapPort(), box + "@test.local", "secret");
      try (Folder folder = store.getFolder("INBOX")) {
        folder.open(Folder.READ_ONLY);
        return folder.search(new SubjectTerm(mark)).length;
      }
    }
  }
}
