package org.inclusiondesk.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerUrlTest {
  @Test
  void decodesUserAndPassword() {
    ServerUrl url = ServerUrl.parse("imaps://kmicb.od%40nhs.net:p%3Aa%2Fs+s%25@mail.example:1993");

    assertThat(url.user()).isEqualTo("kmicb.od@nhs.net");
    assertThat(url.password()).isEqualTo("p:a/s+s%");
    assertThat(url.host()).isEqualTo("mail.example");
    assertThat(url.port()).isEqualTo(1993);
    assertThat(url.startTlsRequired()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "imap://h, 143",
    "IMAPS://h, 993",
    "smtp://h/, 587",
    "smtps://h, 465",
    "smtp://mail_box:25, 25"
  })
  void knowsThePortOfEachProtocol(String text, int port) {
    assertThat(ServerUrl.parse(text).port()).isEqualTo(port);
    assertThat(ServerUrl.parse(text).user()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "imap://localhost:1, false",
    "smtp://127.0.0.1:1, false",
    "smtp://[::1]:1, false",
    "smtp://mail.example, true",
    "smtp://127.0.0.1.evil.example, true",
    "smtps://mail.example, false"
  })
  void demandsEncryptionOffTheMachine(String text, boolean startTls) {
    assertThat(ServerUrl.parse(text).startTlsRequired()).isEqualTo(startTls);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "mail.example:25",
        "http://user:hush@mail.example",
        "imap://user:hush@mail.example:0",
        "imap://user:hush@mail.example:99999",
        "imap://user@name:hush@mail.example",
        "imap://user:hush%@mail.example",
        "imap://user:hush@mail.example/INBOX",
      })
  void saysWhatIsWrongWithoutRepeatingTheSecret(String text) {
    assertThatThrownBy(() -> ServerUrl.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .isNotBlank()
        .doesNotContain("hush");
  }

  @Test
  void showsNoSecret() {
    assertThat(ServerUrl.parse("smtp://user:hush@[::1]:25")).hasToString("smtp://…@[::1]:25");
  }
}
