package org.inclusiondesk.understanding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormaliserTest {
  private final Normaliser normaliser =
      new Normaliser(
          new Lexicon(
              List.of(),
              Map.of("eia", "equality impact assessment"),
              Map.of("wot", "what", "r", "are"),
              Set.of("mention", "slide")),
          List.of("network network network", "mentoring mentoring mentoring", "side side side"),
          Map.of());

  @Test
  void readsCaseAccentsAndContractionsAlike() {
    assertThat(normaliser.read("What’s Renée’s view? I don't").tokens())
        .containsExactly("what", "is", "renee", "view", "i", "do", "not");
  }

  @Test
  void writesShortFormsOutBesideThemselvesInThePluralToo() {
    assertThat(normaliser.read("EIAs").tokens())
        .containsExactly("eias", "equality", "impact", "assessment");
  }

  @ParameterizedTest
  @CsvSource({
    "'Right, thanks.', right thanks",
    "'great, thank you!', great thank you",
    "'Disability, thanks.', disability",
    "'Two words, thanks.', two words"
  })
  void takesThanksForASignatureUnlessTheyAreAllThatIsSaid(String text, String read) {
    assertThat(String.join(" ", normaliser.read(text).tokens())).isEqualTo(read);
  }

  @Test
  void understandsHowPeopleType() {
    assertThat(normaliser.read("wot r u").tokens()).containsExactly("what", "are", "u");
  }

  @ParameterizedTest
  @CsvSource({"👍🏽, thanks", "❤️, thanks", "??, help", "ok 👍, ok"})
  void readsSignsThatStandAlone(String text, String meant) {
    Normaliser reader =
        new Normaliser(
            new Lexicon(
                List.of(), Map.of(), Map.of("👍", "thanks", "❤", "thanks", "?", "help"), Set.of()),
            List.of(),
            Map.of());
    assertThat(reader.read(text).tokens()).containsExactly(meant);
    assertThat(reader.read("Добрий день?").tokens()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"netwrk", "netwrok", "nettwork", "networl"})
  void repairsOneSlip(String mistyped) {
    assertThat(normaliser.read(mistyped).tokens()).containsExactly("network");
  }

  @ParameterizedTest
  @ValueSource(strings = {"slide", "mentioning", "mentions", "cat", "zebra"})
  void leavesWordsThatAreSpeltRightOrFarFromAnyKnownOne(String word) {
    assertThat(normaliser.read(word).tokens()).containsExactly(word);
  }

  @ParameterizedTest
  @ValueSource(strings = {"insult", "prior", "purge", "scope"})
  void takesNoEnglishWordForASlipOfOneThatItKnows(String word) {
    Normaliser careless =
        new Normaliser(
            new Lexicon(List.of(), Map.of(), Map.of(), Set.of("slide")),
            List.of(),
            Normaliser.counts(List.of("insulin pride page score ".repeat(3))));

    assertThat(careless.read(word).tokens()).containsExactly(word);
  }

  @Test
  void repairsOneSlipInAShortWordAndTwoInALongOne() {
    Normaliser careful =
        new Normaliser(
            new Lexicon(List.of(), Map.of(), Map.of(), Set.of()),
            List.of("genders network ".repeat(3)),
            Map.of());

    assertThat(careful.read("gendrs geddes").tokens()).containsExactly("genders", "geddes");
    assertThat(careful.read("ntewrok nxtwxxk").tokens()).containsExactly("network", "nxtwxxk");
  }

  @Test
  void readsWhatIsDictatedLetterByLetter() {
    assertThat(normaliser.read("the E I A please").tokens())
        .containsExactly("the", "eia", "equality", "impact", "assessment", "please");
    assertThat(normaliser.read("i a m").tokens()).containsExactly("i", "a", "m");
  }

  @ParameterizedTest
  @CsvSource({
    "good morning :), good morning :)",
    "Unsubscribe. BAME., Unsubscribe. BAME.",
    "Sign me up. Women's., Sign me up. Women's.",
    "Sign me up. Wanda, Sign me up.",
  })
  void takesNoGreetingAloneAcronymOrGenitiveForAFrame(String text, String read) {
    assertThat(Normaliser.withoutFrame(text)).isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Hi team, where is it? Kind regards, Ann B. Lee | where is it?",
        "Good morning, where is it? Thanks, Zoë | where is it?",
        "Dear OD team, where is it? | where is it?",
        "where is it | where is it",
        "Hello | Hello",
        "thanks | thanks"
      })
  void takesGreetingAndSignatureAwayUnlessNothingElseIsThere(String mail, String body) {
    assertThat(Normaliser.withoutFrame(mail)).isEqualTo(body);
  }

  @Test
  void leavesQuotedLinesOut() {
    assertThat(normaliser.read("where is it\n> an older question").tokens())
        .containsExactly("where", "is", "it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "?!", "\uD83D\uDE00", "\u0000"})
  void findsNoWordWhereThereIsNone(String text) {
    assertThat(normaliser.read(text).isEmpty()).isTrue();
  }

  @Test
  void readsNoFurtherThanItsLimit() {
    String text = "word ".repeat(100_000);

    assertThat(normaliser.read(text).tokens()).hasSizeLessThanOrEqualTo(Normaliser.LONGEST / 5);
  }

  @ParameterizedTest
  @CsvSource({"network,network,0", "netwrk,network,1", "netwrok,network,1", "abcd,wxyz,4"})
  void countsSlips(String typed, String meant, int slips) {
    assertThat(Spelling.distance(typed, meant)).isEqualTo(slips);
  }
}
