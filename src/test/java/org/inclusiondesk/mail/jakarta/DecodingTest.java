package org.inclusiondesk.mail.jakarta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.inclusiondesk.mail.jakarta.RawMail.parse;

import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Base64;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.mail.IncomingMail;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs do to charsets, encoded words and folded fields that no standard allows. */
class DecodingTest {
  @ParameterizedTest
  @CsvSource({
    "windows-cp1250, windows-1250",
    "windows-cp1257, windows-1257",
    "win-1251, windows-1251",
    "win1253, windows-1253",
    "cp-1254, windows-1254",
    "ms1255, windows-1255",
    "x-cp1256, windows-1256",
    "X-Windows-1250, windows-1250",
    "iso2022-kr, ISO-2022-KR",
    "ISO_2022_KR, ISO-2022-KR",
    "iso_2022_cn, ISO-2022-CN",
  })
  void knowsCharsetsByTheNamesThatProgramsGiveThem(String name, String charset) {
    assertThat(Decoding.charset(name)).contains(Charset.forName(charset));
  }

  @ParameterizedTest
  @ValueSource(strings = {"windows-", "cp", "windows-1299", "x-", "iso-2022"})
  void knowsNoCharsetByHalfAName(String name) {
    assertThat(Decoding.charset(name)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6, 7, 9, 10, 11, 18})
  void joinsABase64WordThatWasCutWithinAGroup(int at) {
    String all = Base64.getEncoder().encodeToString("Ждём лифт — уже день".getBytes(UTF_8));
    String words = "=?utf-8?B?" + all.substring(0, at) + "?= =?utf-8?B?" + all.substring(at) + "?=";

    assertThat(Decoding.words(words)).isEqualTo("Ждём лифт — уже день");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "=?utf-8?B?Y2Fmw6k?= =?utf-8?B?Y2Fmw6k=?= | cafécafé",
        "=?utf-8?B?YQ?= =?utf-8?Q?b?= =?utf-8?B?Yw?= | abc",
        "=?utf-8?Q?Caf=C 3=A9?= | Café",
        "=?utf-8?Q?Caf=C3=A 9?= | Café",
        "=?utf-8?Q?1 = 1 and=20A = B?= | 1 = 1 and A = B",
        "=?utf-8?Q?=3DA B?= | =A B",
      })
  void leavesWordsAsTheyAreThatCanBeRead(String words, String text) {
    assertThat(Decoding.words(words)).isEqualTo(text);
  }

  @Test
  void goesOnWithAnAddressThatWasBrokenWithinItsAngles() {
    IncomingMail mail =
        parse(
            "From: Sam <sam@icb.example>\nTo: Desk <desk@\nicb.example>\nCc: Ben <ben@icb."
                + "\nexample>, Ann <ann@icb.example>\nSubject: x\n\nhello");

    assertThat(mail.text()).isEqualTo("hello");
    assertThat(mail.soleAuthor()).isFalse();
    assertThat(parse("From: Sam <sam@\nicb.example>\n\nhello").text()).isEqualTo("hello");
    assertThat(parse("Cc: Desk <desk@icb.\nexample>\n\nhello").text()).isEqualTo("hello");
  }

  @Test
  void goesOnOnceWithAnAddressThatIsBrokenAcrossLines() {
    IncomingMail mail =
        parse(
            "To: A <a@\nicb.example>, B <b@\nicb.example>, C <c@\nicb.example>\nSubject: x\n\nhello");

    assertThat(mail.headers().first("To")).contains("A <a@ icb.example>, B <b@");
    assertThat(mail.text()).isEqualTo("hello");
  }

  @Test
  void readsAFieldThatNeverEndsInLittleTime() {
    String open = "From: <" + "y".repeat(20_100) + "\n";
    String part = "From: <" + "y".repeat(19_000) + "\n";

    Assertions.assertTimeout(
        Duration.ofSeconds(5),
        () -> {
          parse(open + "a>\n".repeat(250_000) + "\nhello");
          parse(open + " a\n".repeat(250_000) + "\nhello");
          parse((part + "a<\n".repeat(300)).repeat(200) + "\nhello");
        });
    assertThat(parse(open + " a\nSubject: x\n\nhello").headers().first("From").orElse(""))
        .hasSize(20_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hello, I write to you",
        "> quoted\nYes",
        "Is 2 > 1?",
      })
  void goesOnWithNothingElseBelowABrokenAddress(String text) {
    IncomingMail mail = parse("From: sam@icb.example\nCc: Ben <ben@icb.example\n" + text);

    assertThat(mail.from()).isEqualTo(new Mailbox("sam@icb.example"));
    assertThat(mail.text()).isEqualTo(text);
  }
}
