package org.inclusiondesk.mail.jakarta;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.inclusiondesk.mail.jakarta.RawMail.bytes;

import java.util.Arrays;
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
}
