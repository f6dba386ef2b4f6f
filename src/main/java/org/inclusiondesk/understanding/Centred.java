package org.inclusiondesk.understanding;

import java.util.Collection;

/**
 * An embedding less what all texts of the desk have in common, so that what sets them apart counts.
 * Safe for any number of threads.
 */
final class Centred implements Embedding {
  private final Embedding embedding;
  private final float[] middle;

  /**
   * @param middle what is taken away
   */
  Centred(Embedding embedding, float[] middle) {
    this.embedding = embedding;
    this.middle = middle;
  }

  /**
   * What texts have in common: the mean of their meanings.
   *
   * @param embedding asked on all cores
   */
  static float[] middle(Embedding embedding, Collection<String> texts) {
    float[] middle = new float[embedding.of("").size()];
    for (Meaning meaning : texts.parallelStream().map(embedding::of).toList()) {
      for (int i = 0; i < middle.length; i++) {
        middle[i] += meaning.at(i) / texts.size();
      }
    }
    return middle;
  }

  /** A text without words has no meaning, and so nothing in common with others. */
  @Override
  public Meaning of(String text) {
    Meaning meaning = embedding.of(text);
    float[] rest = new float[middle.length];
    for (int i = 0; !text.isBlank() && i < rest.length; i++) {
      rest[i] = meaning.at(i) - middle[i];
    }
    return Meaning.of(rest);
  }
}
