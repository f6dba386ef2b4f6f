package org.inclusiondesk.understanding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClassifierTest {
  private final Normaliser normaliser = new Normaliser(Lexicon.EMPTY, List.of(), Map.of());
  private final Features features = new WordFeatures(Lexicon.EMPTY, normaliser);
  private final Embedding embedding = text -> Meaning.of(new float[2]);
  private final List<Example<String>> examples =
      Stream.of("red", "heavy", "old", "new", "small", "large", "good", "cheap", "broken", "fine")
          .flatMap(
              like ->
                  Stream.of(
                      new Example<>("fruit", "a " + like + " apple"),
                      new Example<>("fruit", like + " pears and apples"),
                      new Example<>("tool", "a " + like + " hammer"),
                      new Example<>("tool", like + " hammers and saws")))
          .toList();

  @Test
  void tellsApartWhatItLearnt() {
    Map<String, Double> likely = likelihoods("one apple");

    assertThat(likely.get("fruit")).isGreaterThan(0.7);
    assertThat(likely.values().stream().mapToDouble(v -> v).sum()).isEqualTo(1, within(1e-6));
  }

  @Test
  void learnsTheSameFromTheSameExamplesInAnotherOrder() {
    List<Example<String>> turned = new ArrayList<>(examples);
    Collections.reverse(turned);
    Words words = normaliser.read("pears with a hammer");

    assertThat(
            Classifier.learn(features, embedding, turned, normaliser)
                .likelihoods(words, embedding.of(words.meant())))
        .isEqualTo(likelihoods("pears with a hammer"));
  }

  @Test
  void staysUnsureOfWhatItNeverSaw() {
    assertThat(likelihoods("zyx").get("fruit")).isBetween(0.3, 0.7);
  }

  @Test
  void tellsByMeaningWhatSharesNoWord() {
    Embedding meanings =
        text ->
            Meaning.of(
                text.matches(".*(hammer|saw|zyx).*") ? new float[] {0, 1} : new float[] {1, 0});

    assertThat(likelihoods("zyx", meanings).get("tool")).isGreaterThan(0.7);
  }

  @Test
  void needsExamples() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Classifier.learn(features, embedding, List.<Example<String>>of(), normaliser));
  }

  private Map<String, Double> likelihoods(String text) {
    return likelihoods(text, embedding);
  }

  private Map<String, Double> likelihoods(String text, Embedding meanings) {
    Words words = normaliser.read(text);
    return Classifier.learn(features, meanings, examples, normaliser)
        .likelihoods(words, meanings.of(words.meant()));
  }
}
