package org.inclusiondesk.understanding;

/**
 * Gives each text its {@link Meaning}: texts that mean nearly the same are like each other.
 * Implementations are safe for any number of threads, give the same for the same text, and meanings
 * of one size.
 */
public interface Embedding {
  /** The meaning of a text; see {@link Words#meant}. */
  Meaning of(String text);
}
