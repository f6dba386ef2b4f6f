package org.inclusiondesk.mail.jakarta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.inclusiondesk.mail.jakarta.RawMail.bytes;
import static org.inclusiondesk.mail.jakarta.RawMail.parse;

import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Base64;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.mail.IncomingMail;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kinds of mail that help desks meet: odd senders, odd charsets, bodies where nobody looks. */
class OddMailTest {
  private static final Mailbox SAM = new Mailbox("sam@icb.example");
  private final MailParser parser = new MailParser();

  private static byte[] in(String charset, String text) {
    return text.getBytes(Charset.forName(charset));
  }

  // --- who wrote it

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "=?iso-8859-1?Q?M=FCller,=20Jana?= <sam@icb.example> ~ Müller, Jana ~ true",
        "=?utf-8?Q?Staff=2C_=3Cx=40y.example=3E?= <sam@icb.example> ~ Staff, <x@y.example> ~ true",
        "=?utf-8?Q?Sam?= =?utf-8?Q?_Staff?= <sam@icb.example> ~ Sam Staff ~ true",
        "=?utf-8?Q?Sam?= of =?utf-8?Q?=22HR=22?= <sam@icb.example> ~ Sam of \"HR\" ~ true",
        "\"=?utf-8?Q?Staff,_Sam?=\" <sam@icb.example> ~ Staff, Sam ~ true",
        "sam@icb.example (=?utf-8?Q?Staff,_Sam?=) ~ Staff, Sam ~ true",
        "Staff, Sam <sam@icb.example> ~ Staff, Sam ~ false",
        "Staff, Sam, Dr <sam@icb.example> ~ Staff, Sam, Dr ~ false",
        "'Sam Staff' <sam@icb.example> ~ Sam Staff ~ true",
        "\"'Sam Staff'\" <sam@icb.example> ~ Sam Staff ~ true",
        "\"Staff, Sam (ICB)\" <sam@icb.example> ~ Staff, Sam (ICB) ~ true",
        "Sam | HR <sam@icb.example> ~ Sam | HR ~ true",
        "<sam@icb.example> ~  ~ true",
        "sam@icb.example ~  ~ true",
        "Sam <sam@icb.example>, Ben <ben@icb.example> ~ Sam ~ false",
        "Sam <sam@icb.example>, LTD <x@y.example> ~ Sam ~ false",
        "=?utf-8?Q?sam?=@icb.example ~  ~ false",
        "Sam <=?utf-8?Q?sam?=@icb.example> ~ Sam ~ false",
        "שם <sam@icb.example> ~ שם ~ true",
      })
  void readsTheNameBesideTheAddress(String field, @Nullable String name, boolean sole) {
    IncomingMail mail = parse("From: " + field + "\n\nhello");

    assertThat(mail.from()).isEqualTo(SAM);
    assertThat(mail.fromName()).isEqualTo(name);
    assertThat(mail.soleAuthor()).isEqualTo(sole);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=?utf-8?Q?boss=40icb.example=3E?=@evil.example",
        "=?utf-8?Q?boss=40icb.example=2C?=@evil.example",
        "<=?utf-8?Q?boss=40icb.example=3E?=@evil.example>",
        "=?utf-8?Q?=3Cboss=40icb.example=3E?= <x@evil.example>",
        "=?utf-8?Q?boss=40icb.example?= <x@evil.example>",
        "=?utf-8?Q?a?= =?utf-8?Q?=3Cboss=40icb.example=3E=2C?= x@evil.example",
        "\"=?utf-8?Q?=22_=3Cboss=40icb.example=3E?=\" <x@evil.example>",
      })
  void takesNoAddressOutOfEncodedWords(String field) {
    IncomingMail mail = parse("From: " + field + "\n\nhello");

    if (mail.from() != null) {
      assertThat(mail.from().domain()).isEqualTo("evil.example");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=?utf-8?Q?vic?=tim@icb.example",
        "Sam <vic=?utf-8?Q?tim?=x@icb.example>",
        "=?utf-8?Q?x@evil.example,?= <sam@icb.example>",
        "Sam=?utf-8?Q?x?= <sam@icb.example>",
        "\u001b$Baa@bade.com,\u001b(B <sam@icb.example>",
        "<@evil.example:sam@icb.example>",
        "<sam@icb.example> <x@evil.example>",
        "\u00ff <sam+AHMAbQBpAHQAaA-@icb.example>",
      })
  void callsNobodyTheSoleAuthorWhomDecodingMayHaveMade(String field) {
    byte[] mail =
        bytes("From: " + field + "\r\nContent-Type: text/plain; charset=utf-7\r\n\r\n", "hello");

    assertThat(parser.parse(mail).soleAuthor()).isFalse();
  }

  @Test
  void callsNobodyTheSoleAuthorOfAFieldThatIsNotReadToItsEnd() {
    String name = "Sam " + "x ".repeat(1_990) + "<sam@icb.example>";

    assertThat(parse("From: " + name + ", x@evil.example\n\nhello").soleAuthor()).isFalse();
    assertThat(
            parse("From: <sam@icb.example>" + " ".repeat(4_000) + ",x@evil.example\n\nhello")
                .soleAuthor())
        .isFalse();
  }

  @Test
  void looksAtSoMuchOfTheReceiversAndNoMore() {
    String many = ("To: " + "x ".repeat(2_000) + "\n").repeat(16);
    String sam = "Cc: sam@icb.example\n";

    assertThat(parse(sam.replace("Cc", "To") + many + "\nhello").recipients()).containsExactly(SAM);
    assertThat(parse(many + many + sam + "\nhello").recipients()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sender: Sam <sam@icb.example>\nReply-To: x@y.example",
        "From:\nReply-To: Sam <sam@icb.example>\nReturn-Path: <x@y.example>",
        "From: \nReturn-Path: <sam@icb.example>",
        "Return-Path: <sam@icb.example>",
        "From: \"Sam\" <>\nReply-To: sam@icb.example",
        "From: Sam < >\nReturn-Path: <sam@icb.example>",
      })
  void looksElsewhereWhereNoFromStands(String fields) {
    IncomingMail mail = parse(fields + "\nSubject: x\n\nhello");

    assertThat(mail.from()).isEqualTo(SAM);
    assertThat(mail.soleAuthor()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sam <the whole team@icb.example>",
        "\"The Team\"@icb.example>",
        "Sam <@icb.example>",
        "Sam <sam@>",
      })
  void takesNoRestOfAnAddressForOne(String field) {
    assertThat(parse("From: " + field + "\n\nhello").from()).isNull();
  }

  @Test
  void leavesTheFromFieldItsWordWhereAnswersAreToGoElsewhere() {
    IncomingMail mail = parse("From: Sam <sam@icb.example>\nReply-To: x@y.example\n\nhello");

    assertThat(mail.from()).isEqualTo(SAM);
    assertThat(mail.soleAuthor()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "From: [unknown]\nFrom: Sam <sam@icb.example>",
        "From: Sam <>\nFrom: Sam <sam@icb.example>",
        "From: Sam <sam@icb.example>\nFrom: x@y.example",
      })
  void takesTheFirstFromFieldThatNamesSomebodyAndProvesNothingByIt(String fields) {
    IncomingMail mail = parse(fields + "\n\nhello");

    assertThat(mail.from()).isEqualTo(SAM);
    assertThat(mail.fromName()).isEqualTo("Sam");
    assertThat(mail.soleAuthor()).isFalse();
  }

  @Test
  void looksAtSoManyFromFieldsAndNoMore() {
    String many = "From: [unknown]\n".repeat(200);

    assertThat(parse(many + "From: sam@icb.example\n\nhello").from()).isNull();
  }

  @Test
  void keepsTheNameOfASenderWithoutAnAddress() {
    IncomingMail mail = parse("From: MAILER-DAEMON <>\nReply-To: help@y.example\n\nhello");

    assertThat(mail.bounce()).isTrue();
    assertThat(parse("From: Night shift <>\n\nhello").fromName()).isEqualTo("Night shift");
  }

  // --- where the fields begin

  private static final String HEAD =
      "From: Sam <sam@icb.example>\nTo: desk@icb.example\nSubject: Captions\n"
          + "Content-Type: text/plain; charset=utf-8\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "---- Original ----\n",
        "+OK 1234 octets\n",
        "*** SPAM ***\n",
        " indented\n",
        "From sam@icb.example  Fri Nov 20 09:00:00 2026\n+OK\n",
        "one\ntwo\n--\nX-A: b\n--\n",
        "Return-Path: <sam@icb.example>\n---- Original ----\n",
        "Return-Path: <sam@icb.example>\n--\n---- Original ----\n",
      })
  void findsTheFieldsBelowLinesThatAreNone(String above) {
    IncomingMail mail = parse(above + HEAD + "\nHow do I add captions?\n");

    assertThat(mail.from()).isEqualTo(SAM);
    assertThat(mail.subject()).isEqualTo("Captions");
    assertThat(mail.text().strip()).isEqualTo("How do I add captions?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hello,\nI have a question: how?\nRegards: Sam\n\nmore text",
        "Hello, see below\n\nFrom: Sam <sam@icb.example>\nSubject: x\n\nHow?",
        "Hello,\nSubject: none\nSubject: still none\n\nHow?",
        "Hello,\n2\n3\n4\n5\n6\nFrom: Sam <sam@icb.example>\nSubject: x\n\nHow?",
      })
  void takesAFieldInATextForNoHeader(String text) {
    IncomingMail mail = parse(text);

    assertThat(mail.text()).isEqualTo(text);
    assertThat(mail.from()).isNull();
    assertThat(mail.subject()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-------- Original Message --------\nSubject: y\nFrom: x@y.example\nTo: sam@icb.example\n\nold",
        "-- \nSam: night shift\nDate: never\n\nKent",
        "--b\nContent-Type: text/plain\nContent-Transfer-Encoding: 7bit\n\nhello",
      })
  void beginsTheTextWithHyphensThatHideNoHeader(String text) {
    IncomingMail mail = parse(HEAD + text);

    assertThat(mail.subject()).isEqualTo("Captions");
    assertThat(mail.text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+OK 1234 octets\n%s",
        "Return-Path: <sam@icb.example>\n---- Original ----\n%s",
        "Received: from x\nwhat is this\n%s",
        "Cc: x@y.example,\nz@y.example\n%s",
      })
  void provesNobodyByFieldsThatServersMayTakeForText(String header) {
    assertThat(parse(HEAD + "\nhello").soleAuthor()).isTrue();
    assertThat(parse(header.formatted(HEAD) + "\nhello").soleAuthor()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "'%s\r\nhello\r\n\r\r\nSam\r\r\n', true",
    "'%s\r\nhello\r\r\r\r\nSam', true",
    "'%s\r\r\nhello\r\n', false",
    "'%s\r\r\r\r\nhello\r\n', false",
    "'X: y\r\r\n%s\r\nhello', false",
    "'\r\r\n%s\r\nhello', false",
    "'%sX: y\r\r\nhello', false",
    "'%shello\r\n\r\nSam\r\r\n', true",
    "'%shello\r\r\n\r\nSam\r\r\n', false",
  })
  void provesNobodyByAHeaderWithMoreReturnsThanOneAtALineEnd(String mail, boolean sole) {
    String raw = mail.formatted(HEAD.replace("\n", "\r\n"));

    assertThat(parser.parse(raw.getBytes(UTF_8)).soleAuthor()).isEqualTo(sole);
  }

  @Test
  void passesOverSoManyLinesAmongTheFieldsAndNoMore() {
    String odd = "what is this\nX: y\n";

    assertThat(parse("X: y\n" + odd.repeat(100) + HEAD + "\nhello").from()).isEqualTo(SAM);
    assertThat(parse("X: y\n" + odd.repeat(201) + HEAD + "\nhello").from()).isNull();
  }

  // --- where the text begins

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "`Subject: x\n\nhello\n` ~ hello",
        "`Subject: x\nWe would like to join.\n\nThe night shift\n` ~ `We would like to join.\n\nThe night shift`",
        "`Subject: x\nWe would like to join,\n two of us.` ~ `We would like to join,\n two of us.`",
        "`Subject: x\n \nhello\n` ~ hello",
        "`Subject: x\nwhat is this\nTo: y@z.example\n\nhello` ~ hello",
        "`Subject: x\nwhat is this\n and this\nTo: y@z.example\nhello` ~ hello",
        "`Subject: x\nTo: a@z.example,\nb@z.example\n\nhello` ~ hello",
      })
  void findsTheTextWhereTheEmptyLineAboveItIsMissing(String mail, String text) {
    String raw = mail.replace("\\n", "\n");

    assertThat(parse("From: sam@icb.example\n" + raw).text().strip())
        .isEqualTo(text.replace("\\n", "\n"));
    assertThat(parse("From: sam@icb.example\n" + raw).subject()).isEqualTo("x");
  }

  @Test
  void readsAPartThatBeginsWithAForwardedMail() {
    String forwarded = "--- Forwarded ---\nFrom: x@y.example\nSubject: y\n\nold";
    IncomingMail mail =
        parse("Content-Type: multipart/mixed; boundary=b\n\n--b\n" + forwarded + "\n--b--\n");

    assertThat(mail.text()).isEqualTo(forwarded);
  }

  @Test
  void readsAPartThatBeginsWithItsText() {
    IncomingMail mail =
        parse("Content-Type: multipart/mixed; boundary=b\n\n--b\nWe will come.\n--b--\n");

    assertThat(mail.text().strip()).isEqualTo("We will come.");
  }

  @Test
  void readsAFirstPartWhoseFieldsStandAmongThoseOfTheWhole() {
    String whole = "Content-Type: multipart/alternative; boundary=b\n";
    String rest =
        "Content-Type: text/plain; charset=utf-8\n\nWe will come.\n\n--b\n"
            + "Content-Type: text/html\n\n<p>Wir kommen.</p>\n--b--\n";

    String mixed = "Content-Type: multipart/mixed; boundary=a\n\n--a\n%s\n--a--\n";

    assertThat(parse(mixed.formatted(whole + rest)).text()).isEqualTo("We will come.");
    assertThat(
            parse(mixed.formatted(whole + whole + rest.substring(rest.indexOf("\n\n") + 1))).text())
        .isEqualTo("Wir kommen.");
    assertThat(parse(whole + rest.replace("We will come.", "This is MIME.")).text())
        .isEqualTo("Wir kommen.");
  }

  @ParameterizedTest
  @CsvSource({"plain, hello", "html, <p>hello</p>"})
  void takesNoWordsToOldProgramsForTheText(String type, String text) {
    String mail =
        """
        Content-Type: multipart/mixed; boundary=a

        --a
        Content-Type: multipart/alternative; boundary=b
        Content-Type: text/%1$s

        This is a multi-part message in MIME format.
        --b
        Content-Type: text/%1$s

        %2$s
        --b--
        --a--
        """;

    assertThat(parse(mail.formatted(type, text)).text()).isEqualTo("hello");
  }

  @Test
  void provesNobodyByASecondFromFieldThatIsEmpty() {
    assertThat(parse("From: sam@icb.example\nFrom:\n\nhello").soleAuthor()).isFalse();
  }

  // --- charsets

  @ParameterizedTest
  @CsvSource({
    "iso-2022-jp, ISO-2022-JP, これはテストです",
    "ISO-2022-JP, x-windows-iso2022jp, ①髙島さん",
    "windows-1258, windows-1258, Xin cam on ông",
    "ks_c_5601-1987, x-windows-949, 안녕하세요 뷁",
    "gb2312, GB18030, 朱镕基总理",
    "x-gbk, GBK, 中文簡體",
    "cp932, windows-31j, 日本語のメール",
    "x-mac-roman, x-MacRoman, Café",
    "koi8-u, KOI8-U, Привіт",
    "iso-8859-15, ISO-8859-15, 5 €",
  })
  void readsTextAndSubjectInTheCharsetThatIsMeant(String named, String charset, String text) {
    byte[] encoded = Base64.getEncoder().encode(in(charset, text));
    byte[] mail =
        bytes(
            "Subject: =?" + named + "?B?",
            encoded,
            "?=\r\nContent-Transfer-Encoding: base64\r\nContent-Type: text/plain; charset=",
            named,
            "\r\n\r\n",
            encoded);

    assertThat(parser.parse(mail).subject()).isEqualTo(text);
    assertThat(parser.parse(mail).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/html | <meta charset='koi8-r'>",
        "text/html; charset=none | <META http-equiv=Content-Type content=\"text/html; charset=koi8-r\">",
        "text/html; charset=koi8-r | <meta charset=windows-1251>",
      })
  void readsAPageInTheCharsetThatItDeclaresWhereTheMailDeclaresNone(String type, String meta) {
    byte[] mail =
        in("koi8-r", "Content-Type: " + type + "\n\n<head>" + meta + "</head>Да, спасибо");

    assertThat(parser.parse(mail).text()).isEqualTo("Да, спасибо");
  }

  @Test
  void takesItsTimeWithPagesThatDeclareNothing() {
    String hostile = "Content-Type: text/html\n\n" + "<meta ".repeat(100_000);

    assertThat(CpuTime.of(() -> parse(hostile))).isLessThan(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "x-UTF-16LE-BOM"})
  void readsTextWithTheMarkOfWideCharacters(String charset) {
    String base64 = Base64.getEncoder().encodeToString(in(charset, "Yes, from Zoë"));

    assertThat(parse("Content-Transfer-Encoding: base64\n\n" + base64).text())
        .isEqualTo("Yes, from Zoë");
  }

  @Test
  void joinsWordsThatWereBrokenWithinACharacter() {
    byte[] utf8 = "Grüße, 日本".getBytes(UTF_8);
    StringBuilder subject = new StringBuilder("Subject:");
    for (byte b : utf8) {
      subject.append("\r\n =?UTF-8?B?");
      subject.append(Base64.getEncoder().encodeToString(new byte[] {b})).append("?=");
    }

    assertThat(parser.parse(bytes(subject.toString(), "\r\n\r\n")).subject())
        .isEqualTo("Grüße, 日本");
  }

  @Test
  void readsChineseThatNothingDeclares() {
    byte[] subject = in("GB18030", "转发：提升服务水平");
    byte[] text = in("GB18030", "您好，请查看附件。谢谢");

    IncomingMail undeclared =
        parser.parse(
            bytes("Subject: ", subject, "\r\nFrom: ", subject, " <sam@icb.example>\r\n\r\n", text));
    assertThat(undeclared.subject()).isEqualTo("转发：提升服务水平");
    assertThat(undeclared.fromName()).isEqualTo("转发：提升服务水平");
    assertThat(undeclared.text()).isEqualTo("您好，请查看附件。谢谢");
    String latin = "\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\nhello";
    assertThat(parser.parse(bytes("Subject: ", subject, latin)).subject()).isEqualTo("转发：提升服务水平");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Größe, Äöü, Übermaß", "ÄÖÜß ÀÁÂÃ", "¿Qué pasó, señor? ¡Así!", "àéîõü àéîõü"})
  void takesNoLatinTextForChinese(String text) {
    byte[] raw = in("windows-1252", text);

    assertThat(parser.parse(bytes("Subject: ", raw, "\r\n\r\n", raw)).subject()).isEqualTo(text);
    assertThat(parser.parse(bytes("Subject: ", raw, "\r\n\r\n", raw)).text()).isEqualTo(text);
  }

  // --- bodies

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: application/pdf; name=x.pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0=",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: image/png\n\nx\n--b--",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/csv\n"
            + "Content-Disposition: attachment; filename=x.csv\n\na;b\n--b--",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n"
            + "Subject: inner\n\nforwarded\n--b--",
        "Content-Type: multipart/mixed; boundary=b\n\n--b--",
        "Content-Type: text/html\n\n<html><body><img src='cid:x'></body></html>",
        "Content-Type: text/plain\n\n",
        "Content-Type: text/plain",
      })
  void findsNoTextWhereThereIsNone(String fields) {
    IncomingMail mail = parse("From: sam@icb.example\nSubject: x\n" + fields);

    assertThat(mail.text()).isBlank();
    assertThat(mail.reply()).isBlank();
    assertThat(mail.automatic()).isFalse();
    assertThat(mail.from()).isEqualTo(SAM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: image/png; name=\"=?utf-8?Q?=C3=A4.png?=\"\n\nx",
        "Content-Type: application/octet-stream\n\nx",
        "Content-Disposition: attachment\n\nx",
        "Content-Type: text/plain; name=x.txt\nContent-Disposition: attachment; filename*=utf-8''x\n\nx",
        "Content-Type: message/rfc822\nContent-Disposition: attachment\n\nSubject: y\n\nforwarded",
        "Content-Type: message/rfc822\n\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nx\n--c--",
        "Content-Type: text/vcard\n\nBEGIN:VCARD",
      })
  void readsTheTextBesideAttachmentsOfAnyKind(String attachment) {
    IncomingMail mail =
        parse(
            "From: sam@icb.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n--b\n"
                + attachment
                + "\n--b--");

    assertThat(mail.text()).isEqualTo("hello");
    assertThat(mail.automatic()).isFalse();
  }

  @Test
  void readsTheSignatureThatAServerPutsIntoAPartOfItsOwn() {
    assertThat(
            parse(
                    "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nThe text\n--b\n"
                        + "Content-Type: text/html\n\n<p>ICB, Kent</p>\n--b--")
                .text())
        .isEqualTo("The text\n\nICB, Kent");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Date: yesterday",
        "Date:",
        "Date: Fri, 32 Nov 2026 25:61:61 +9999",
        "Date: Fri, 20 Nov 2026 09:00:00 +0000Received: from x\n\tby y; z",
        "X-Empty:\nTo:\nCc: ,,;\nMessage-ID: none\nReferences: <\nMIME-Version: 2.0",
      })
  void readsMailWhoseOtherFieldsAreNonsense(String fields) {
    IncomingMail mail = parse("From: sam@icb.example\n" + fields + "\nSubject: x\n\nhello");

    assertThat(mail.from()).isEqualTo(SAM);
    assertThat(mail.subject()).isEqualTo("x");
    assertThat(mail.text()).isEqualTo("hello");
  }

  // --- line ends

  private static final String ANSWER =
      "Thank you, that helps.\n\nOn Mon, 3 Sep 2018 at 10:00, Desk <desk@icb.example>\n"
          + "wrote:\n> First answer line\n";

  @ParameterizedTest
  @ValueSource(strings = {"=0D\r\n", "=0D=0D\r\n", "\r\r\n", "\r\r\r\n", "=0D\n"})
  void readsReturnsBeforeALineFeedAsOneLineEnd(String end) {
    for (String type : new String[] {"text/plain", "text/plain; format=flowed", "text"}) {
      IncomingMail mail =
          parser.parse(
              bytes(
                  "Content-Type: " + type + "\r\nContent-Transfer-Encoding: quoted-printable\r\n",
                  "\r\n",
                  ANSWER.replace("\n", end)));

      assertThat(mail.text()).isEqualTo(ANSWER);
      assertThat(mail.reply()).isEqualTo("Thank you, that helps.");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\r\n", "\r\r\r\n"})
  void readsAFileThatHasTooManyReturnsThroughout(String end) {
    String parts = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n" + ANSWER + "\n--b--\n";
    byte[] plain = bytes((HEAD + "\n" + ANSWER).replace("\n", end));
    byte[] mixed = bytes((HEAD.replaceFirst("Content.*\n", "") + parts).replace("\n", end));

    for (byte[] raw : new byte[][] {plain, mixed}) {
      IncomingMail mail = parser.parse(raw);
      assertThat(mail.subject()).isEqualTo("Captions");
      assertThat(mail.from()).isEqualTo(SAM);
      assertThat(mail.soleAuthor()).isFalse();
      assertThat(mail.text().strip()).isEqualTo(ANSWER.strip());
      assertThat(mail.reply()).isEqualTo("Thank you, that helps.");
    }
  }

  @Test
  void takesItsTimeWithReturnsThatEndNoLine() {
    String hostile = "X: y\r\n\r\n" + "\r".repeat(2_000_000);

    assertThat(CpuTime.of(() -> parser.parse(bytes(hostile)))).isLessThan(Duration.ofSeconds(1));
  }

  // --- text that shows nothing, or says nothing

  private static final String NOTHING_SEEN =
      "\u00A0\u200B\u200C\u200D\u00AD\u034F\u2060\u2007\uFEFF\u3164\u2800 \r\n";

  private static String alternative(String plain, String html) {
    return "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain;"
        + " charset=utf-8\n\n"
        + plain
        + "\n--b\nContent-Type: text/html; charset=utf-8\n\n"
        + html
        + "\n--b--\n";
  }

  @Test
  void readsTheHtmlBesideAPlainTextThatShowsNothing() {
    NOTHING_SEEN
        .codePoints()
        .mapToObj(Character::toString)
        .forEach(
            character ->
                assertThat(parse(alternative(character.repeat(3), "<p>hello</p>")).text())
                    .as("U+%04X", character.codePointAt(0))
                    .isEqualTo("hello"));
    assertThat(parse(alternative(NOTHING_SEEN, "<p>hello</p>")).text()).isEqualTo("hello");
    assertThat(
            parse(
                    alternative("=A0 =A0", "<p>hello</p>")
                        .replaceFirst(
                            "charset=utf-8\n",
                            "charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n"))
                .text())
        .isEqualTo("hello");
  }

  @Test
  void readsNothingWhereNothingIsSeen() {
    IncomingMail mail = parse("Content-Type: text/plain; charset=utf-8\n\n" + NOTHING_SEEN);

    assertThat(mail.text()).isEmpty();
    assertThat(mail.reply()).isEmpty();
    assertThat(parse("X: y\n\n\u00A0\n\nOn 3 Nov 2026 Desk wrote:\n> old").reply()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"?", "👍", "❤\uFE0F", "1", "\u00A0 ja \u200B"})
  void readsTheLeastThatIsSeen(String text) {
    assertThat(parse(alternative(text, "<p>" + text + "</p>")).text()).isEqualTo(text.strip());
    assertThat(parse("X: y\n\n" + text).reply()).isEqualTo(text.strip());
  }

  private static final String MESSAGE =
      "<p>Dear desk,</p><p>our team of twelve would like to join the neurodiversity network, and we"
          + " wonder how the monthly meetings are captioned: two of us are deaf.</p><p>Please write"
          + " to me, or call the ward in the mornings. We work nights, so that afternoons are bad"
          + " for us.</p><p>Sam</p>";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "This message is in HTML format. Please use a mail program that can show it.",
        "Ihr E-Mail-Programm unterstuetzt leider kein HTML.",
        "HTML newsletter could be read here:\n\nhttps://news.example.org/abc",
        "https://news.example.org/abc",
        ".",
        "...",
        "--\nSent from my phone",
        "-- \nSent from my phone",
        "\u672c\u90ae\u4ef6\u662f HTML \u683c\u5f0f",
        "[cid:image001.png@01D9]",
      })
  void readsTheHtmlBesideAPlainTextThatOnlyPointsThere(String stub) {
    for (String html : new String[] {MESSAGE, MESSAGE + "<p>--<br>Sent from my phone</p>"}) {
      IncomingMail mail = parse(alternative(stub, html));

      assertThat(mail.text()).startsWith("Dear desk,").contains("two of us are deaf.");
      assertThat(mail.reply()).startsWith("Dear desk,").endsWith("Sam");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Yes.",
        "Yes, please.\nThe night\nshift",
        "1. Yes\n2. No\n3. It may be, I am not sure yet",
        "Yes, see [1].\n\n[1] https://icb.example/a-very-long-way-to-say-nothing-at-all",
        "👍",
        "42",
        "https://icb.example/x",
        "\u660e\u5929\u6211\u4eec\n\u4f1a\u6765\u53c2\u52a0\u6d3b\u52a8",
        "Gr\u00fc\u00dfe an *alle* von\nuns Nachtw\u00e4chtern",
      })
  void prefersAPlainTextHoweverShortThatTheHtmlSaysToo(String plain) {
    String html =
        "<p>"
            + plain.replaceAll("\\d\\. |\\*|\\[1]", "").replace("\n", " ").strip()
            + "</p><blockquote>"
            + MESSAGE
            + "</blockquote>";

    assertThat(parse(alternative(plain, html)).text()).isEqualTo(plain);
  }

  @ParameterizedTest
  @CsvSource({
    "Yes, In-Reply-To: <a@icb.example>",
    "Yes, References: <a@icb.example>",
    "👍, in-reply-to: <a@icb.example>",
    ".., References:",
  })
  void prefersAPlainTextHoweverShortThatAnswersAMail(String plain, String field) {
    String html = "<p><img src=x alt='thumbs up'></p><blockquote>" + MESSAGE + "</blockquote>";

    assertThat(parse(field + "\n" + alternative(plain, html)).text()).isEqualTo(plain);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I would like to join. The words of this text are others than those of the HTML.",
        "--\nSent from my phone",
        ".",
      })
  void prefersAPlainTextBesideAnHtmlThatSaysLittleMore(String plain) {
    assertThat(parse(alternative(plain, "<p>--<br>Sent from my phone</p>")).text())
        .isEqualTo(plain.equals(".") ? "--\nSent from my phone" : plain);
  }

  @Test
  void readsTheHtmlTwiceAsLongBesideAPlainTextOfWhichItSaysNothing() {
    String stub =
        "This is no plain mail. Please get yourself a program for HTML to see what it is.";
    String html = "<p>We would like to join the women’s network, my friends and I.</p>";
    String more =
        "<p>May our team leader come with us? She will not be here before the summer, and all of us will wait for her.</p>";

    assertThat(parse(alternative(stub, html)).text()).isEqualTo(stub);
    assertThat(parse(alternative(stub, html + more)).text()).startsWith("We would like");
    assertThat(parse(alternative("May I come along in summer?", html)).text())
        .isEqualTo("May I come along in summer?");
  }

  @Test
  void prefersALongPlainText() {
    String plain =
        "The words of this text are others than those of the message. ".repeat(8).strip();

    assertThat(parse(alternative(plain, MESSAGE.repeat(20))).text()).isEqualTo(plain);
  }

  @Test
  void prefersAShortPlainTextBesideAnHtmlThatIsNotReadToItsEnd() {
    String html = MESSAGE.repeat(300) + "<p>We will come.</p>";

    assertThat(parse(alternative("We will come.", html)).text()).isEqualTo("We will come.");
  }

  @Test
  void takesItsTimeWithManyStubs() {
    String stub = alternative("aaaaaaab".repeat(37), "<p>" + "a".repeat(65_000) + "</p>");
    String nested = "--c\n" + stub.replace("--b", "--d").replace("=b", "=d") + "\n";
    String hostile =
        "Content-Type: multipart/mixed; boundary=c\n\n" + nested.repeat(40) + "--c--\n";

    assertThat(CpuTime.of(() -> parse(hostile))).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void keepsTextThatIsReadFromTheRight() {
    String arabic = "مرحبا، أريد الانضمام إلى الشبكة.";

    assertThat(
            parse(
                    "Content-Type: text/html; charset=utf-8\n\n<div dir=rtl>"
                        + arabic
                        + "</div><div dir=rtl>شكرا</div>")
                .text())
        .isEqualTo(arabic + "\nشكرا");
  }
}
