package org.inclusiondesk.understanding;

import java.util.Collection;

/**
 * An embedding less what all texts of the desk have in common, so that what sets them apart counts.
 * Safe for any number of threads.
 */
public final class Centred implements Embedding {
  private final Embedding embedding;
  private final float[] mean;

  /**
   * @param texts the texts whose mean is taken away; a text without words changes nothing
   */
  public Centred(Embedding embedding, Collection<String> texts) {
    this.embedding = embedding;
    this.mean = new float[embedding.of("").size()];
    for (String text : texts) {
      Meaning meaning = embedding.of(text);
      for (int i = 0; i < mean.length; i++) {
        mean[i] += meaning.at(i) / texts.size();
      }
    }
  }

  @Override
  public Meaning of(String text) {
    Meaning meaning = embedding.of(text);
    float[] rest = new float[mean.length];
    for (int i = 0; !text.isBlank() && i < rest.length; i++) {
      rest[i] = meaning.at(i) - mean[i];
    }
    return Meaning.of(rest);
  }
}
