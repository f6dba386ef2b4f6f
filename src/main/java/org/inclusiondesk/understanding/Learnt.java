package org.inclusiondesk.understanding;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/**
 * What the examples taught: where the middle of all their meanings is, and what words and meanings
 * speak for which {@link Sense}. The build learns from the shipped examples, so that a start need
 * not. Immutable, and safe for any number of threads.
 */
public final class Learnt {
  private final float[] middle;
  private final Classifier<Sense> classifier;

  private Learnt(float[] middle, Classifier<Sense> classifier) {
    this.middle = middle;
    this.classifier = classifier;
  }

  /**
   * Learns, a good minute's work for forty thousand examples.
   *
   * @param plain gives texts their meaning
   */
  public static Learnt from(Lessons lessons, Embedding plain) {
    float[] middle =
        Centred.middle(
            plain,
            lessons.examples().stream()
                .map(example -> lessons.normaliser().read(example.text()).meant())
                .toList());
    return new Learnt(
        middle,
        Classifier.learn(
            lessons.features(),
            new Centred(plain, middle),
            lessons.examples(),
            lessons.normaliser()));
  }

  /** How likely a text is what; the values sum to 1. */
  Map<Sense, Double> likelihoods(Words words, Embedding plain) {
    return classifier.likelihoods(words, centred(plain).of(words.meant()));
  }

  /** Meanings less what the examples have in common. */
  Embedding centred(Embedding plain) {
    return new Centred(plain, middle);
  }

  /**
   * Writes it, for {@link #read}.
   *
   * @throws IOException if it cannot be written
   */
  public void write(OutputStream stream) throws IOException {
    DataOutputStream out = new DataOutputStream(stream);
    out.writeInt(middle.length);
    Rows.write(middle, out);
    classifier.write(out, Sense::key);
    out.flush();
  }

  /**
   * Reads what was written.
   *
   * @param lessons those that it was learnt from
   * @throws IOException if it cannot be read or is something else
   */
  public static Learnt read(InputStream stream, Lessons lessons) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    float[] middle = Rows.floats(in, in.readInt());
    return new Learnt(middle, Classifier.read(in, lessons.features(), Sense::of));
  }
}
