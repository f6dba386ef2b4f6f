package org.inclusiondesk.mail.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.inclusiondesk.mail.jakarta.RawMail.bytes;

import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.inclusiondesk.mail.IncomingMail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail from Japan, whatever it says to be written in. */
class JapaneseTest {
  private static final String TEXT = "文字コードの試験";
  private final MailParser parser = new MailParser();

  private static byte[] in(String charset, String text) {
    return text.getBytes(Charset.forName(charset));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private IncomingMail mail(Object... parts) {
    return parser.parse(bytes(parts));
  }

  // --- seven bits that shift (RFC 1468), said to be something else or nothing

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Subject: x",
        "Content-Type: text/plain;",
        "Content-Type: text/html",
        "Content-Type: text/plain; charset=us-ascii",
        "Content-Type: text/plain; charset=us-ascii\r\nContent-Transfer-Encoding: 7bit",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Type: text/plain; charset=iso-8859-1",
        "Content-Type: text/plain; charset=Shift_JIS",
        "Content-Type: text/plain; charset=unheard-of",
      })
  void readsABodyThatShiftsWhateverItIsSaidToBe(String fields) {
    assertThat(mail(fields, "\r\n\r\n", in("iso-2022-jp", TEXT)).text()).isEqualTo(TEXT);
    assertThat(
            mail(
                    fields.replaceAll("\r\n.*", ""),
                    "\r\nContent-Transfer-Encoding: base64\r\n\r\n",
                    base64(in("iso-2022-jp", TEXT)))
                .text())
        .isEqualTo(TEXT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\u001b$@F|\u001b(J ", "\u001b$BF|\u001b(J ", "\u001b(Jab\u001b$BF|\u001b(B"})
  void knowsTheShiftsOfOldAndNew(String shifting) {
    assertThat(mail("\r\n", shifting).text()).contains("日").doesNotContain("\u001b");
    assertThat(mail("Subject: ", shifting, "\r\n\r\n").subject())
        .contains("日")
        .doesNotContain("\u001b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"utf-8", "us-ascii", "Shift_JIS", "iso-8859-1", "iso-2022-jp"})
  void readsHeadersThatShiftWhateverTheyAreSaidToBe(String charset) {
    byte[] text = in("iso-2022-jp", TEXT);
    String type = "Content-Type: text/plain; charset=" + charset + "\r\n\r\n";

    assertThat(mail("Subject: =?", charset, "?B?", base64(text), "?=\r\n\r\n").subject())
        .isEqualTo(TEXT);
    IncomingMail raw = mail("From: ", text, " <sam@icb.example>\r\nSubject: ", text, "\r\n", type);
    assertThat(raw.subject()).isEqualTo(TEXT);
    assertThat(raw.fromName()).isEqualTo(TEXT);
    assertThat(raw.soleAuthor()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b[31mred\u001b[0m",
        "price $B and (J",
        "\u001b(B plain",
        "log: \u001b(Jtext \u001b(B \u001b$Bhello world",
        "terminal \u001b(B\u001b[m output \u001b(I line",
        "\u001b(I12\u001b(B",
        "\u001b(Jtext\u001b(B",
        "\u001b$B!*\u001b(B",
        "\u001b$",
        "see \u001b"
      })
  void leavesOtherSevenBitTextAsItIs(String text) {
    for (String type : List.of("", "Content-Type: text/plain; charset=utf-8\r\n")) {
      assertThat(mail("Subject: x\r\n", type, "\r\n", text).text()).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"utf-8", "iso-2022-jp"})
  void mendsARawHeaderThatIsDamaged(String charset) {
    byte[] text = in("iso-2022-jp", TEXT);
    text[7] = 0x20;

    assertThat(
            mail("Subject: ", text, "\r\nContent-Type: text/plain; charset=" + charset + "\r\n\r\n")
                .subject())
        .isEqualTo("文字\uFFFDードの試験");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"terminal \u001b(B output \u001b(I line", "\u001b(Jtext\u001b(B", "\u001b(I12"})
  void leavesARawHeaderThatDoesNotShiftToPairsAsItIs(String text) {
    assertThat(mail("Subject: ", text, "\r\n\r\n").subject())
        .isEqualTo(text.replace("\u001b", " ").strip());
  }

  @Test
  void readsKoreanThatShifts() {
    byte[] korean = in("ISO-2022-KR", "안녕하세요");

    assertThat(mail("Content-Type: text/plain; charset=iso-2022-kr\r\n\r\n", korean).text())
        .isEqualTo("안녕하세요");
  }

  // --- damaged

  private String damaged(String declared, int at, int... changed) {
    byte[] text = in("iso-2022-jp", TEXT + " abc\r\n次の行\r\n");
    for (int i = 0; i < changed.length; i++) {
      text[at + i] = (byte) changed[i];
    }
    return mail("Content-Type: text/plain; charset=", declared, "\r\n\r\n", text).text();
  }

  @ParameterizedTest
  @ValueSource(ints = {0xFF, 0x80, 0x20, 0x7F, 0x0E, 0x01, 0x1B})
  void losesNoMoreThanTheCharacterThatIsDamaged(int damage) {
    String mended = "文字\uFFFDードの試験 abc\n次の行\n";

    assertThat(damaged("iso-2022-jp", 7, damage)).isEqualTo(mended);
    assertThat(damaged("iso-2022-jp", 8, damage)).isEqualTo(mended);
    assertThat(damaged("iso-2022-jp", 7, 0x29, 0x21)).isEqualTo(mended);
  }

  @Test
  void leavesWhatIsDamagedAsItIsWhereNobodySaysThatItShifts() {
    assertThat(damaged("none", 7, 0x20))
        .startsWith("\u001b$B")
        .contains("\u001b(B abc\n")
        .doesNotContain("\uFFFD");
  }

  @ParameterizedTest
  @CsvSource({"(I, ｱ", "(J, 1"})
  void beginsEveryLineInAsciiBehindSinglesToo(String shift, String first) {
    for (String end : List.of("\r\n", "\n")) {
      assertThat(
              mail(
                      "Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n",
                      "\u001b$B \u001b" + shift + "1" + end + "hello~" + end)
                  .text())
          .isEqualTo("\uFFFD" + first + "\nhello~\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\n"})
  void beginsEveryLineInAsciiWhereTheOneAboveDidNotShiftBack(String end) {
    byte[] line = in("iso-2022-jp", TEXT);
    byte[] open = Arrays.copyOf(line, line.length - 3);

    assertThat(
            mail(
                    "Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n",
                    open,
                    end + "Sam, " + end,
                    open,
                    end)
                .text())
        .isEqualTo(TEXT + "\nSam, \n" + TEXT + "\n");
  }

  @Test
  void readsASubjectThatWasCutWithinACharacter() {
    byte[] cut = Arrays.copyOf(in("iso-2022-jp", TEXT), 10);

    assertThat(mail("Subject: =?iso-2022-jp?B?", base64(cut), "?=\r\n\r\n").subject())
        .isEqualTo("文字コ\uFFFD");
  }

  @Test
  void readsTextInUtf8ThatIsSaidToShift() {
    assertThat(
            mail("Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n", in("utf-8", TEXT)).text())
        .isEqualTo(TEXT);
  }

  @Test
  void takesItsTimeWithTextThatIsDamagedThroughout() {
    String type = "Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n";
    for (String filling :
        List.of("\u001b$B", "\u001b$B\n", "\u001b", "\u001b$B\u001b(B", "\u00ff")) {
      String hostile = "\u001b$B" + filling.repeat(2_000_000 / filling.length());
      assertThat(CpuTime.of(() -> mail(type, hostile))).isLessThan(Duration.ofSeconds(5));
    }
  }

  // --- eight bits

  @ParameterizedTest
  @CsvSource({
    "Shift_JIS, 文字コードの試験",
    "EUC-JP, 文字コードの試験",
    "windows-31j, ①髙島さんの件",
    "EUC-JP, テスト",
    "Shift_JIS, テスト",
    "EUC-JP, 山田太郎",
    "Shift_JIS, 山田太郎",
  })
  void readsTextOfEightBitsThatIsSaidToShift(String charset, String text) {
    byte[] encoded = in(charset, text);
    IncomingMail mail =
        mail(
            "From: ",
            encoded,
            " <sam@icb.example>\r\nSubject: ",
            encoded,
            "\r\nContent-Type: text/plain; charset=iso-2022-jp\r\n\r\n",
            encoded);

    assertThat(mail.text()).isEqualTo(text);
    assertThat(mail.subject()).isEqualTo(text);
    assertThat(mail.fromName()).isEqualTo(text);
    assertThat(mail("Subject: =?iso-2022-jp?B?", base64(encoded), "?=\r\n\r\n").subject())
        .isEqualTo(text);
  }

  @Test
  void readsTextThatIsNeitherAsFarAsItGoes() {
    assertThat(mail("Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n", "a\u00ff b").text())
        .isEqualTo("a\uFFFD b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"会議のお知らせ", "新年度予算の件について、ご連絡いたします。", "これはテストです。ありがとう"})
  void readsTextOfEightBitsThatNothingDeclares(String text) {
    for (String charset : List.of("Shift_JIS", "EUC-JP")) {
      byte[] encoded = in(charset, text);
      for (String type : List.of("", "Content-Type: text/plain; charset=us-ascii\r\n")) {
        IncomingMail mail =
            mail("From: ", encoded, " <sam@icb.example>\r\n", type, "\r\n", encoded);
        assertThat(mail.text()).isEqualTo(text);
        assertThat(mail.fromName()).isEqualTo(text);
      }
      assertThat(mail("Content-Type: text/html\r\n\r\n<p>", encoded).text()).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "windows-1252 | Être ou ne pas être, ça va très bien, où est le château ? Œuvre « déjà »",
        "windows-1252 | ‚Ärger‘ und ‚Öl‘ in Größe, ‚Äpfel‘ ‚Änderung‘ ƒ 100",
        "windows-1252 | ¤¥¤¥ ¤¥",
        "ISO-8859-1 | ÄÖÜß ÀÁÂÃ àéîõü",
        "windows-1251 | Здравствуйте, я хотел бы присоединиться к сети. Спасибо большое!",
        "KOI8-R | Здравствуйте, я хотел бы присоединиться к сети.",
        "KOI8-U | Є є Її єдність, є єдиний",
        "windows-1253 | Καλημέρα, θα ήθελα να συμμετάσχω στο δίκτυο.",
        "windows-1250 | Dziękuję bardzo, żółć",
        "windows-1255 | שלום רב",
        "windows-1256 | مرحبا أريد الانضمام",
        "windows-874 | สวัสดีครับ ผมอยากเข้าร่วมเครือข่าย",
        "IBM850 | château, âge, tâche, pâte",
        "Big5 | 您好，我想加入這個網絡。謝謝",
        "Big5 | 中文",
        "GB2312 | 您好，请查看附件。谢谢",
        "GB2312 | 转发：提升服务水平",
        "EUC-KR | 안녕하세요 네트워크에 가입하고 싶습니다",
      })
  void takesNoOtherTextThatNothingDeclaresForJapanese(String charset, String text) {
    byte[] encoded = in(charset, text);
    String kana = "(?s).*[\\x{3041}-\\x{3096}\\x{30A1}-\\x{30FC}\\x{FF66}-\\x{FF9D}].*";

    assertThat(mail("Subject: x\r\n\r\n", encoded).text()).isNotBlank().doesNotMatch(kana);
    assertThat(mail("Subject: ", encoded, "\r\n\r\n").subject()).doesNotMatch(kana);
  }
}
