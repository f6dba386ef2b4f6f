package org.inclusiondesk.mail.jakarta;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.inclusiondesk.mail.jakarta.RawMail.bytes;

import java.util.Arrays;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.mail.IncomingMail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** UTF-8 that a few bytes spoil. */
class DamagedUtf8Test {
  private static final byte[] WORDS = "Zoë Ångström – café, naïve, 5 €".getBytes(UTF_8);
  private final MailParser parser = new MailParser();

  private String text(Object... parts) {
    return parser.parse(bytes(parts)).text();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Subject: x",
        "Content-Type: text/plain",
        "Content-Type: text/plain; charset=us-ascii",
        "Content-Type: text/plain; charset=iso-8859-1",
      })
  void isReadAsUtf8ButForTheBytesAstray(String fields) {
    byte[] astray = "It\u0092s fianc\u00e9.".getBytes(ISO_8859_1);

    assertThat(text(fields, "\r\n\r\n", WORDS, "\r\n", astray))
        .isEqualTo("Zoë Ångström – café, naïve, 5 €\nIt’s fiancé.");
  }

  @Test
  void losesNoMoreThanTheCharacterThatWasCut() {
    byte[] cut = Arrays.copyOf(WORDS, WORDS.length - 1);

    assertThat(text("Subject: x\r\n\r\n", cut)).isEqualTo("Zoë Ångström – café, naïve, 5 \uFFFD");
  }

  @Test
  void needsThreeSoundCharactersForEachDamage() {
    assertThat(text("Subject: x\r\n\r\n", "é é ".getBytes(UTF_8), new byte[] {(byte) 0xE9}))
        .isEqualTo("Ã© Ã© é");
    assertThat(text("Subject: x\r\n\r\n", "é é é ".getBytes(UTF_8), new byte[] {(byte) 0xE9}))
        .isEqualTo("é é é é");
  }

  @Test
  void leavesLatinTextAlone() {
    String latin = "Der Käse schmeckt süß. ÃŸ";

    assertThat(text("Subject: x\r\n\r\n", latin.getBytes(Decoding.WINDOWS_1252))).isEqualTo(latin);
  }

  private String declared(byte[] body) {
    return text("Content-Type: text/plain; charset=UTF-8\r\n\r\n", body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Zoë wants a badge for the café – £5\n",
        "Zoë",
        "ELLE S’APPELLE RENÉE\n",
        "Ça va\n",
        "Grüße aus Köln",
        "Renée’s «badge»\n",
        "Smørrebrød på bordet",
      })
  void isReadAsWindows1252WhereItIsSaidToBeUtf8AndIsNot(String words) {
    byte[] bytes = words.getBytes(Decoding.WINDOWS_1252);
    String html = "<p>" + words.strip() + "</p>";

    assertThat(declared(bytes)).isEqualTo(words);
    assertThat(
            text(
                "Content-Type: text/html; charset=utf-8\r\n\r\n",
                html.getBytes(Decoding.WINDOWS_1252)))
        .isEqualTo(words.strip());
  }

  @Test
  void isMendedWhereItIsSaidToBeUtf8HoweverLittleOfItIs() {
    byte[] latin = "Fußnote für Zoë\n".getBytes(ISO_8859_1);

    assertThat(declared(bytes("é\n".getBytes(UTF_8), latin))).isEqualTo("é\nFußnote für Zoë\n");
    assertThat(declared(bytes(WORDS, "\n", latin)))
        .isEqualTo("Zoë Ångström – café, naïve, 5 €\nFußnote für Zoë\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Zoë Ångström, café", "Grüße aus Köln, £", "Good day, ’", "A café", "😀 x ’"})
  void showsNoOtherLetterWhereAMailWasCutOff(String words) {
    byte[] all = words.getBytes(UTF_8);
    byte[] cut = Arrays.copyOf(all, all.length - 1);

    assertThat(declared(cut)).isEqualTo(words.substring(0, words.length() - 1) + "\uFFFD");
  }

  @Test
  void isReadInHeadersAsInTexts() {
    byte[] zoe = "Zoë".getBytes(ISO_8859_1);
    IncomingMail mail =
        parser.parse(
            bytes(
                "From: ",
                zoe,
                " <zoe@icb.example>\r\nSubject: =?utf-8?Q?Ren=E9?= asks ",
                zoe,
                "\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nhi"));

    assertThat(mail.fromName()).isEqualTo("Zoë");
    assertThat(mail.subject()).isEqualTo("René asks Zoë");
  }

  @Test
  void isNoAddressWhereALetterIsLost() {
    byte[] lost = {(byte) 0xE2, (byte) 0x80};

    assertThat(
            parser
                .parse(
                    bytes(
                        "From: Zoe <z",
                        lost,
                        "e@icb.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nhi"))
                .from())
        .isNull();
    assertThat(Mailbox.parse("z\uFFFDe@icb.example")).isEmpty();
  }
}
