package org.inclusiondesk.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.inclusiondesk.understanding.Example;
import org.inclusiondesk.understanding.Review;
import org.inclusiondesk.understanding.Sense;
import org.inclusiondesk.understanding.Sense.Wish;
import org.junit.jupiter.api.Test;

class AdviceTest {
  private static final Example<Sense> TEA = new Example<>(new Sense.Topic("tea"), "Tea");
  private static final Example<Sense> SPORT =
      new Example<>(new Sense.Foreign("Sport"), "who won the tea");
  private static final Map<Example<Sense>, String> PLACES =
      Map.of(TEA, "config/knowledge/tea.md", SPORT, "config/intents/out-of-scope-sport.yaml");

  @Test
  void saysWhereWhatAndWhatToDo() {
    Advice advice =
        Advice.of(
            new Review(
                List.of(new Review.Few(TEA, 5)),
                List.of(
                    new Review.Twins(TEA, SPORT, true, 1),
                    new Review.Twins(TEA, SPORT, false, 0.934)),
                List.of(
                    new Review.Mistaken(TEA, SPORT.label(), 0.61, 0.2),
                    new Review.Mistaken(SPORT, TEA.label(), 0.5, 0.4),
                    new Review.Mistaken(SPORT, Wish.JOIN, 0.5, 0.4))),
            PLACES);

    assertThat(advice.count()).isEqualTo(6);
    assertThat(advice.lines())
        .containsExactly(
            "Warning: config/knowledge/tea.md: There are 5 example questions. Add 7 or more to the"
                + " text file of the same name, as different as people are.",
            "Warning: config/knowledge/tea.md: 'Tea': These words stand also in"
                + " config/intents/out-of-scope-sport.yaml: 'who won the tea'. Keep one of the two,"
                + " or say in each what sets it apart.",
            "Warning: config/knowledge/tea.md: 'Tea': This means nearly the same as"
                + " config/intents/out-of-scope-sport.yaml: 'who won the tea' (likeness 0.93). Keep"
                + " one of the two, or say in each what sets it apart.",
            "Warning: config/knowledge/tea.md: 'Tea': This is taken for out of scope, Sport (61%,"
                + " against 20% for what it should be). Add more examples like it, or move it to"
                + " where it belongs.",
            "Warning: config/intents/out-of-scope-sport.yaml: 'who won the tea': This is taken for"
                + " the article tea (50%, against 40% for what it should be). Add more examples"
                + " like it, or move it to where it belongs.",
            "Warning: config/intents/out-of-scope-sport.yaml: 'who won the tea': This is taken for"
                + " join (50%, against 40% for what it should be). Add more examples like it, or"
                + " move it to where it belongs.");
  }

  @Test
  void showsTwentyOfASortAndCountsTheRest() {
    Advice advice =
        Advice.of(
            new Review(
                Collections.nCopies(20, new Review.Few(TEA, 5)),
                List.of(),
                Collections.nCopies(23, new Review.Mistaken(TEA, SPORT.label(), 0.61, 0.2))),
            PLACES);

    assertThat(advice.count()).isEqualTo(43);
    assertThat(advice.lines())
        .hasSize(41)
        .endsWith("Warning: 3 more examples that are taken for something else.")
        .noneMatch(line -> line.contains("more articles"));
  }

  @Test
  void saysNothingWhereNothingWasFound() {
    assertThat(Advice.of(new Review(List.of(), List.of(), List.of()), PLACES))
        .isEqualTo(new Advice(List.of(), 0));
  }
}
