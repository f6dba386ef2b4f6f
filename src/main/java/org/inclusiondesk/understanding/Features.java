package org.inclusiondesk.understanding;

import java.util.Map;

/**
 * What a learner or a comparison sees of a text: named weights. Implementations are safe for any
 * number of threads and give the same for the same text.
 */
public interface Features {
  /** The features of a text and their weights; empty for a text without words. */
  Map<String, Double> of(Words words);
}
