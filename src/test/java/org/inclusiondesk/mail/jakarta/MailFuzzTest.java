package org.inclusiondesk.mail.jakarta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.mail.Headers;
import org.inclusiondesk.mail.IncomingMail;
import org.inclusiondesk.mail.MailRig;
import org.inclusiondesk.outbox.Message;
import org.inclusiondesk.outbox.Message.Answered;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What holds for whatever arrives and whatever is put into a mail. Each run tries the same mails;
 * {@code -Dfuzz.rounds=100000 -Dfuzz.seed=7} tries others.
 */
class MailFuzzTest {
  private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 500);
  private static final long SEED = Long.getLong("fuzz.seed", 20261125);
  private static final Duration ONE_SECOND = Duration.ofSeconds(1);

  private final MailFuzz fuzz = new MailFuzz(SEED);
  private final MailParser parser = new MailParser();

  @TempDir private Path directory;

  private IncomingMail bounded(byte[] bytes) {
    if (timeFor(bytes).compareTo(ONE_SECOND) > 0) {
      assertThat(timeFor(bytes))
          .as("%s…", new String(bytes, 0, Math.min(bytes.length, 60), UTF_8))
          .isLessThan(ONE_SECOND);
    }
    IncomingMail mail = parser.parse(bytes);
    assertThat(mail.text().length()).isLessThanOrEqualTo(256 * 1024);
    assertThat(mail.reply().length()).isLessThanOrEqualTo(100_000);
    assertThat(mail.headers().fields()).hasSizeLessThanOrEqualTo(1_000);
    assertThat(mail.subject()).doesNotContainPattern("[\\p{Cntrl}\\u2028\\u2029]");
    assertThat(mail.references()).hasSizeLessThanOrEqualTo(10_000);
    assertThat(mail.key()).hasSize(64);
    return mail;
  }

  private Duration timeFor(byte[] bytes) {
    return CpuTime.of(() -> assertThat(parser.parse(bytes)).isNotNull());
  }

  private void holdsFor(Supplier<byte[]> mails) {
    for (int round = 0; round < ROUNDS; round++) {
      bounded(mails.get());
    }
  }

  @Test
  void readsAnyBytes() {
    holdsFor(fuzz::bytes);
  }

  @Test
  void readsAnyHeapOfPieces() {
    holdsFor(fuzz::heap);
  }

  @Test
  void readsAnySpoiledMail() {
    holdsFor(fuzz::spoiled);
  }

  @Test
  void readsTheMailsThatItSpoils() {
    List<String> texts = new ArrayList<>();
    for (String mail : MailFuzz.MAILS) {
      texts.add(bounded(mail.replace("\n", "\r\n").getBytes(UTF_8)).reply());
    }

    assertThat(texts).containsExactly("Yes.", "plain", "failed", "d", "hi", "Ja");
  }

  @Test
  void readsMailThatIsHugeInOneWay() {
    StringBuilder nested = new StringBuilder();
    StringBuilder same = new StringBuilder();
    for (int i = 0; i < 2_000; i++) {
      nested.append("Content-Type: multipart/mixed; boundary=b" + i + "\n\n--b" + i + "\n");
      same.append("Content-Type: multipart/mixed; boundary=b\n\n--b\n");
    }
    List<String> huge =
        List.of(
            nested.toString(),
            same.toString(),
            "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n".repeat(300_000),
            "Content-Type: multipart/mixed\n\n" + "--x\nContent-\n".repeat(100_000),
            "Subject: x\n y".repeat(100_000),
            "X: y\n" + "--\nTo: x\n".repeat(100_000) + "From: x\n",
            "From: x\nTo: x\nSubject: x\n"
                + "X: y\n".repeat(1_000)
                + "--\nCc: x\nDate: y\n".repeat(200_000),
            "+OK\n" + "x\n".repeat(300_000) + "To: x\nFrom: x\n",
            "Subject: " + "=?utf-8?Q?".repeat(100_000),
            "Subject: " + "=?utf-8?B?w6k=?= ".repeat(50_000),
            "From: " + "<".repeat(300_000),
            "From: " + "a@b, ".repeat(100_000),
            "From: " + "\"".repeat(300_000),
            "From: " + "(".repeat(300_000),
            "References: " + "<a@b> ".repeat(100_000),
            "Content-Type: text/plain; " + "x*0=y; ".repeat(50_000),
            "Content-Type: text/html\n\n" + "<div>".repeat(150_000),
            "Content-Type: text/html\n\n" + "<blockquote>x".repeat(50_000),
            "Content-Type: text/html\n\n<table>" + "<tr><td>x".repeat(50_000),
            "X: y\n\n" + "begin 644 a\n".repeat(50_000),
            "X: y\n\n" + "> ".repeat(400_000),
            "Content-Type: text/plain; format=flowed\n\n" + "> a \n".repeat(200_000),
            "Content-Transfer-Encoding: quoted-printable\n\n" + "= \t".repeat(200_000),
            "Content-Transfer-Encoding: quoted-printable\n\n" + " ".repeat(600_000) + "x",
            "Content-Type: text/plain; charset=utf-7\n\n" + "+".repeat(600_000));

    for (String mail : huge) {
      bounded(mail.getBytes(UTF_8));
    }
  }

  @Test
  void writesTheHeadersItMeansAndNoOther() {
    try (MailRig rig = new MailRig(directory)) {
      MimeWriter writer = new MimeWriter(MailRig.DESK, rig.ids, rig.clock);
      for (int round = 0; round < ROUNDS / 5; round++) {
        String subject = fuzz.words();
        Answered answered =
            new Answered(fuzz.words(), List.of(fuzz.words(), "<a@x.example>", fuzz.words()));
        byte[] mail =
            writer.write(
                new Message(
                    fuzz.words(),
                    new Mailbox("sam@icb.example"),
                    subject,
                    List.of(new Block.Paragraph("hello")),
                    answered,
                    null,
                    new Mailbox("pat@icb.example")));
        assertIsAsMeant(mail, subject);
      }
    }
  }

  private void assertIsAsMeant(byte[] mail, String subject) {
    String written = new String(mail, UTF_8);
    String head = written.substring(0, written.indexOf("\r\n\r\n"));
    assertThat(head.split("\r\n"))
        .allMatch(line -> line.matches("[A-Z][A-Za-z-]*: .*|[ \t].*"))
        .allMatch(line -> line.getBytes(UTF_8).length <= 998);
    assertThat(head.replace("\r\n", "")).doesNotContainPattern("[\\p{Cntrl}&&[^\t]]");
    IncomingMail read = parser.parse(mail);
    assertThat(read.headers().fields())
        .extracting(Headers.Field::name)
        .containsOnlyOnce("Subject", "From", "To", "Message-ID", "References")
        .isSubsetOf(
            "Date",
            "From",
            "To",
            "Reply-To",
            "Message-ID",
            "In-Reply-To",
            "References",
            "Subject",
            "MIME-Version",
            "Content-Type",
            "Auto-Submitted",
            "X-Auto-Response-Suppress");
    assertThat(read.recipients()).containsExactly(new Mailbox("sam@icb.example"));
    assertThat(read.references()).contains("<a@x.example>");
    assertThat(read.text()).isEqualTo("hello");
    if (!subject.contains("=?")) {
      assertThat(spaced(read.subject())).isEqualTo(spaced(MimeWriter.oneLine(subject)));
    }
  }

  private static String spaced(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}
