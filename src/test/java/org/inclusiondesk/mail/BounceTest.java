package org.inclusiondesk.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.conversation.Reference;
import org.inclusiondesk.conversation.Returned;
import org.inclusiondesk.mail.jakarta.MailParser;
import org.inclusiondesk.mail.jakarta.ReportReader;
import org.inclusiondesk.outbox.Fate;
import org.inclusiondesk.outbox.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports that a mail of the desk did not reach its receiver. */
class BounceTest {
  private static final String EFFECT = "request:KM-7QF3-2TX8:network";
  private static final Mailbox WOMEN = new Mailbox("women@icb.example");

  @TempDir private Path directory;
  private MailRig rig;

  @BeforeEach
  void open() {
    rig = new MailRig(directory);
    rig.outbox.add(
        Message.to(
            WOMEN,
            EFFECT,
            "Staff network request KM-7QF3-2TX8",
            List.of(new Block.Paragraph("Hello"))));
    rig.outbox.add(Message.to(WOMEN, "digest:1", "Digest", List.of(new Block.Paragraph("Hello"))));
    rig.sent();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void knowsTheMailThatCameBackByItsMessageIdAndLeavesTheReportToPeople() {
    assertThat(take(report(rig.ids.of(EFFECT), "failed", ""))).isEqualTo(Disposition.LEFT);

    assertThat(rig.desk.returned).containsExactly(new Returned(EFFECT, null, List.of(WOMEN)));
    assertThat(fate(EFFECT)).isEqualTo(Fate.RETURNED);
    assertThat(fate("digest:1")).isEqualTo(Fate.DELIVERED);
    assertThat(rig.outbox.backlog().returned()).isEqualTo(1);
    assertThat(rig.desk.heard).isEmpty();
    assertThat(rig.sent()).isEmpty();
  }

  @Test
  void knowsTheMailOfAnAnswerWhoseIdIsMarkedWithWhatItIsAbout() {
    String id = rig.ids.of("digest:1", List.of("article x", "network y"));
    take(report(id, "failed", ""));
    assertThat(fate("digest:1")).isEqualTo(Fate.RETURNED);
  }

  @Test
  void knowsItByTheThreadWhereTheReportBringsNoHeaderBack() {
    take(
        "In-Reply-To: "
            + rig.ids.of(EFFECT)
            + "\nFrom: MAILER-DAEMON@mx.example\nSubject: Undelivered\nTo: desk@icb.example\n\nSorry.");
    assertThat(fate(EFFECT)).isEqualTo(Fate.RETURNED);
  }

  @Test
  void knowsItByTheReferenceInTheSubjectWhereAServerReplacedTheMessageId() {
    take(report("<changed@exchange.example>", "failed", " Staff network request KM-7QF3-2TX8"));
    assertThat(rig.desk.returned)
        .containsExactly(new Returned(null, new Reference("KM-7QF3-2TX8"), List.of(WOMEN)));
  }

  @Test
  void knowsItFromAPostOfficeThatWritesNothingForMachines() {
    take(
        "From: MAILER-DAEMON@mx.example\nReturn-Path: <>\nSubject: failure notice\n"
            + "To: desk@icb.example\n\nI was unable to deliver your message.\n\n"
            + "--- Below this line is a copy of the message.\n\nTo: women@icb.example\n"
            + "Message-Id:\n "
            + rig.ids.of(EFFECT)
            + "\nSubject: Staff network request\n\nHello\n");
    assertThat(rig.desk.returned).containsExactly(new Returned(EFFECT, null, List.of(WOMEN)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"delayed", "relayed", "delivered", "expanded"})
  void marksNothingWhereTheMailDidNotFail(String action) {
    assertThat(take(report(rig.ids.of(EFFECT), action, ""))).isEqualTo(Disposition.LEFT);
    assertThat(rig.desk.returned).isEmpty();
    assertThat(fate(EFFECT)).isEqualTo(Fate.DELIVERED);
  }

  @Test
  void goesByTheSubjectWhereNothingIsSaidOfAReceiver() {
    String unsaid = "delivered\n\nFinal-Recipient: rfc822; men@icb.example";

    assertThat(take(report(rig.ids.of(EFFECT), unsaid, ", delay"))).isEqualTo(Disposition.LEFT);
    assertThat(fate(EFFECT)).isEqualTo(Fate.DELIVERED);
    take(report(rig.ids.of(EFFECT), unsaid, ""));
    assertThat(fate(EFFECT)).isEqualTo(Fate.RETURNED);
  }

  @Test
  void looksAtSoManyPartsOfAReportAndKeepsNoneOfTheOthers() {
    String report = report(rig.ids.of(EFFECT), "failed", "").replace("\n", "\r\n");
    String boundary = report.replaceAll("(?s).*boundary=\"?([^\";\\s]+).*", "$1");
    String hostile = report + ("--" + boundary + "\r\n\r\n").repeat(500_000);
    byte[] bytes = hostile.replace("--" + boundary + "--", "").getBytes(US_ASCII);
    ReportReader reader = new ReportReader(new MailParser());
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    IncomingMail mail = reader.apply(bytes);
    long used = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(mail.report()).isNotNull();
    assertThat(mail.report().messageIds()).containsExactly(rig.ids.of(EFFECT));
    assertThat(used).isLessThan(4L * bytes.length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Final-Recipient:", "Final-Recipient: ;x", "To: ", "To: x@"})
  void takesItsTimeWithAReportOfAHostileReceiver(String beginning) {
    String status = report("<a@mx.example>", "failed", "");
    ReportReader reader = new ReportReader(new MailParser());

    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          for (String filling : List.of(" ", "\t", ";", "a", "x ", "a@")) {
            String hostile = beginning + filling.repeat(60_000 / filling.length()) + "!";
            reader.apply(
                status.replace("Action: failed", hostile).replace("\n", "\r\n").getBytes(US_ASCII));
            reader.apply(
                ("From: MAILER-DAEMON@mx.example\nSubject: x\n\n" + hostile).getBytes(US_ASCII));
          }
        });
  }

  @Test
  void takesNoEndOfALongWordForAReceiver() {
    String status = report("<a@mx.example>", "failed", "");
    ReportReader reader = new ReportReader(new MailParser());
    IncomingMail mail =
        reader.apply(
            status
                .replace(
                    "To: women@icb.example\nSubject: Mail", "To: " + "w".repeat(80) + "@x.example")
                .getBytes(US_ASCII));

    assertThat(mail.report()).isNotNull();
    assertThat(mail.report().receivers()).containsExactly(WOMEN);
  }

  @Test
  void marksOnceHoweverManyReportsCome() {
    for (int i = 0; i < 5; i++) {
      take("X-Number: " + i + "\n" + report(rig.ids.of(EFFECT), "failed", ""));
    }
    assertThat(rig.outbox.backlog().returned()).isEqualTo(1);
    assertThat(rig.sent()).isEmpty();
  }

  @Test
  void leavesAForgedOrUnknownReportToPeopleAndMarksNothing() {
    String forged = rig.ids.of(EFFECT).replaceAll("\\.[0-9a-f]{16}@", ".0123456789abcdef@");
    for (String report :
        List.of(
            report(forged, "failed", ""),
            report(rig.ids.of("never sent"), "failed", ""),
            report("<somebody@elsewhere.example>", "failed", " Lunch"))) {
      assertThat(take(report)).isEqualTo(Disposition.LEFT);
    }
    assertThat(rig.desk.returned).isEmpty();
    assertThat(rig.outbox.backlog().returned()).isZero();
    assertThat(rig.sent()).isEmpty();
  }

  @Test
  void readsNoMessageIdFromWhatAReportSaysToPeople() {
    take(
        report("<somebody@elsewhere.example>", "failed", "")
            .replace("Sorry.", "Sorry.\nMessage-ID: " + rig.ids.of(EFFECT)));
    assertThat(rig.desk.returned).isEmpty();
    assertThat(fate(EFFECT)).isEqualTo(Fate.DELIVERED);
  }

  @Test
  void takesNoAnswerOfAPersonWhoQuotesAMailForAReport() {
    take(
        "In-Reply-To: "
            + rig.ids.of(EFFECT)
            + "\n"
            + MailRig.raw(
                "sam@icb.example", "1", "Re: Undeliverable: KM-7QF3-2TX8", "What is this?"));
    assertThat(rig.desk.returned).isEmpty();
    assertThat(rig.desk.heard).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: multipart/report; report-type=delivery-status\n",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=\"=\"\n",
        "Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n"
      })
  void survivesWhateverCallsItselfAReport(String header) {
    assertThat(take(header + "From: MAILER-DAEMON@x.example\nSubject: failure notice\n\n--=\n!!!"))
        .isEqualTo(Disposition.LEFT);
    assertThat(rig.desk.returned).isEmpty();
  }

  private Disposition take(String raw) {
    return rig.gateway().take(MailRig.mail(raw));
  }

  private Fate fate(String effect) {
    return rig.database.read(handle -> rig.outbox.fate(handle, effect)).orElseThrow();
  }

  /** As Postfix writes it. */
  private static String report(String messageId, String action, String subject) {
    return """
        Return-Path: <>
        From: MAILER-DAEMON@mx.example (Mail Delivery System)
        To: desk@icb.example
        Subject: Undelivered Mail Returned to Sender%3$s
        Auto-Submitted: auto-replied
        Message-ID: <report@mx.example>
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Description: Notification
        Content-Type: text/plain; charset=us-ascii

        Sorry.

        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example

        Final-Recipient: rfc822; women@icb.example
        Action: %2$s
        Status: 5.1.1

        --b
        Content-Type: text/rfc822-headers

        From: desk@icb.example
        To: women@icb.example
        Subject: Mail
        Message-ID: %1$s

        --b--
        """
        .formatted(messageId, action, subject);
  }
}
