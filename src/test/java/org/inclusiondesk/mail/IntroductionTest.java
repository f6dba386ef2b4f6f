package org.inclusiondesk.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the words that introduce a quotation begin, and where somebody's own words end. */
class IntroductionTest {
  private static final String GMAIL =
      "On Tue, 3 Nov 2026 at 10:00, The Desk <desk@icb.example> wrote:";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3 seats for our ward",
        "So do I",
        "On Tuesday would suit us",
        "At noon or 3pm, whichever",
        "Do ring the ward first",
        "To all of the night staff",
        "Sam Staff",
        "Sun lounge, not the garden",
        "Mon, Wed or Fri",
        "11am suits",
        "A table by the door\nIn May or June",
        "La sala 2 va bene",
        "Sa ging es nicht",
      })
  void leaveTheLineAboveToWhoWroteIt(String person) {
    for (String introduction :
        new String[] {
          GMAIL,
          "On Tue, 3 Nov 2026 at 10:00, The Inclusion Desk of the Board\n<desk@icb.example> wrote:",
          "On Nov 3, 2026 10:00 AM, \"The Desk\" <desk@icb.example> wrote:",
          "Am Di., 3. Nov. 2026 um 10:00 Uhr schrieb The Desk <desk@icb.example>:",
          "Den tis 3 nov. 2026 kl 10:00 skrev The Desk <desk@icb.example>:",
          "Le mar. 3 nov. 2026 à 10:00, The Desk <desk@icb.example> a écrit :",
          "2026-11-03 10:00 GMT+01:00 The Desk <desk@icb.example>:",
          "2026年11月3日(火) 10:00 The Desk <desk@icb.example>:",
          "3 November 2026, 10:00, The Desk <desk@icb.example> wrote:",
          "03.11.2026 10:00, The Desk <desk@icb.example> wrote:",
        }) {
      assertThat(ReplyText.of("Hello\n\n" + person + "\n" + introduction + "\n\n> old"))
          .as(introduction)
          .isEqualTo("Hello\n\n" + person);
      assertThat(ReplyText.of(person + "\n" + introduction + "\n\n> old")).isEqualTo(person);
    }
    assertThat(ReplyText.of(person + "\n" + GMAIL + "\nold without marks")).isEqualTo(person);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "On Tue, 3 Nov 2026\nat 10:00, The Desk <desk@icb.example> wrote:",
        "On Tue, 3 Nov\n2026 at 10:00, The Desk <desk@icb.example> wrote:",
        "On Tue,\n3 Nov 2026 at 10:00, The Desk <desk@icb.example> wrote:",
        "On Tue, 3 Nov 2026 at 10:00, The Desk\n<desk@icb.example> wrote:",
        "On Tue, 3 Nov 2026 at 10:00, The\nDesk <desk@icb.example>\nwrote:",
        "On Tue, 3 Nov 2026 at 10:00,\nSam Staff <desk@icb.example> wrote:",
        "The Desk <desk@icb.example> schrieb\nam Di., 3. Nov. 2026 um 10:00:",
        "Il giorno mar 3 nov 2026 alle ore 10:00 The Desk\n<desk@icb.example> ha scritto:",
        "On 3 Nov 2026 at 10:00,\nThe Desk\n<desk@icb.example>\nwrote:",
        "2026-11-03 10:00 GMT+01:00 The Desk of the Board\n<desk@icb.example>:",
      })
  void areWholeHoweverAMailProgramBrokeThem(String introduction) {
    assertThat(ReplyText.of("Yes, please.\n\n" + introduction + "\n> old"))
        .isEqualTo("Yes, please.");
  }
}
