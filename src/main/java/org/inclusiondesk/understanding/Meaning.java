package org.inclusiondesk.understanding;

/**
 * Where a text stands among all texts, as an {@link Embedding} sees it: a vector of length 1, or of
 * length 0 for a text without words. Immutable.
 */
public final class Meaning {
  private final float[] values;

  private Meaning(float[] values) {
    this.values = values;
  }

  /** The direction of a vector; its length is made 1 unless it is 0. */
  public static Meaning of(float[] vector) {
    double square = 0;
    for (float value : vector) {
      square += value * value;
    }
    float length = (float) Math.sqrt(square);
    float[] values = new float[vector.length];
    for (int i = 0; length > 0 && i < values.length; i++) {
      values[i] = vector[i] / length;
    }
    return new Meaning(values);
  }

  /** The one that has these values, to the last bit: of length 1, or 0. */
  static Meaning known(float[] values) {
    return new Meaning(values);
  }

  /** How many values it has. */
  public int size() {
    return values.length;
  }

  /** The value at a place, counted from 0. */
  public float at(int place) {
    return values[place];
  }

  /** From -1 to 1: the cosine of the angle between the two, which has to have the same size. */
  public double likeness(Meaning other) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += values[i] * other.values[i];
    }
    return sum;
  }

  /**
   * Whether the {@link #likeness} of two meanings of length 1 is a bound or more, told after a few
   * values where it is far from that.
   */
  boolean isLike(Meaning other, double bound) {
    float farthest = (float) (2 - 2 * bound);
    float distance = 0;
    for (int i = 0; i < values.length && distance <= farthest; i++) {
      float apart = values[i] - other.values[i];
      distance += apart * apart;
    }
    return distance <= farthest;
  }

  @Override
  public String toString() {
    return "Meaning[" + values.length + "]";
  }
}
