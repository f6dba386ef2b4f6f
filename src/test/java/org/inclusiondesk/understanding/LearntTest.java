package org.inclusiondesk.understanding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
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

  private static Lessons lessons(List<Example<Sense>> examples) {
    return new Lessons(
        examples,
        List.of(new KnownNetwork(new NetworkId("tea"), "Tea network", List.of(), List.of())),
        List.of(),
        Lexicon.EMPTY,
        List.of());
  }

  private static byte[] written(Learnt learnt) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    learnt.write(out);
    return out.toByteArray();
  }
}
