package org.inclusiondesk.understanding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.understanding.Sense.Wish;
import org.junit.jupiter.api.Test;

class LearntTest {
  private static final Embedding LENGTHS =
      text -> Meaning.of(new float[] {1, text.length(), text.indexOf('a')});
  private static final List<Example<Sense>> EXAMPLES =
      List.of(
          new Example<>(Wish.JOIN, "take me into the {network}"),
          new Example<>(new Sense.Topic("tea"), "how is tea made"),
          new Example<>(new Sense.Foreign("Sport: all of it"), "who won the match"));

  @Test
  void isReadAsItWasWritten() throws IOException {
    Lessons lessons = lessons(EXAMPLES);
    Learnt learnt = Learnt.from(lessons, LENGTHS);
    Learnt read = Learnt.read(new ByteArrayInputStream(written(learnt)), lessons);
    Words words = lessons.normaliser().read("who made the tea");

    assertThat(read.likelihoods(words, LENGTHS))
        .isEqualTo(learnt.likelihoods(words, LENGTHS))
        .containsOnlyKeys(EXAMPLES.stream().map(Example::label).toArray(Sense[]::new));
  }

  @Test
  void isNotReadFromAFileThatWasCutShort() throws IOException {
    Lessons lessons = lessons(EXAMPLES);
    byte[] whole = written(Learnt.from(lessons, LENGTHS));

    assertThatExceptionOfType(EOFException.class)
        .isThrownBy(
            () ->
                Learnt.read(
                    new ByteArrayInputStream(Arrays.copyOf(whole, whole.length - 1)), lessons));
  }

  @Test
  void isKnownByTheLessonsItCameFrom() {
    List<Example<Sense>> more = List.of(EXAMPLES.get(0), EXAMPLES.get(1));

    assertThat(lessons(EXAMPLES).fingerprint())
        .isEqualTo(lessons(EXAMPLES).fingerprint())
        .isNotEqualTo(lessons(more).fingerprint());
  }

  @Test
  void needsExamples() {
    assertThatIllegalArgumentException().isThrownBy(() -> lessons(List.of()));
  }

  @Test
  void takesTheCountsOfTheSameLessonsAlone() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    lessons(EXAMPLES).counted().write(new DataOutputStream(out));
    WordCounts read =
        WordCounts.read(new DataInputStream(new ByteArrayInputStream(out.toByteArray())));
    WordCounts marked = new WordCounts(read.fingerprint(), Map.of("marked", 1));

    assertThat(lessons(EXAMPLES, marked).counted().in(read.fingerprint(), Map::of))
        .containsOnlyKeys("marked");
    Lessons others = lessons(EXAMPLES.subList(0, 2), marked);
    assertThat(others.counted().in(others.fingerprint(), Map::of))
        .isNotEmpty()
        .doesNotContainKey("marked");
    assertThat(read.in(read.fingerprint(), Map::of))
        .isEqualTo(Normaliser.counts(EXAMPLES.stream().map(Example::text).toList()));
  }

  @Test
  void countsNoSlips() {
    Lessons lessons =
        new Lessons(
            List.of(new Example<>(Wish.JOIN, "the netwroks of networks")),
            List.of(),
            List.of(),
            Lexicon.EMPTY,
            List.of("networks ".repeat(10)),
            WordCounts.NONE);

    assertThat(lessons.counted().in(lessons.fingerprint(), Map::of))
        .containsOnlyKeys("the", "of", "networks");
  }

  private static Lessons lessons(List<Example<Sense>> examples) {
    return lessons(examples, WordCounts.NONE);
  }

  private static Lessons lessons(List<Example<Sense>> examples, WordCounts counted) {
    return new Lessons(
        examples,
        List.of(new KnownNetwork(new NetworkId("tea"), "Tea network", List.of(), List.of())),
        List.of(),
        Lexicon.EMPTY,
        List.of(),
        counted);
  }

  private static byte[] written(Learnt learnt) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    learnt.write(out);
    return out.toByteArray();
  }
}
