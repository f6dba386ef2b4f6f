package org.inclusiondesk.mail.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.mail.IncomingMail;
import org.inclusiondesk.mail.MailRig;
import org.inclusiondesk.outbox.Message;
import org.inclusiondesk.outbox.Message.Answered;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MimeWriterTest {
  private static final Mailbox SAM = new Mailbox("sam@icb.example");

  @TempDir private Path directory;
  private MailRig rig;
  private MimeWriter writer;

  @BeforeEach
  void open() {
    rig = new MailRig(directory);
    writer = new MimeWriter(MailRig.DESK, rig.ids, rig.clock);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private String written(String subject, @Nullable Answered answers, Block... blocks) {
    return new String(
        writer.write(new Message("effect", SAM, subject, List.of(blocks), answers, null, null)),
        StandardCharsets.UTF_8);
  }

  private String repliedTo(Mailbox mailbox) {
    Message message = Message.to(SAM, "effect", "Hello", List.of(text("x")));
    return new String(writer.write(message.withRepliesTo(mailbox)), StandardCharsets.UTF_8);
  }

  @Test
  void sendsRepliesWhereTheyAreMeantToGo() {
    assertThat(repliedTo(new Mailbox("pat@Bücher.example")))
        .contains("From: Inclusion Desk <desk@icb.example>\r\n")
        .contains("Reply-To: pat@xn--bcher-kva.example\r\n");
    assertThat(written("Hello", null, text("x"))).doesNotContain("Reply-To");
  }

  @Test
  void namesNoReceiverOfRepliesThatAServerMightRefuse() {
    assertThat(repliedTo(new Mailbox("zoë@icb.example"))).doesNotContain("Reply-To");
    assertThat(repliedTo(new Mailbox("pat@" + "x".repeat(70) + ".example")))
        .doesNotContain("Reply-To")
        .contains("To: sam@icb.example\r\n");
  }

  private static Block text(String text) {
    return new Block.Paragraph(text);
  }

  @Test
  void writesPlainTextAndHtmlThatCanBeReadAsTheyStand() {
    String mail =
        written(
            "Hello",
            null,
            new Block.Heading("Figures"),
            text("Fewer than 8 – or “more”"),
            new Block.Bullets(List.of("one", "two")),
            new Block.Facts(List.of(new Block.Fact("Joined", "10"))),
            new Block.Small("Small print"));

    assertThat(mail)
        .contains("From: Inclusion Desk <desk@icb.example>\r\n")
        .contains("To: sam@icb.example\r\n")
        .contains("Auto-Submitted: auto-generated\r\n")
        .contains("X-Auto-Response-Suppress: All\r\n")
        .contains("multipart/alternative")
        .contains("Content-Transfer-Encoding: 8bit\r\n")
        .contains("Fewer than 8 – or “more”\r\n")
        .contains("- one\r\n- two\r\n")
        .contains("Joined: 10\r\n")
        .contains("<li style=\"margin:0 0 4px\">one</li>")
        .contains(">Figures</h2>");
    IncomingMail read = new MailParser().parse(mail.getBytes(StandardCharsets.UTF_8));
    assertThat(read.automatic()).isTrue();
    assertThat(read.text()).contains("Fewer than 8 – or “more”");
  }

  @Test
  void makesNoMarkUpOfText() {
    assertThat(written("x", null, text("<script>alert(1)</script> & <b>bold</b>")))
        .contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;bold&lt;/b&gt;");
  }

  @Test
  void hasTheSameMessageIdForTheSameEffectAndThreadsAnswers() {
    String mail =
        written(
            "Re",
            new Answered("<c@x.example>", List.of("<a@x.example>", "<b@x.example>")),
            text("x"));

    assertThat(mail)
        .contains("Message-ID: " + rig.ids.of("effect") + "\r\n")
        .contains("In-Reply-To: <c@x.example>\r\n")
        .contains("References: <a@x.example>\r\n <b@x.example>\r\n <c@x.example>\r\n")
        .contains("Auto-Submitted: auto-replied\r\n");
  }

  @Test
  void keepsLongThreadsShort() {
    List<String> many = IntStream.range(0, 90).mapToObj(i -> "<" + i + "@x.example>").toList();
    String mail = written("Re", new Answered("<last@x.example>", many), text("x"));

    assertThat(mail)
        .contains("<0@x.example>")
        .contains("<89@x.example>")
        .contains("<last@x.example>");
    assertThat(mail).doesNotContain("<1@x.example>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x\r\nBcc: all@icb.example",
        "x\nBcc: all@icb.example",
        "x\rBcc: all@icb.example",
        "x\u2028Bcc: all@icb.example",
        "x\u0000\u000bBcc: all@icb.example",
        "é\r\n\r\nBcc: all@icb.example"
      })
  void addsNoHeaderThatSomebodySlipsIn(String hostile) {
    String mail =
        written(
            hostile, new Answered(hostile, List.of(hostile, "<a\r\nBcc: b@x.example>")), text("x"));
    String head = mail.substring(0, mail.indexOf("\r\n\r\n"));

    assertThat(head.lines()).noneMatch(line -> line.toLowerCase().startsWith("bcc"));
    assertThat(head.replace("\r\n", "")).doesNotContain("\r").doesNotContain("\n");
    assertThat(new MailParser().parse(mail.getBytes(StandardCharsets.UTF_8)).text()).isEqualTo("x");
  }

  @Test
  void keepsNothingInAHeaderThatTurnsTextRoundOrSteersATerminal() {
    String mail = written("a\u202Eb\u2066c\u0085d\u009Be", null, text("x"));

    assertThat(new MailParser().parse(mail.getBytes(StandardCharsets.UTF_8)).subject())
        .isEqualTo("a b c d e");
  }

  @Test
  void breaksLinesThatAMailServerNeedNotAccept() {
    String mail = written("x", null, text("wörter ".repeat(500) + "ü".repeat(3000)));

    assertThat(mail.lines().mapToInt(line -> line.getBytes(StandardCharsets.UTF_8).length).max())
        .satisfies(max -> assertThat(max.getAsInt()).isLessThan(998));
    assertThat(mail).contains("wörter wörter");
  }

  @Test
  void writesInternationalDomainsAsTheirAsciiForm() {
    Message message = Message.to(new Mailbox("sam@bücher.example"), "e", "x", List.of(text("x")));

    assertThat(new String(writer.write(message), StandardCharsets.UTF_8))
        .contains("To: sam@xn--bcher-kva.example\r\n");
  }
}
