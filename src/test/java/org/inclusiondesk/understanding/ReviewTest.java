package org.inclusiondesk.understanding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.understanding.Sense.Wish;
import org.junit.jupiter.api.Test;

class ReviewTest {
  private static final Sense TEA = new Sense.Topic("tea");
  private static final Sense SPORT = new Sense.Foreign("Sport");

  /** Few words of their own have a meaning; all others mean a little of nothing in particular. */
  private static final Map<String, float[]> MEANINGS =
      Map.of(
          "make", new float[] {9, 0, 0, 1},
          "brew", new float[] {9, 0.5f, 0, 1},
          "match", new float[] {0, 9, 0, 1},
          "join", new float[] {0, 0, 9, 1});

  private static final Embedding WORD_BY_WORD =
      text -> {
        float[] sum = {0, 0, 0, 1};
        for (String word : text.split(" ")) {
          float[] meaning = MEANINGS.getOrDefault(word, new float[4]);
          for (int i = 0; i < sum.length; i++) {
            sum[i] += meaning[i];
          }
        }
        return Meaning.of(sum);
      };

  private final List<Example<Sense>> examples = new ArrayList<>();

  @Test
  void findsNothingWhereAllIsInOrder() {
    add(TEA, "make a pot of tea");
    for (int i = 0; i < Review.FEWEST; i++) {
      add(TEA, "make tea in manner " + i);
    }
    add(SPORT, "who won the match", "when is the match");
    add(Wish.JOIN, "join the {network}", "let me join");

    assertThat(review()).isEqualTo(new Review(List.of(), List.of(), List.of()));
  }

  @Test
  void countsTheQuestionsOfATopicBesideItsTitle() {
    add(TEA, "Tea");
    for (int i = 1; i < Review.FEWEST; i++) {
      add(TEA, "make tea in manner " + i);
    }
    add(SPORT, "who won the match");

    assertThat(review().few())
        .containsExactly(new Review.Few(new Example<>(TEA, "Tea"), Review.FEWEST - 1));
  }

  @Test
  void findsTheSameWordsUnderTwoSenses() {
    add(TEA, "How do I make TEA?");
    add(SPORT, "how do i make tea", "who won the match");

    assertThat(review().twins())
        .singleElement()
        .satisfies(
            twins -> {
              assertThat(twins.one()).isEqualTo(new Example<>(TEA, "How do I make TEA?"));
              assertThat(twins.other()).isEqualTo(new Example<>(SPORT, "how do i make tea"));
              assertThat(twins.sameWords()).isTrue();
              assertThat(twins.likeness()).isEqualTo(1, within(1e-6));
            });
  }

  @Test
  void findsNearlyTheSameMeaningUnderTwoSensesAndNamesItAfterTheSameWords() {
    add(TEA, "make tea", "another cup");
    add(SPORT, "brew leaves", "who won the match", "another cup");
    add(Wish.JOIN, "let me join");

    assertThat(review().twins())
        .extracting(twins -> twins.one().text(), Review.Twins::sameWords)
        .containsExactly(tuple("another cup", true), tuple("make tea", false));
    assertThat(review().twins().get(1).likeness()).isEqualTo(0.99, offset(0.0099));
  }

  @Test
  void letsTheSameStandTwiceUnderOneSense() {
    add(TEA, "make tea", "make tea", "brew tea");
    add(SPORT, "who won the match");

    assertThat(review().twins()).isEmpty();
  }

  @Test
  void findsAnExampleThatIsTakenForSomethingElse() {
    for (int i = 0; i < 20; i++) {
      add(SPORT, "who won the match");
    }
    add(TEA, "make tea", "brew tea", "who won the match");
    add(Wish.JOIN, "join the {network}");

    assertThat(review().mistaken())
        .singleElement()
        .satisfies(
            mistaken -> {
              assertThat(mistaken.example()).isEqualTo(new Example<>(TEA, "who won the match"));
              assertThat(mistaken.taken()).isEqualTo(SPORT);
              assertThat(mistaken.likelihood()).isBetween(0.5, 1.0);
              assertThat(mistaken.right()).isLessThan(mistaken.likelihood());
            });
  }

  @Test
  void showsAnExampleAsItWasWritten() {
    for (int i = 0; i < 20; i++) {
      add(Wish.JOIN, "join the {network}");
    }
    add(TEA, "make tea");
    add(Wish.LEAVE, "join the {network}");

    assertThat(review().mistaken())
        .extracting(Review.Mistaken::example)
        .containsExactly(new Example<>(Wish.LEAVE, "join the {network}"));
  }

  @Test
  void passesOverAnExampleWithoutWords() {
    add(TEA, "make tea", "?!");
    add(SPORT, "who won the match", "…");

    Review review = review();

    assertThat(review.twins()).isEmpty();
    assertThat(review.mistaken()).isEmpty();
  }

  private void add(Sense sense, String... texts) {
    for (String text : texts) {
      examples.add(new Example<>(sense, text));
    }
  }

  private Review review() {
    Lessons lessons =
        new Lessons(
            examples,
            List.of(new KnownNetwork(new NetworkId("tea"), "Tea network", List.of(), List.of())),
            List.of(),
            Lexicon.EMPTY,
            List.of(),
            WordCounts.NONE);
    return Review.of(lessons, Learnt.from(lessons, WORD_BY_WORD), WORD_BY_WORD);
  }
}
