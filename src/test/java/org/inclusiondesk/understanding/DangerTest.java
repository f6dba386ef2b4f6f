package org.inclusiondesk.understanding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.inclusiondesk.config.ShippedContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DangerTest {
  private static final Danger SHIPPED = ShippedContent.load().language.danger();

  @ParameterizedTest
  @MethodSource("danger")
  void recognisesWordsOfDanger(String line) {
    assertThat(SHIPPED.isIn(line)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("harmless")
  void leavesHarmlessLinesAlone(String line) {
    assertThat(SHIPPED.isIn(line)).isFalse();
  }

  @Test
  void findsNoneInWhatPeopleAskOrWish() {
    List<String> asked =
        ShippedContent.load().articles.stream()
            .flatMap(article -> article.questions().stream())
            .toList();
    List<String> wished =
        ShippedContent.load().language.examples().stream()
            .filter(example -> example.label() != Sense.Wish.CONCERN)
            .map(Example::text)
            .toList();

    assertThat(Stream.of(asked, wished).flatMap(List::stream)).filteredOn(SHIPPED::isIn).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I WANT TO KILL MYSELF!!!",
        "I want to kill my\u00adself",
        "i can\u2019t go on",
        "Subject: hello\n\n> older text\n\nI want to die\n\nKind regards\nSam Poole",
        "> I want to die"
      })
  void readsWhateverThePunctuationAndTheFrame(String text) {
    assertThat(SHIPPED.isIn(text)).isTrue();
  }

  @Test
  void findsThemHoweverFarDownALongTextTheyStand() {
    String harmless = "We met in the library and talked about the programme of the year. ";

    assertThat(SHIPPED.isIn(harmless.repeat(500))).isFalse();
    assertThat(SHIPPED.isIn(harmless.repeat(500) + "I want to kill myself.")).isTrue();
  }

  @Test
  void takesGuardsAwayFirstAndNothingReachesAcrossThem() {
    Danger danger = danger(List.of("very ... (bad|evil) thing?"), List.of("bad luck"));

    assertThat(danger.isIn("very bad")).isTrue();
    assertThat(danger.isIn("very, very, how very evil things")).isTrue();
    assertThat(danger.isIn("very bad luck")).isFalse();
    assertThat(danger.isIn("very bad luck, evil")).isFalse();
    assertThat(danger.isIn("very bad luck, and a very evil day")).isTrue();
    assertThat(danger.isIn("very good and kind and fair and bad")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "(a|b", "a)", "(a||b)", "?", "a?", "...", "(a|b)? ...", "{nobody} a", "- a"})
  void refusesAPhraseThatItCannotRead(String phrase) {
    assertThatThrownBy(() -> danger(List.of(phrase), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("(?s).{10,}");
  }

  private static Danger danger(List<String> phrases, List<String> guards) {
    return new Danger(Map.of(), phrases, guards, Lexicon.EMPTY);
  }

  private static Stream<String> danger() throws IOException {
    return lines("danger.txt");
  }

  private static Stream<String> harmless() throws IOException {
    return lines("harmless.txt");
  }

  private static Stream<String> lines(String file) throws IOException {
    return Files.readAllLines(Path.of("src/test/resources/danger", file)).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"));
  }
}
