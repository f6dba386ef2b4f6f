package org.inclusiondesk.understanding;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;

/**
 * A table of weights between what comes in and the sums that go out. Safe for any number of threads
 * as long as none of them learns.
 */
final class Layer {
  /** Keeps the first steps of a row from being huge. */
  private static final float LEAST = 1e-6f;

  /** By what comes in, one row behind the other, and within a row by what goes out. */
  private final float[] weights;

  /** By what comes in: how strongly its weights have been moved so far. */
  private final float[] moved;

  private final int width;

  private Layer(float[] weights, int width) {
    this.weights = weights;
    this.moved = new float[weights.length / width];
    this.width = width;
  }

  /** What comes in: the places of the values that are not nought, and the values. */
  static final class Input {
    final int[] at;
    final float[] value;

    Input(int[] at, float[] value) {
      this.at = at;
      this.value = value;
    }
  }

  /**
   * One that has learnt nothing.
   *
   * @param spread the standard deviation of its weights
   */
  static Layer random(int height, int width, float spread, Random random) {
    float[] weights = new float[height * width];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian() * spread;
    }
    return new Layer(weights, width);
  }

  /** What goes out. */
  float[] sums(Input input) {
    float[] sums = new float[width];
    float[] row = new float[width];
    for (int k = 0; k < input.at.length; k++) {
      System.arraycopy(weights, input.at[k] * width, row, 0, width);
      add(row, input.value[k], sums);
    }
    return sums;
  }

  /**
   * How much each value that came in is to blame.
   *
   * @param slope how much each of the sums is to blame
   */
  float[] blame(Input input, float[] slope) {
    float[] blame = new float[input.at.length];
    for (int k = 0; k < blame.length; k++) {
      int row = input.at[k] * width;
      float sum = 0;
      for (int i = 0; i < slope.length; i++) {
        sum += weights[row + i] * slope[i];
      }
      blame[k] = sum;
    }
    return blame;
  }

  /**
   * Moves the weights against the slope; those of a row the less, the more they were moved before
   * (Adagrad, by row).
   */
  void learn(Input input, float[] slope, float step) {
    float square = 0;
    for (float value : slope) {
      square += value * value;
    }
    square /= slope.length;
    float[] row = new float[width];
    for (int k = 0; k < input.at.length; k++) {
      int at = input.at[k];
      float value = input.value[k];
      moved[at] += square * value * value;
      float by = step * value / (float) Math.sqrt(moved[at] + LEAST);
      System.arraycopy(weights, at * width, row, 0, width);
      add(slope, -by, row);
      System.arraycopy(row, 0, weights, at * width, width);
    }
  }

  /**
   * Adds a multiple of values to others. Whole arrays from their start, to which a row is copied
   * before: only then does the compiler work on several numbers at once (three times as fast).
   */
  private static void add(float[] values, float by, float[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] += values[i] * by;
    }
  }

  /**
   * Writes it, for {@link #read}.
   *
   * @throws IOException if it cannot be written
   */
  void write(DataOutputStream out) throws IOException {
    out.writeInt(weights.length);
    out.writeInt(width);
    Rows.write(weights, out);
  }

  /**
   * Reads what was written.
   *
   * @throws IOException if it cannot be read or is something else
   */
  static Layer read(DataInputStream in) throws IOException {
    int count = in.readInt();
    int width = in.readInt();
    return new Layer(Rows.floats(in, count), width);
  }
}
