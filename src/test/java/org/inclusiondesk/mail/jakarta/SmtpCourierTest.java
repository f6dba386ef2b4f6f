package org.inclusiondesk.mail.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.mail.AccessTokens;
import org.inclusiondesk.mail.EnvelopeSender;
import org.inclusiondesk.mail.MailRig;
import org.inclusiondesk.mail.MailServers;
import org.inclusiondesk.mail.TokenEndpoint;
import org.inclusiondesk.mail.Trust;
import org.inclusiondesk.outbox.Delivery;
import org.inclusiondesk.outbox.Dispatcher;
import org.inclusiondesk.outbox.Message;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sending through servers that refuse, hang up or know little. */
@Timeout(60)
class SmtpCourierTest {
  private static final Mailbox SAM = new Mailbox("sam@icb.example");

  @TempDir private Path directory;
  private MailRig rig;
  private ScriptedSmtp server;

  @BeforeEach
  void start() throws IOException {
    rig = new MailRig(directory);
    server = new ScriptedSmtp();
  }

  @AfterEach
  void stop() {
    server.close();
    rig.close();
  }

  private SmtpCourier courier(EnvelopeSender sender, @Nullable AccessTokens tokens) {
    return courier(sender, tokens, Duration.ofMinutes(1));
  }

  private SmtpCourier courier(
      EnvelopeSender sender, @Nullable AccessTokens tokens, Duration longestTry) {
    return new SmtpCourier(
        new MailServers(
            rig.servers(1, 1, new Trust.None()).incoming(),
            server.url(),
            MailRig.DESK,
            MailRig.TEAM,
            new Trust.None(),
            sender,
            tokens),
        new MimeWriter(MailRig.DESK, rig.ids, rig.clock),
        longestTry);
  }

  private SmtpCourier courier() {
    return courier(EnvelopeSender.MAILBOX, null);
  }

  private static Message message(Mailbox to, String effect) {
    return Message.to(to, effect, "Hello", List.of(new Block.Paragraph("Body")));
  }

  @ParameterizedTest
  @CsvSource({
    "RCPT, 550 5.1.1 no such user, refused recipient-550",
    "RCPT, 451 4.7.1 greylisted, later recipient-451",
    "RCPT, 452 4.2.2 mailbox full, later recipient-452",
    "RCPT, 530 5.7.0 log in first, later recipient-530",
    "RCPT, 550 5.7.708 Access denied: traffic not accepted from this IP, later sender-550",
    "RCPT, 550 5.2.122 The recipient has exceeded their limit, later sender-550",
    "RCPT, 550 5.2.1 mailbox disabled, refused recipient-550",
    "., 554 5.1.90 daily limit for message recipients reached, later sender-554",
    "., 550 5.7.232 tenant's external recipient limit, later sender-550",
    "., 550 5.7.23 SPF validation failed, refused message-550",
    "MAIL, 550 5.1.8 sender rejected, later sender-550",
    "MAIL, 421 4.3.2 too many connections, later sender-421",
    "DATA, 451 4.3.0 not now, later message-451",
    "., 552 5.3.4 too large, refused message-552",
    "., 554 5.6.0 unwanted, refused message-554",
    "., 450 4.2.1 busy, later message-450",
    "., 432 4.3.2 STOREDRV.ClientSubmit thread limit exceeded, later message-432",
    "., 554 5.2.0 SubmissionException:SendAsDeniedException, later sender-554",
    "., 554 5.2.0 Submission.Exception:SubmissionQuotaExceededException, later sender-554",
    "., 550 5.7.60 SMTP; Client does not have permissions to send as this sender, later sender-550",
    "., 550 5.7.705 Access denied: tenant has exceeded threshold, later sender-550",
    "., 550 5.1.8 Access denied: bad outbound sender, later sender-550",
  })
  void tellsWhatIsForEverFromWhatPasses(String verb, String answer, String expected) {
    server.on(verb, answer);
    SmtpCourier courier = courier();

    Delivery delivery = courier.deliver(message(SAM, "e"));

    assertThat(word(delivery)).isEqualTo(expected);
    server.asUsual(verb);
    assertThat(courier.deliver(message(SAM, "e"))).isInstanceOf(Delivery.Delivered.class);
  }

  private static String word(Delivery delivery) {
    if (delivery instanceof Delivery.Refused refused) {
      return "refused " + refused.reason();
    }
    return delivery instanceof Delivery.Later later ? "later " + later.reason() : "delivered";
  }

  @Test
  void sendsAgainWithTheSameMessageIdWhereTheLineBrokeAfterTheLastByte() {
    rig.outbox.add(message(SAM, "e"));
    Dispatcher dispatcher = rig.dispatcher(courier());
    server.on(".", ScriptedSmtp.HANG_UP);
    assertThat(dispatcher.dispatch()).isEqualTo(1);
    assertThat(rig.outbox.backlog().waiting()).isEqualTo(1);

    server.asUsual(".");
    rig.clock.advance(Duration.ofMinutes(1));
    assertThat(dispatcher.dispatch()).isEqualTo(1);

    assertThat(rig.outbox.backlog().waiting()).isZero();
    assertThat(server.mails)
        .hasSize(2)
        .allMatch(mail -> mail.contains("Message-ID: " + rig.ids.of("e") + "\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"EHLO", "MAIL", "RCPT", "DATA", "."})
  void givesUpATryWithAServerThatSaysAByteNowAndThen(String verb) {
    server.on(verb, ScriptedSmtp.DRIP);
    SmtpCourier courier = courier(EnvelopeSender.MAILBOX, null, Duration.ofMillis(700));

    assertThat(courier.deliver(message(SAM, "e"))).isInstanceOf(Delivery.Later.class);
    server.asUsual(verb);
    assertThat(courier.deliver(message(SAM, "e"))).isInstanceOf(Delivery.Delivered.class);
  }

  @Test
  void countsWaitingForAnotherThreadAsPartOfTheTry() throws Exception {
    server.on("MAIL", ScriptedSmtp.DRIP);
    SmtpCourier courier = courier(EnvelopeSender.MAILBOX, null, Duration.ofSeconds(2));
    List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    List<Thread> senders = new ArrayList<>();
    long begun = System.nanoTime();
    for (int number = 0; number < 3; number++) {
      Message message = message(SAM, "e" + number);
      Thread sender = new Thread(() -> deliveries.add(courier.deliver(message)), "sender");
      sender.setDaemon(true);
      sender.start();
      senders.add(sender);
    }
    for (Thread sender : senders) {
      sender.join(20_000);
    }

    assertThat(deliveries).hasSize(3).allMatch(Delivery.Later.class::isInstance);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void keepsTheConnectionFromMessageToMessageUntilThereIsNoMore() {
    for (int number = 0; number < 20; number++) {
      rig.outbox.add(message(SAM, "e" + number));
    }
    Dispatcher dispatcher = rig.dispatcher(courier());
    while (dispatcher.dispatch() > 0) {}

    assertThat(server.mails).hasSize(20);
    assertThat(server.heard("EHLO")).isEqualTo(1);
    rig.outbox.add(message(SAM, "later"));
    dispatcher.dispatch();
    assertThat(server.heard("EHLO")).isEqualTo(2);
  }

  @Test
  void refusesForEverAnAddressThatTheServerHasNoWordsFor() {
    Message message = message(new Mailbox("jürgen@icb.example"), "e");

    assertThat(courier().deliver(message)).isEqualTo(new Delivery.Refused("smtputf8"));
    assertThat(server.heard("MAIL")).isZero();
    server.offers("SMTPUTF8");
    assertThat(courier().deliver(message)).isInstanceOf(Delivery.Delivered.class);
    assertThat(server.heard).anyMatch(line -> line.startsWith("RCPT TO:<jürgen@icb.example>"));
    assertThat(server.heard)
        .anyMatch(line -> line.startsWith("MAIL FROM") && line.endsWith("SMTPUTF8"));
  }

  @Test
  void refusesAReceiverWhoseDomainCannotBeWrittenAndTriesAgainWhereItsOwnCannot() {
    String domain = "ü".repeat(70) + ".example";
    Mailbox own = new Mailbox("desk@" + domain);
    SmtpCourier misconfigured =
        new SmtpCourier(
            new MailServers(
                rig.servers(1, 1, new Trust.None()).incoming(),
                server.url(),
                own,
                MailRig.TEAM,
                new Trust.None(),
                EnvelopeSender.MAILBOX,
                null),
            new MimeWriter(own, rig.ids, rig.clock),
            Duration.ofMinutes(1));

    assertThat(courier().deliver(message(new Mailbox("sam@" + domain), "e")))
        .isEqualTo(new Delivery.Refused("address"));
    assertThat(misconfigured.deliver(message(SAM, "e")))
        .isEqualTo(new Delivery.Later("own-address", null));
  }

  @Test
  void writesInternationalDomainsInAsciiAndAsksForNothingSpecial() {
    server.offers("SMTPUTF8");

    assertThat(courier().deliver(message(new Mailbox("sam@bücher.example"), "e")))
        .isInstanceOf(Delivery.Delivered.class);
    assertThat(server.heard).contains("RCPT TO:<sam@xn--bcher-kva.example>");
    assertThat(server.heard).noneMatch(line -> line.contains("SMTPUTF8"));
  }

  /** Its other meaning would be somebody else's domain. */
  @Test
  void refusesForEverADomainThatCanBeReadInTwoWays() {
    for (String domain : new String[] {"faß.example", "βόλος.example"}) {
      assertThat(courier().deliver(message(new Mailbox("sam@" + domain), "e")))
          .as(domain)
          .isEqualTo(new Delivery.Refused("address"));
    }
  }

  @Test
  void saysThatAMailHasLettersBeyondAsciiWhereTheServerKnowsTheWord() {
    Message message = message(SAM, "e");

    courier().deliver(message);
    assertThat(server.heard).anyMatch(line -> line.matches("MAIL FROM:.* BODY=8BITMIME"));
    server.heard.clear();
    server.offers("PIPELINING");
    courier().deliver(message);
    assertThat(server.heard).anyMatch(line -> line.startsWith("MAIL FROM:"));
    assertThat(server.heard).noneMatch(line -> line.contains("BODY="));
  }

  @Test
  void refusesForEverADomainThatIsNone() {
    String label = "ü".repeat(70);

    assertThat(courier().deliver(message(new Mailbox("sam@" + label + ".example"), "e")))
        .isEqualTo(new Delivery.Refused("address"));
  }

  @Test
  void answersFromTheEmptyEnvelopeSenderWhereSoConfigured() {
    Message answer =
        message(SAM, "e").inAnswerTo(new Message.Answered("<1@client.example>", List.of()));

    courier(EnvelopeSender.NULL, null).deliver(answer);
    courier(EnvelopeSender.NULL, null).deliver(message(SAM, "no answer"));
    courier(EnvelopeSender.MAILBOX, null).deliver(answer);

    assertThat(server.heard.stream().filter(line -> line.startsWith("MAIL")))
        .extracting(line -> line.split(" ")[1])
        .containsExactly("FROM:<>", "FROM:<desk@icb.example>", "FROM:<desk@icb.example>");
  }

  @Test
  void logsInWithATokenForEachConnection() {
    server.offers("AUTH PLAIN XOAUTH2");
    try (TokenEndpoint endpoint =
        new TokenEndpoint(number -> TokenEndpoint.Answer.token("token-" + number, 60))) {
      SmtpCourier courier = courier(EnvelopeSender.MAILBOX, endpoint.tokens(rig.clock));

      courier.deliver(message(SAM, "one"));
      courier.deliver(message(SAM, "two"));
      courier.rest();
      courier.deliver(message(SAM, "three"));

      assertThat(server.mails).hasSize(3);
      assertThat(server.heard.stream().filter(line -> line.startsWith("AUTH")).map(this::login))
          .containsExactly(
              "user=desk@icb.example\1auth=Bearer token-1\1\1",
              "user=desk@icb.example\1auth=Bearer token-2\1\1");
    }
  }

  @Test
  void triesAnotherTokenOnceWhereOneIsRefusedAndThenLater() {
    server.offers("AUTH XOAUTH2").on("AUTH", "535 5.7.3 no");
    try (TokenEndpoint endpoint =
        new TokenEndpoint(number -> TokenEndpoint.Answer.token("token-" + number, 3600))) {
      SmtpCourier courier = courier(EnvelopeSender.MAILBOX, endpoint.tokens(rig.clock));

      assertThat(word(courier.deliver(message(SAM, "e")))).isEqualTo("later authentication");
      assertThat(server.heard("AUTH")).isEqualTo(2);
      assertThat(endpoint.asked).hasSize(2);

      endpoint.answer(number -> TokenEndpoint.Answer.error(400, "invalid_grant"));
      assertThat(word(courier.deliver(message(SAM, "e")))).isEqualTo("later token-refused");
    }
  }

  private String login(String line) {
    String[] words = line.split(" ");
    return new String(Base64.getDecoder().decode(words[2]), StandardCharsets.UTF_8);
  }
}
