package org.inclusiondesk.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import org.inclusiondesk.conversation.Address.Mailbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sam@icb.example",
        " sam@ICB.example\n",
        "sam@icb.example.",
        "\u200bsam@icb.example",
        "sam@icb.example\u200e",
        "\ufeff\u00a0sam@icb.example\u00a0",
        "sam@icb.example.\u200b",
      })
  void isTheSameWhateverNobodySeesAroundIt(String spelling) {
    assertThat(Mailbox.parse(spelling)).contains(new Mailbox("sam@icb.example"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sam",
        "sam@",
        "sam@.",
        "sam@icb.example..",
        "sam@icb.example.\u200b.",
        "sam@.icb.example",
        "sam@icb..example",
        "@icb.example",
        "sam staff@icb.example",
        "sam\u200bstaff@icb.example",
        "sam\u00a0staff@icb.example",
        "sam@icb\u200e.example",
        "s\uFFFDm@icb.example",
        "sam@icb.example, ben@icb.example",
      })
  void isNoneWhereItCannotBeReadAsOne(String text) {
    assertThat(Mailbox.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sam\u200bstaff@icb.example",
        "sam\u00a0staff@icb.example",
        "s\uFFFDm@icb.example",
        "sam@icb.example.",
      })
  void isStillWhatWasStored(String stored) {
    assertThat(new Mailbox(stored).value()).isEqualTo(stored);
  }

  @Test
  void staysWhatItIsWhereItIsReadTwice() {
    String once = Mailbox.parse("\u200bSam@ICB.example.\u00a0").orElseThrow().value();

    assertThat(once).isEqualTo("Sam@icb.example");
    assertThat(Mailbox.parse(once)).contains(new Mailbox(once));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"o'neill@icb.example", "søren@icb.example", ".x..y.@icb.example", "a=?@b"})
  void isOneHoweverUnusual(String text) {
    assertThat(Mailbox.parse(text)).isPresent();
  }
}
