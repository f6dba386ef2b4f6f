package org.inclusiondesk.mail.jakarta;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.mail.IncomingMail;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailParserTest {
  private final MailParser parser = new MailParser();

  private IncomingMail parse(String raw) {
    return parser.parse(raw.replace("\n", "\r\n").getBytes(UTF_8));
  }

  private static byte[] bytes(Object... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Object part : parts) {
      all.writeBytes(part instanceof byte[] raw ? raw : ((String) part).getBytes(ISO_8859_1));
    }
    return all.toByteArray();
  }

  @Test
  void readsAnOrdinaryMail() {
    IncomingMail mail =
        parse(
            "From: \"Sam, Staff\" <sam@ICB.example>\nTo: desk@icb.example, x@y.example\n"
                + "Subject: Hello\n there\nMessage-ID: <1@x>\nReferences: <a@x> <b@x>\n"
                + "In-Reply-To: <b@x>\n\nGood morning\n");

    assertThat(mail.from()).isEqualTo(new Mailbox("sam@icb.example"));
    assertThat(mail.fromName()).isEqualTo("Sam, Staff");
    assertThat(mail.soleAuthor()).isTrue();
    assertThat(mail.recipients())
        .containsExactly(new Mailbox("desk@icb.example"), new Mailbox("x@y.example"));
    assertThat(mail.subject()).isEqualTo("Hello there");
    assertThat(mail.messageId()).isEqualTo("<1@x>");
    assertThat(mail.references()).containsExactly("<a@x>", "<b@x>");
    assertThat(mail.text().strip()).isEqualTo("Good morning");
    assertThat(mail.automatic()).isFalse();
    assertThat(mail.toString()).doesNotContain("sam").doesNotContain("Hello");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "=?utf-8?Q?Caf=C3=A9_au_lait?= | Café au lait",
        "=?utf-8?B?Q2Fmw6k=?= | Café",
        "=?UTF-8?Q?Caf=C3?=  =?UTF-8?Q?=A9?= | Café",
        "=?iso-8859-1?q?Caf=E9?= plain | Café plain",
        "=?no-such-charset?Q?Caf=C3=A9?= | Café",
        "=?utf-8?B?Q2Fmw6k? | =?utf-8?B?Q2Fmw6k?",
        "=?utf-8?Q?=ZZ?= | =ZZ",
        "=?windows-1252*en?Q?=80?= | €",
        "=?utf-8?B?Q2Fm!!w6k=?= | Café",
      })
  void decodesEncodedWords(String encoded, String decoded) {
    assertThat(parse("Subject: " + encoded + "\n\n").subject()).isEqualTo(decoded);
  }

  @Test
  void readsRawEightBitAsUtf8ThenAsDeclaredThenAsWindows1252() {
    String head = "Subject: x\r\nContent-Type: text/plain; charset=";
    assertThat(parser.parse(bytes("Subject: ", "Café".getBytes(UTF_8), "\r\n\r\n")).subject())
        .isEqualTo("Café");
    assertThat(parser.parse(bytes("Subject: Caf\u00e9\r\n\r\n")).subject()).isEqualTo("Café");
    assertThat(parser.parse(bytes(head, "us-ascii\r\n\r\n", "Café".getBytes(UTF_8))).text())
        .isEqualTo("Café");
    assertThat(parser.parse(bytes(head, "nonsense\r\n\r\n", new byte[] {(byte) 0x80})).text())
        .isEqualTo("€");
    assertThat(
            parser
                .parse(bytes(head, "koi8-r\r\n\r\n", new byte[] {(byte) 0xf0, (byte) 0xcf}))
                .text())
        .isEqualTo("По");
    assertThat(
            parser
                .parse(
                    bytes(
                        "Content-Transfer-Encoding: quoted-printable\r\n",
                        head,
                        "iso-8859-1\r\n\r\nCaf=E9=20=\r\n=80=ZZ"))
                .text())
        .startsWith("Café €");
  }

  @Test
  void prefersPlainTextAndMakesTextOfHtml() {
    String alternative =
        "Content-Type: multipart/alternative; boundary=\"b\"\n\n--b\nContent-Type: text/plain\n\n"
            + "plain\n--b\nContent-Type: text/html\n\n<p>html</p>\n--b--\n";

    assertThat(parse(alternative).text()).isEqualTo("plain");
    assertThat(parse(alternative.replace("\nplain\n", "\n \n")).text()).isEqualTo("html");
    assertThat(
            parse(
                    "Content-Type: text/html\n\n<style>p{}</style><p>One<br>two</p><ul><li>a<li>b"
                        + "</ul><script>x()</script><blockquote>old</blockquote>")
                .reply())
        .isEqualTo("One\ntwo\n\n- a\n- b");
  }

  @Test
  void readsNoAttachmentAndNoForwardedMailAsText() {
    assertThat(
            parse(
                    "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n--b\n"
                        + "Content-Type: text/plain; name=\"a.txt\"\n\nattached\n--b\n"
                        + "Content-Disposition: attachment\n\nattached\n--b\n"
                        + "Content-Type: message/rfc822\n\nSubject: inner\n\nforwarded\n--b--")
                .text())
        .isEqualTo("hello");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: multipart/mixed\n\n--x\n\nhello\n--x--",
        "Content-Type: multipart/mixed; boundary=\"gone\"\n\nhello",
        "Content-Type: multipart/mixed; boundary=\"\n\nhello",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhello",
        "Content-Type: ;;;\n\nhello",
        "Content-Type: text\n\nhello",
        "Content-Type: text/plain; charset=\"\\\"; x\n\nhello",
        "Content-Transfer-Encoding: nonsense\n\nhello",
        "\n\n\nSubject: late\n\nhello",
      })
  void findsTheTextOfBrokenMail(String raw) {
    assertThat(parse(raw).text()).contains("hello");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sam@icb.example | sam@icb.example",
        "Sam <sam@icb.example | sam@icb.example",
        "Sam Staff sam@icb.example | sam@icb.example",
        "\"Sam <sam@icb.example> | sam@icb.example",
        "=?utf-8?Q?Sam?= <sam@icb.example>, | sam@icb.example",
        "undisclosed:sam@icb.example; | sam@icb.example",
      })
  void findsTheSenderInBrokenFields(String field, String address) {
    assertThat(parse("From: " + field + "\n\nhello").from()).isEqualTo(new Mailbox(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "From: a@x.example, b@x.example",
        "From: a@x.example\nFrom: a@x.example",
        "Sender: a@x.example",
        "From: a@x.example b@x.example",
        "From: a@x.example <b@y.example> <c@z.example>",
      })
  void namesNoSoleAuthorWhereItCouldBeMisread(String headers) {
    assertThat(parse(headers + "\n\nhello").soleAuthor()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", ":", "From:\n\n", "\u0000\u0000", "From: <>\n\n", "=?=?=?\n"})
  void makesAMailOfNearlyNothing(String raw) {
    assertThat(parse(raw).from()).isNull();
  }

  @Test
  void staysWithinItsBounds() {
    StringBuilder deep = new StringBuilder();
    for (int i = 0; i < 3000; i++) {
      deep.append("Content-Type: multipart/mixed; boundary=b")
          .append(i)
          .append("\n\n--b")
          .append(i)
          .append('\n');
    }
    String wide = "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n".repeat(50_000);
    String long1 = "Subject: " + "x".repeat(900_000) + "\n\n" + "y ".repeat(900_000);
    String html = "Content-Type: text/html\n\n" + "<div>".repeat(100_000) + "x";
    String quotes = "Content-Type: text/plain; x=\"" + "\\\"".repeat(9_000) + "\n\nhello";
    String fields = "X-A: b\n".repeat(100_000) + "\nhello";
    Assertions.assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          parse(deep.toString());
          parse(wide);
          assertThat(parse(long1).text().length()).isLessThanOrEqualTo(256 * 1024);
          parse(html);
          parse(quotes);
          parse(fields);
          parse("Subject: " + "=?utf-8?Q?=41?= ".repeat(1_200) + "\n\nhello");
        });
  }

  @Test
  void makesAMailOfAnyBytes() {
    Random random = new Random(20261120);
    byte[] seed =
        bytes(
            "From: Sam <sam@icb.example>\r\nSubject: =?utf-8?B?Q2Fmw6k=?=\r\n",
            "Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html;",
            " charset=utf-7\r\nContent-Transfer-Encoding: base64\r\n\r\n",
            Base64.getEncoder().encode("<p>hello</p>".getBytes(UTF_8)),
            "\r\n--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\n\r\nx\r\n--c--",
            "\r\n--b--\r\n");
    for (int round = 0; round < 2000; round++) {
      byte[] mutant = seed.clone();
      for (int i = 0; i < 1 + random.nextInt(20); i++) {
        mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
      }
      assertThat(parser.parse(mutant)).isNotNull();
    }
  }

  @Test
  void keysWhatStaysTheSameWhenAMailIsDeliveredAgain() {
    String mail = "From: a@x.example\nMessage-ID: <1@x>\nSubject: s\n\nhello\n";

    assertThat(parse("Received: there\nX-Spam: 1\n" + mail).key()).isEqualTo(parse(mail).key());
    assertThat(parse(mail.replace("hello", "hallo")).key()).isNotEqualTo(parse(mail).key());
    assertThat(parse(mail.replace("<1@", "<2@")).key()).isNotEqualTo(parse(mail).key());
  }
}
