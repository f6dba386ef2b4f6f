package org.inclusiondesk.understanding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.inclusiondesk.config.ShippedContent;
import org.junit.jupiter.api.Test;

class MeaningTest {
  private static final Meaning EAST = Meaning.of(new float[] {2, 0});
  private static final Meaning NORTH = Meaning.of(new float[] {0, 5});

  @Test
  void isADirectionWhateverTheLengthOfTheVector() {
    assertThat(EAST.likeness(Meaning.of(new float[] {0.1f, 0}))).isEqualTo(1, within(1e-6));
    assertThat(EAST.likeness(NORTH)).isZero();
    assertThat(EAST.likeness(Meaning.of(new float[] {-1, 0}))).isEqualTo(-1, within(1e-6));
  }

  @Test
  void ofNothingIsLikeNothing() {
    assertThat(Meaning.of(new float[2]).likeness(EAST)).isZero();
  }

  @Test
  void isReadAsItWasWritten() throws IOException {
    Map<String, Meaning> read =
        KnownMeanings.read(new ByteArrayInputStream(written(Map.of("east", EAST, "née", NORTH))));

    assertThat(read).containsOnlyKeys("east", "née");
    assertThat(read.get("née").likeness(NORTH)).isEqualTo(1, within(1e-6));
    assertThat(read.get("east").likeness(NORTH)).isZero();
  }

  /** Else what is learnt from a file would differ from what a clean build learns. */
  @Test
  void isReadToTheLastBit() throws IOException {
    Random random = new Random(4);
    for (int turn = 0; turn < 50; turn++) {
      float[] vector = new float[384];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = (float) random.nextGaussian();
      }
      Meaning meaning = Meaning.of(vector);

      Meaning read =
          KnownMeanings.read(new ByteArrayInputStream(written(Map.of("any", meaning)))).get("any");

      assertThat(values(read)).containsExactly(values(meaning));
    }
  }

  private static float[] values(Meaning meaning) {
    float[] values = new float[meaning.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = meaning.at(i);
    }
    return values;
  }

  @Test
  void isNotReadFromAFileThatWasCutShort() throws IOException {
    byte[] whole = written(Map.of("east", EAST));

    assertThatExceptionOfType(EOFException.class)
        .isThrownBy(
            () ->
                KnownMeanings.read(
                    new ByteArrayInputStream(Arrays.copyOf(whole, whole.length - 1))));
  }

  @Test
  void isAskedOfTheModelOnlyWhereItIsNotKnown() {
    KnownMeanings known =
        new KnownMeanings(
            Map.of("east", EAST),
            () -> {
              throw new IllegalStateException("asked");
            });

    assertThat(known.of("east")).isSameAs(EAST);
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> known.of("north"));
  }

  @Test
  void losesWhatAllTextsHaveInCommon() {
    Embedding plain = text -> Meaning.of(new float[] {text.equals("a") ? 1 : -1, 9});
    Embedding centred = new Centred(plain, Centred.middle(plain, List.of("a", "b")));

    assertThat(plain.of("a").likeness(plain.of("b"))).isGreaterThan(0.9);
    assertThat(centred.of("a").likeness(centred.of("b"))).isEqualTo(-1, within(1e-3));
  }

  @Test
  void setsTextsOfOneSenseNearerThanTextsThatShareWords() {
    SentenceModel model = SentenceModel.load(Path.of("target", "native"));
    Meaning asked = model.of("my boss keeps shouting at me");

    assertThat(asked.likeness(model.of("a manager yells at his staff")))
        .isGreaterThan(asked.likeness(model.of("my boss keeps bees")));
    assertThat(model.of(" ").likeness(asked)).isZero();
  }

  @Test
  void isKnownForEveryShippedExampleBeforeTheStart() throws IOException {
    ShippedContent content = ShippedContent.load();
    try (var built = MeaningTest.class.getResourceAsStream("/meanings.bin")) {
      assertThat(KnownMeanings.read(built))
          .containsKeys(
              content.lessons.examples().stream()
                  .map(example -> content.normaliser.read(example.text()).meant())
                  .toArray(String[]::new));
    }
  }

  private static byte[] written(Map<String, Meaning> meanings) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    KnownMeanings.write(meanings, out);
    return out.toByteArray();
  }
}
