package org.inclusiondesk.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.inclusiondesk.app.OutsideMail.Mail;
import org.inclusiondesk.mail.MailServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole service on Dovecot and Postfix: from a mail to the mails that it causes. */
@Tag("full")
@ExtendWith(MailServer.Once.class)
class EndToEndMailIT {
  private static final String STAFF = "staff@test.local";

  private final MailServer server;
  private final String mark = "M" + UUID.randomUUID().toString().replace("-", "");
  @TempDir private Path directory;

  EndToEndMailIT(MailServer server) {
    this.server = server;
  }

  @Test
  void takesAJoinRequestToTheThreeMailsThatItCauses() throws Exception {
    try (RunningDesk running = desk("kmicb.od@test.local")) {
      send(STAFF, "Stella " + mark, "Please add me to the women's network.");

      Mail answer = answer();
      String reference = JoiningIT.reference(answer.text());
      new Neutral(running.configuration())
          .assertNeutral(answer.subject(), answer.text().replaceAll("\\s+", " "));
      for (String box : List.of("women", "kmicb.od")) {
        List<Mail> copies =
            await()
                .atMost(DeskClient.PATIENCE)
                .until(() -> bearing(box, "INBOX", reference), found -> !found.isEmpty());
        assertThat(copies).hasSize(1);
        assertThat(copies.get(0).text()).contains(mark, STAFF, "Women's network");
        assertThat(mails(box, "INBOX"))
            .filteredOn(found -> found.head().contains(reference))
            .extracting(Found::repliesTo)
            .containsExactly(STAFF);
        new Neutral(running.configuration())
            .assertNeutral(copies.get(0).subject(), copies.get(0).text().replaceAll("\\s+", " "));
      }
      await()
          .atMost(DeskClient.PATIENCE)
          .until(() -> bearing("gateway", "Handled", mark).size() == 1);
      assertThat(bearing("gateway", "INBOX", mark)).isEmpty();
    }
  }

  @Test
  void readsItsOwnCopiesInAMailboxSharedWithTheTeamAsNoRequests() throws Exception {
    try (RunningDesk running = desk("gateway@test.local")) {
      DeskClient desk = running.client();
      Colleague colleague = desk.colleague("Sheila " + mark, "sheila." + mark + "@test.local");
      String reference =
          JoiningIT.reference(
              colleague.handIn(colleague.say("join the BAME network"), "bame").toString());
      await()
          .atMost(DeskClient.PATIENCE)
          .until(() -> bearing("gateway", "INBOX", reference).size() == 1);

      // Once a later mail was handled, the copy was looked at.
      send(STAFF, "Later " + mark, "What is Operation Cavell?");
      await()
          .atMost(DeskClient.PATIENCE)
          .until(() -> bearing("gateway", "Handled", mark).size() == 1);
      await().atMost(DeskClient.PATIENCE).until(() -> desk.waiting() == 0);
      Mail copy = bearing("gateway", "INBOX", reference).get(0);
      assertThat(copy.flags().contains(Flags.Flag.FLAGGED)).isFalse();
      assertThat(copy.flags().contains(Flags.Flag.SEEN)).isFalse();
      assertThat(bearing("bame", "INBOX", reference)).hasSize(1);
    }
  }

  @Test
  void tellsTheTeamThatANetworksMailboxBouncesAndSendsItsCopyAllTheSame() throws Exception {
    RunningDesk.configWith(
        directory.resolve("config"),
        "networks.yaml",
        text -> text.replace("women.network@kmicb.example", "ghost@test.local"));
    try (RunningDesk running = desk("kmicb.od@test.local")) {
      Colleague colleague = running.client().colleague("Greta " + mark, "greta@test.local");
      String reference =
          JoiningIT.reference(
              colleague.handIn(colleague.say("join the women's network"), "women").toString());

      List<Mail> told =
          await()
              .atMost(DeskClient.PATIENCE)
              .until(() -> bearing("kmicb.od", "INBOX", reference), found -> found.size() == 2);
      assertThat(told)
          .extracting(Mail::subject)
          .containsExactlyInAnyOrder(
              "Staff network request " + reference, "Not delivered: request " + reference);
      for (Mail mail : told) {
        new Neutral(running.configuration())
            .assertNeutral(mail.subject(), mail.text().replaceAll("\\s+", " "));
      }
      assertThat(running.client().get("/metrics").body()).contains("desk_outbox_returned 1.0");
      await()
          .atMost(DeskClient.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(mails("gateway", "INBOX"))
                      .filteredOn(found -> found.head().contains("MAILER-DAEMON"))
                      .isNotEmpty()
                      .allMatch(found -> found.mail().flags().contains(Flags.Flag.FLAGGED)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"kmicb.od", "gateway"})
  void knowsATeamMembersReplyByItsReferenceWhicheverBoxIsTheTeams(String team) throws Exception {
    String address = team + "@test.local";
    try (RunningDesk running = desk(address)) {
      Colleague colleague = running.client().colleague("Quentin " + mark, "");
      ObjectNode sending =
          colleague.sending(
              colleague.openHandOver(colleague.say("what is the wifi code in the canteen")),
              "What is the wifi code of " + mark + "?");
      String reference = JoiningIT.reference(running.client().activity(sending).body());
      Mail question =
          await()
              .atMost(DeskClient.PATIENCE)
              .until(() -> bearing(team, "INBOX", reference), found -> found.size() == 1)
              .get(0);

      send(address, "Team " + mark, "Re: " + question.subject(), "Ask at the front desk.");

      assertThat(colleague.saidUntil("Ask at the front desk.").toString()).contains(reference);
      await()
          .atMost(DeskClient.PATIENCE)
          .until(() -> bearing("gateway", "Handled", reference).size() == 1);
      List<Mail> ours = bearing(team, "INBOX", reference);
      assertThat(ours).hasSize(1);
      assertThat(ours.get(0).messageId()).isEqualTo(question.messageId());
      assertThat(ours.get(0).flags().contains(Flags.Flag.FLAGGED)).isFalse();
    }
  }

  @Test
  void fallsSilentAfterOneExchangeWithAnotherDesk() throws Exception {
    try (RunningDesk running = desk("kmicb.od@test.local");
        RunningDesk other =
            RunningDesk.in(
                directory.resolve("other"),
                directory.resolve("config"),
                variables("corpus", "kmicb.od@test.local"))) {
      send("corpus@test.local", "Other " + mark, "What is Operation Cavell?");
      await()
          .atMost(DeskClient.PATIENCE)
          .until(
              () ->
                  answering("corpus").stream()
                      .anyMatch(answer -> answer.flags().contains(Flags.Flag.FLAGGED)));

      // Once each has dealt with a later mail, it has seen what the other one wrote.
      send(STAFF, "Later " + mark, "What is Operation Cavell?");
      await()
          .atMost(DeskClient.PATIENCE)
          .until(() -> bearing("gateway", "Handled", "Later " + mark).size() == 1);
      await().atMost(DeskClient.PATIENCE).until(() -> running.client().waiting() == 0);
      assertThat(other.client().waiting()).isZero();
      assertThat(answering("corpus")).hasSize(1);
      assertThat(bearing("gateway", "Handled", mark)).hasSize(2);
      assertThat(bearing("gateway", "INBOX", mark)).isEmpty();
    }
  }

  /** The answers to mails of this test that lie in a box. */
  private List<Mail> answering(String box) throws MessagingException, IOException {
    return mails(box, "INBOX").stream()
        .filter(found -> found.answers().contains(mark))
        .map(Found::mail)
        .toList();
  }

  private RunningDesk desk(String team) {
    Path config = directory.resolve("config");
    RunningDesk.configWith(
        config,
        "networks.yaml",
        text ->
            text.replaceAll("mailbox: (\\w+)\\.network@kmicb\\.example", "mailbox: $1@test.local")
                .replaceAll("sponsor\\.\\w+@kmicb\\.example", "sponsor@test.local"));
    RunningDesk.configWith(
        config, "desk.yaml", text -> text.replace("pollSeconds: 15", "pollSeconds: 1"));
    return RunningDesk.in(directory.resolve("data"), config, variables("gateway", team));
  }

  private Map<String, String> variables(String box, String team) {
    Map<String, String> variables = new HashMap<>();
    variables.put("DESK_IMAP_URL", server.imapUrl(box).toString());
    variables.put("DESK_SMTP_URL", server.smtpUrl(box).toString());
    variables.put("DESK_MAIL_ADDRESS", box + "@test.local");
    variables.put("DESK_TEAM_MAILBOX", team);
    variables.put("DESK_AUTHSERV_ID", "mx.test.local");
    return variables;
  }

  private Mail answer() {
    return await()
        .atMost(DeskClient.PATIENCE)
        .until(
            () ->
                mails("staff", "INBOX").stream()
                    .filter(mail -> mail.answers().contains(mark))
                    .map(Found::mail)
                    .toList(),
            found -> !found.isEmpty())
        .get(0);
  }

  private void send(String address, String name, String text) throws MessagingException {
    send(address, name, "A request", text);
  }

  private void send(String address, String name, String subject, String text)
      throws MessagingException {
    Properties properties = new Properties();
    properties.put("mail.smtp.host", "127.0.0.1");
    properties.put("mail.smtp.port", Integer.toString(server.smtpPort()));
    properties.put("mail.smtp.from", address);
    Session session = Session.getInstance(properties);
    String raw =
        "From: %s <%s>\r\nTo: gateway@test.local\r\nSubject: %s\r\nMessage-ID: <%s@%s>\r\n\r\n%s\r\n"
            .formatted(name, address, subject, UUID.randomUUID(), mark, text);
    MimeMessage message =
        new MimeMessage(session, new ByteArrayInputStream(raw.getBytes(StandardCharsets.UTF_8)));
    try (Transport transport = session.getTransport("smtp")) {
      transport.connect();
      transport.sendMessage(
          message, new InternetAddress[] {new InternetAddress("gateway@test.local")});
    }
  }

  /**
   * A mail in a box.
   *
   * @param answers the In-Reply-To field
   * @param repliesTo who gets an answer to it
   * @param head its sender, subject and Message-ID
   */
  private record Found(Mail mail, String answers, String repliesTo, String head) {}

  /** Tests share the boxes: what bears a word in subject, sender, Message-ID or text. */
  private List<Mail> bearing(String box, String folder, String word)
      throws MessagingException, IOException {
    return mails(box, folder).stream()
        .filter(found -> (found.head() + found.mail().text()).contains(word))
        .map(Found::mail)
        .toList();
  }

  private List<Found> mails(String box, String folderName) throws MessagingException, IOException {
    try (Store store = Session.getInstance(new Properties()).getStore("imap")) {
      store.connect("127.0.0.1", server.imapPort(), box + "@test.local", "secret");
      Folder folder = store.getFolder(folderName);
      List<Found> found = new ArrayList<>();
      if (!folder.exists()) {
        return found;
      }
      folder.open(Folder.READ_ONLY);
      for (Message message : folder.getMessages()) {
        // Read at once, and without marking it as read.
        Flags flags = message.getFlags();
        String[] answers = message.getHeader("In-Reply-To");
        Mail mail = OutsideMail.mail((MimeMessage) message);
        found.add(
            new Found(
                new Mail(mail.subject(), mail.messageId(), mail.text(), flags),
                answers == null ? "" : answers[0],
                String.valueOf(message.getReplyTo()[0]),
                message.getFrom()[0] + " " + mail.subject() + " " + mail.messageId()));
      }
      return found;
    }
  }
}
