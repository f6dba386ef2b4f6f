package org.inclusiondesk.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n\nOn 3 Nov 2026, at 10:00, Desk <desk@icb.example> wrote:\n> old\n> older",
        "\n\nOn Tue, 3 Nov 2026 at 10:00, The Inclusion Desk\n<desk@icb.example> wrote:\n\n> old",
        "\n\n-----Original Message-----\nFrom: Desk\nold",
        "\n\nFrom: Desk <desk@icb.example>\nSent: 3 November 2026 10:00\nTo: Sam\nSubject: x\n\nold",
        "\n________________________________\nFrom: Desk\nSent: today\nTo: Sam\n\nold",
        "\n-- \nSam Staff\nKent",
        "\n\nSent from my iPhone",
        "\n\nGet Outlook for iOS<https://example.org>",
        "\n\nThis message may contain confidential information. If you are not the intended\nold",
        "\n\nLe 3 nov. 2026 à 10:00, Desk <desk@icb.example> a écrit :\n> old",
        "\n> quoted\nwrapped\n> quoted",
      })
  void keepsWhatIsNew(String rest) {
    assertThat(ReplyText.of("Yes, please." + rest)).isEqualTo("Yes, please.");
  }

  @Test
  void keepsAnswersBelowAndBetweenQuotations() {
    assertThat(
            ReplyText.of(
                "On 3 Nov 2026 Desk <desk@icb.example> wrote:\n> one?\n\nYes.\n\n> two?\n\nNo."))
        .isEqualTo("Yes.\n\nNo.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "On Monday I wrote to HR: no answer.",
        "From: my point of view it is fine.\nThanks",
        "I have sent from my desk a request, and wait.",
        "One\n\nTwo -- three",
      })
  void keepsOrdinarySentences(String text) {
    assertThat(ReplyText.of(text)).isEqualTo(text);
  }

  @Test
  void takesItsTimeEvenWithHostileText() {
    String hostile =
        "On ".repeat(200)
            + "\n"
            + ("> ".repeat(150) + "\n").repeat(300)
            + "<a@b> ".repeat(60)
            + "\n";
    Assertions.assertTimeout(
        Duration.ofSeconds(5), () -> ReplyText.of(hostile.repeat(3) + "x".repeat(90_000)));
  }
}
