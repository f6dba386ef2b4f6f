package org.inclusiondesk.mail.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.inclusiondesk.mail.jakarta.RawMail.bytes;

import java.nio.charset.Charset;
import java.util.Base64;
import org.inclusiondesk.mail.IncomingMail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
        "\u001b$",
        "\u001b"
      })
  void leavesOtherSevenBitTextAsItIs(String text) {
    assertThat(mail("\r\n", text).text()).isEqualTo(text);
  }

  @Test
  void readsKoreanThatShifts() {
    byte[] korean = in("ISO-2022-KR", "안녕하세요");

    assertThat(mail("Content-Type: text/plain; charset=iso-2022-kr\r\n\r\n", korean).text())
        .isEqualTo("안녕하세요");
  }
}
