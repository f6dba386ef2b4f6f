package org.inclusiondesk.mail.jakarta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.inclusiondesk.mail.jakarta.RawMail.bytes;
import static org.inclusiondesk.mail.jakarta.RawMail.parse;

import java.nio.charset.Charset;
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
        "=?utf-8?Q?really??= | really?",
        "=?utf-8?Q?a b?= c | a b c",
        "=?UTF-8?B?w6k=?==?UTF-8?B?w6k=?= | éé",
        "=?utf-8?B?4oI=?= =?utf-8?Q?=AC?= | €",
        "=?iso-2022-jp?B?GyRCRnxLXBsoQg==?= | 日本",
        "=?gb2312?B?1tDOxA==?= | 中文",
        "=?ks_c_5601-1987?B?x9GxuQ==?= | 한국",
        "=?utf-7?Q?Fr+APY-sche?= | Frösche",
        "=?x-unknown?Q?=E9?= | é",
        "=?utf-8?X?abc?= =? ?= | =?utf-8?X?abc?= =? ?=",
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "utf-7 | Fr+APY-sche +- 1+-1 | Frösche + 1+1",
        "unicode-1-1-utf-7 | +2D3eAA | 😀",
        "utf-16be | \\u0000h\\u0000i | hi",
        "us-ascii | Caf\u00c3\u00a9 | Café",
        "gb2312 | \u00d6\u00d0 | 中",
        "\"utf-8; x\" | Caf\u00c3\u00a9 | Café",
        "cp1251 | \u00cf | П",
        "windows1252 | \u0080 | €",
        "shift-jis | \u0093\u00fa | 日",
        "iso-2022-jp | x\u001b$BCf\u001b(B | x中",
        "big5 | \u00a4\u00a4 | 中",
      })
  void readsTextInManyCharsets(String charset, String raw, String text) {
    assertThat(
            parser
                .parse(
                    bytes(
                        "Content-Type: text/plain; charset=" + charset + "\r\n\r\n",
                        raw.replace("\\u0000", "\u0000")))
                .text())
        .isEqualTo(text);
  }

  @Test
  void readsRawHeadersInTheCharsetOfTheText() {
    byte[] cyrillic = "Привет".getBytes(Charset.forName("koi8-r"));

    IncomingMail mail =
        parser.parse(
            bytes(
                "Subject: ",
                cyrillic,
                "\r\nFrom: ",
                cyrillic,
                " <sam@icb.example>\r\n",
                "Content-Type: text/plain; charset=koi8-r\r\n\r\n",
                cyrillic));
    assertThat(mail.subject()).isEqualTo("Привет");
    assertThat(mail.fromName()).isEqualTo("Привет");
    assertThat(parser.parse(bytes("Subject: \u001b$BF|\u001b(B\r\n\r\n")).subject()).isEqualTo("日");
  }

  @Test
  void joinsTheEncodedWordsOfANameBeforeItDecodesThem() {
    assertThat(parse("From: =?utf-8?B?4oI=?= =?utf-8?B?rA==?= <sam@icb.example>\n\n").fromName())
        .isEqualTo("€");
    assertThat(parse("From: sam@icb.example (=?utf-8?Q?Caf=C3=A9?=)\n\n").fromName())
        .isEqualTo("Café");
    assertThat(parse("From: Moderator <moderator>\n\n").fromName()).isEqualTo("Moderator");
  }

  @Test
  void putsFlowedTextTogether() {
    String flowed = "Content-Type: text/plain; format=flowed%s\n\n";

    assertThat(parse(flowed.formatted("") + "One \ntwo\n> old \n> older\n\n-- \nSam").text())
        .isEqualTo("One two\n> old older\n\n-- \nSam");
    assertThat(parse(flowed.formatted("; delsp=yes") + "日 \n本\n From here").text())
        .isEqualTo("日本\nFrom here");
  }

  @Test
  void takesFilesInTheTextForNothingThatAnybodyWrote() {
    String file = "begin 644 a.txt\n#0V%T\n`\nend\n";
    IncomingMail mail = parse("X: y\n\nhello\n" + file + "bye");

    assertThat(mail.text()).isEqualTo("hello\n" + file + "bye");
    assertThat(mail.reply()).isEqualTo("hello\nbye");
    assertThat(parse("X: y\n\nhello\n" + file.replace(" a.txt", "") + "bye").reply())
        .isEqualTo("hello\nbye");
    assertThat(parse("X: y\n\n" + file).reply()).isBlank();
    assertThat(parse("X: y\n\nhello\nbegin 644 a.txt\n" + "x".repeat(100) + "\nbye").reply())
        .contains("begin 644")
        .endsWith("bye");
    assertThat(parse("X: y\n\nWe begin 7 days before the\nend\n").reply()).contains("begin 7");
    assertThat(parse("Content-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n#0V%T\n`\nend").text())
        .isEqualTo("Cat");
  }

  @Test
  void undoesTransferEncodingsHoweverBadlyTheyWereDone() {
    String quoted = "Content-Transfer-Encoding: Quoted-Printable (x)\n\n";
    String base64 = "Content-Transfer-Encoding: BASE64; x\n\n";

    assertThat(parse(quoted + "a  \nb=20 \nc=  \nd=E2=82=AC=4").text()).isEqualTo("a\nb \ncd€=4");
    assertThat(parse(quoted + "a\t b=").text()).isEqualTo("a\t b");
    assertThat(parse(base64 + "aGVs\nbG8= nothing\nIQ==").text()).isEqualTo("hello!");
  }

  @Test
  void readsTheRootOfRelatedPartsAndTheSignedPartOfSignedMail() {
    String parts = "; boundary=b\n\n--b\n\nhello\n--b\n\nother\n--b--";

    assertThat(parse("Content-Type: multipart/related" + parts).text()).isEqualTo("hello");
    assertThat(parse("Content-Type: multipart/signed" + parts).text()).isEqualTo("hello");
    assertThat(parse("Content-Type: multipart/mixed" + parts).text()).isEqualTo("hello\n\nother");
  }

  @Test
  void findsThePlainAlternativeDeepDownAndSaysNothingTwice() {
    String nested =
        "Content-Type: multipart/alternative; boundary=b\n\n--b\n"
            + "Content-Type: multipart/mixed; boundary=c\n\n--c\n\nplain\n--c--\n--b\n"
            + "Content-Type: text/html\n\n<p>html</p>\n--b--";
    String both =
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nThe same.\n--b\n"
            + "Content-Type: text/html\n\n<p>The <b>same</b>.</p>\n--b--";

    assertThat(parse(nested).text()).isEqualTo("plain");
    assertThat(parse(both).text()).isEqualTo("The same.");
    assertThat(parse(both.replace("<b>same", "<b>other")).text())
        .isEqualTo("The same.\n\nThe other.");
  }

  @Test
  void readsANamedTextWhereThereIsNoOther() {
    String named =
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain;"
            + " name=a.txt\n\nnamed\n--b%s--";

    assertThat(parse(named.formatted("")).text()).isEqualTo("named");
    assertThat(parse(named.formatted("\n\nhello\n--b")).text()).isEqualTo("hello");
  }

  @Test
  void readsBoundariesThatBeginAlikeThatAreBrokenAndThatNothingDeclares() {
    String head = "Content-Type: multipart/mixed; boundary=";

    assertThat(parse(head + "a\n\n--ab\nno\n--a \n\nhello\n--ab\n--a--\nend").text())
        .isEqualTo("hello\n--ab");
    assertThat(parse(head + "a\n\n--a\n\nhello--a--\n").text()).isEqualTo("hello");
    assertThat(parse(head + "\"a \"\n\n--a \n\nhello\n--a\nstill\n--a --").text())
        .isEqualTo("hello\n--a\nstill");
    assertThat(parse(head + "\"a \"\n\n--a\n\nhello\n--a--").text()).isEqualTo("hello");
    assertThat(
            parse("Content-Type: multipart/mixed;\nboundary=\"a b\"\n\n--a b\n\nhello\n--a b--")
                .text())
        .isEqualTo("hello");
    assertThat(
            parse(
                    "Content-Type: multipart/mixed; boundary*0=a; boundary*1=\"b\"\n\n--ab\n\n"
                        + "hello\n--ab--")
                .text())
        .isEqualTo("hello");
    assertThat(parse(head + "other\n\n--x\nContent-Type: text/html\n\n<b>hello</b>\n--x--").text())
        .isEqualTo("hello");
  }

  @Test
  void decodesExtendedParameters() {
    assertThat(parse("Content-Type: text/plain; charset*=us-ascii'en'koi8%2Dr\n\nx").text())
        .isEqualTo("x");
    assertThat(ContentType.of("a/b; name*=utf-8'de'Caf%C3%A9", "x").parameter("name"))
        .isEqualTo("Café");
    assertThat(
            ContentType.of("a/b; name*0*=utf-8''Caf%C3%A9; name*1=\" au\"; name*2*=%20lait", "x")
                .parameter("name"))
        .isEqualTo("Café au lait");
    assertThat(ContentType.of("a/b; name=plain; name*0=x", "x").parameter("name"))
        .isEqualTo("plain");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "From sam@icb.example  Fri Nov 20 09:00:00 2026\nSubject: x\n\nhello",
        ">From sam@icb.example  Fri Nov 20 09:00:00 2026\nSubject: x\n\nhello",
        "\uFEFFSubject: x\n\nhello",
        "Subject : x\n\nhello",
        "X-A: b\nno field at all\nSubject: x\n\nhello",
        "Subject: x\nno field at all\nX-A: b\n\nhello",
      })
  void readsFieldsHoweverTheMailBegins(String raw) {
    IncomingMail mail = parse(raw);

    assertThat(mail.subject()).isEqualTo("x");
    assertThat(mail.text()).isEqualTo("hello");
    assertThat(parser.parse(raw.replace('\n', '\r').getBytes(UTF_8)).subject()).isEqualTo("x");
    assertThat(parser.parse(raw.getBytes(UTF_8)).text()).isEqualTo("hello");
  }

  @Test
  void readsATextWithoutFieldsAsText() {
    assertThat(parse("Dear desk: hello\n\nSam").text()).isEqualTo("Dear desk: hello\n\nSam");
    assertThat(parse("hello").text()).isEqualTo("hello");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<div class=\"gmail_quote\"><div class=gmail_attr>On 3 Nov 2026 Desk &lt;d@x.example&gt;"
            + " wrote:<br></div><blockquote class=gmail_quote>old</blockquote></div>",
        "<div id=\"appendonsend\"></div><hr><div><b>From:</b> Desk</div><div>old</div>",
        "<hr><div id=\"x_divRplyFwdMsg\"><b>From:</b> Desk</div><div>old</div>",
        "<span id=OLK_SRC_BODY_SECTION><div>From: Desk</div>old</span>",
        "<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm'><p><b>From:</b>"
            + " Desk</p></div><p>old</p>",
        "<div class='x yahoo_quoted'>On Friday, Desk said<div>old</div></div>",
        "<div class=moz-cite-prefix>On 3/11/26 10:00, Desk wrote:<br></div><blockquote"
            + " type=cite>old</blockquote>",
        "<div id=\"mail-editor-reference-message-container\">old</div>",
        "<div class=protonmail_quote>old</div>",
        "<blockquote type=cite><div>old</div></blockquote>",
        "<div class=gmail_signature>Sam Staff<br>Kent</div>",
        "<div id=Signature>Sam Staff</div>",
      })
  void passesOverWhatHtmlMailMarksAsOld(String old) {
    IncomingMail mail = parse("Content-Type: text/html\n\n<div>Yes, please.</div>" + old);

    assertThat(mail.reply()).isEqualTo("Yes, please.");
    assertThat(mail.text()).contains("Yes, please.").containsAnyOf("old", "Sam Staff");
    assertThat(parse("Content-Type: text/html\n\n" + old).text()).isNotBlank();
  }

  @Test
  void readsNothingOutOfSealedMail() {
    IncomingMail mail =
        parse(
            "From: sam@icb.example\nSubject: x\nContent-Transfer-Encoding: base64\nContent-Type:"
                + " application/pkcs7-mime; name=smime.p7m\n\naGVsbG8=");

    assertThat(mail.text()).isBlank();
    assertThat(mail.automatic()).isTrue();
    assertThat(mail.bounce()).isFalse();
  }

  @Test
  void dropsTheMarksOfEnrichedText() {
    String enriched = "Content-Type: text/enriched\n\n<bold>hello</bold> <<x>";
    String mixed = "Content-Type: multipart/mixed; boundary=b\n\n--b\n" + enriched;

    assertThat(parse(enriched).text()).isEqualTo("hello <x>");
    assertThat(parse(mixed + "\n--b--").text()).isEqualTo("hello <x>");
    assertThat(parse(mixed + "\n--b\n\nplain\n--b--").text()).isEqualTo("plain");
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
