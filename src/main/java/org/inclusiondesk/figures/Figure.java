package org.inclusiondesk.figures;

/**
 * A count as it may be shown. It does not keep the count itself, so nothing that holds a figure can
 * show more than the figure says.
 */
public sealed interface Figure {
  /** Counts below it all read the same, zero included: that nobody asked tells something, too. */
  int THRESHOLD = 8;

  /** What the other counts are rounded to. */
  int STEP = 5;

  /**
   * The figure of a count of a closed period.
   *
   * @throws IllegalArgumentException if negative
   */
  static Figure of(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("a count is not negative");
    }
    return count < THRESHOLD ? new Small() : new Rounded((count + STEP / 2) / STEP * STEP);
  }

  /** How people read it. */
  String text();

  /** Anything from none to seven. */
  record Small() implements Figure {
    @Override
    public String text() {
      return "fewer than " + THRESHOLD;
    }
  }

  /**
   * Eight or more.
   *
   * @param value the nearest multiple of five
   */
  record Rounded(int value) implements Figure {
    /**
     * @throws IllegalArgumentException if no count is rounded to this value
     */
    public Rounded {
      if (value < THRESHOLD || value % STEP != 0) {
        throw new IllegalArgumentException("not a rounded figure");
      }
    }

    @Override
    public String text() {
      return "about " + value;
    }
  }

  /** Any number: showing it would give away another one. */
  record Withheld() implements Figure {
    @Override
    public String text() {
      return "not shown";
    }
  }
}
