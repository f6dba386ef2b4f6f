package org.inclusiondesk.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What services and organisations draw below or above what somebody wrote. */
class DividerTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "##- Bitte tippen Sie Ihre Antwort über dieser Zeile -##",
        "## Bitte antworten Sie nur oberhalb dieser Zeile. ##",
        "##- Merci de répondre au-dessus de cette ligne -##",
        "## Merci de répondre au-dessus de cette ligne ##",
        "##-Responda por encima de esta línea-##",
        "##- Vastaa tämän rivin yläpuolelle -##",
        "##- この 線 より 上に 書いて ください -##",
      })
  void standsWhereServicesAskForTheAnswerAboveInAnyLanguage(String line) {
    assertThat(ReplyText.of("Yes, please.\n\n" + line + "\n\nold")).isEqualTo("Yes, please.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "## What we need on the ward ##",
        "## Eine Rampe und eine Lampe ##",
        "##- Notes -##",
        "# 1 of 2 #",
        "We wait in line ## as ever ##",
      })
  void standsNotWhereSomebodyDrawsATitle(String line) {
    assertThat(ReplyText.of("Hello,\n" + line + "\nA ramp.")).endsWith(line + "\nA ramp.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Diese Information ist ausschließlich für den Adressaten bestimmt und vertraulich.",
        "Die in dieser E-Mail enthaltenen Informationen sind vertraulich. Nur der Adressat darf"
            + " sie lesen.",
        "Diese Mitteilung ist vertraulich und nur für den Empfänger bestimmt.",
      })
  void ofLawyersEndsWhatIsNewInGermanToo(String disclaimer) {
    assertThat(ReplyText.of("Ja, gern.\n\n" + disclaimer)).isEqualTo("Ja, gern.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Diese Informationen brauche ich, sie sind vertraulich und nur für mich bestimmt.",
        "Diese Information ist vertraulich. Danke.",
        "Diese Mitteilung kam gestern an alle Adressaten.",
        "Die in dieser E-Mail enthaltenen Zeiten stimmen.",
      })
  void ofLawyersIsNoneOfWhatSomebodyWrites(String words) {
    assertThat(ReplyText.of("Hallo,\n\n" + words)).isEqualTo("Hallo,\n\n" + words);
  }
}
