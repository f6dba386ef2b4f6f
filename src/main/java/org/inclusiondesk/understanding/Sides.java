package org.inclusiondesk.understanding;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.inclusiondesk.understanding.Sense.Wish;

/**
 * Whether somebody who names several networks speaks for or against each: "not the women's one, the
 * disability one", "leave BAME but keep LGBT+". The nearest word before a name decides, or one
 * right behind it ("women's out, BAME in").
 */
final class Sides {
  private static final Set<String> INTO =
      Set.of(
          "into", "onto", "join", "add", "put", "sign", "enrol", "keep", "stay", "remain", "still",
          "yes");
  private static final Set<String> OUT_OF =
      Set.of(
          "out",
          "off",
          "leav",
          "remov",
          "drop",
          "quit",
          "cancel",
          "withdraw",
          "unsubscrib",
          "delet",
          "swap",
          "instead",
          "than");
  private static final Set<String> NOT = Set.of("not", "no", "nor", "never", "neither", "without");

  /** Counts where nothing stronger stands before it: "cancel my membership in …". */
  private static final String WITHIN = "in";

  /** "Leave me in …" is no wish to leave. */
  private static final String LEAVE_IN = "leav";

  private static final Set<String> BEHIND = Set.of("in", "out", "off", "yes", "no");

  /** What stands behind these alone is on the side of what stands before them. */
  private static final Set<String> GOES_ON =
      Set.of(
          "and", "or", "nor", "plus", "both", "also", "the", "n", "for", "of", "one", "network",
          "group", "list", "staff", "peopl", "with", "to");

  private static final Set<String> AS_WELL = Set.of("and", "or", "nor", "plus", "both", "n");

  /** "Swap the women's for BAME": behind them stands what somebody wants in return. */
  private static final Set<String> IN_RETURN = Set.of("for", "to", "with");

  /** In words. */
  private static final int FARTHEST = 6;

  private enum Side {
    INTO,
    OUT_OF,
    NOT,
    NEITHER
  }

  private Sides() {}

  /** The place of a name: where it begins, and where it is over. */
  record Span(int from, int to) {}

  /**
   * The names that a wish leaves out.
   *
   * @param names in the order in which they stand
   * @param stems of the whole text
   */
  static Set<Span> leftOut(List<Span> names, List<String> stems, Wish wish) {
    Set<Span> leftOut = new HashSet<>();
    Side side = Side.NEITHER;
    int read = 0;
    for (int i = 0; i < names.size(); i++) {
      Span name = names.get(i);
      int end = i + 1 < names.size() ? names.get(i + 1).from() : stems.size();
      int behind = behind(stems.subList(name.to(), end));
      List<String> gap = stems.subList(read, name.from());
      if (behind >= 0) {
        side = side(stems.get(name.to() + behind));
      } else if (i > 0 && GOES_ON.containsAll(gap)) {
        side = goingOn(side, gap);
      } else {
        side = nearest(gap);
      }
      read = name.to() + behind + 1;
      Side against = wish == Wish.JOIN ? Side.OUT_OF : Side.INTO;
      if (side == against || side == Side.NOT) {
        leftOut.add(name);
      }
    }
    return leftOut;
  }

  /** Where a word behind a name stands that takes its side: "women's out, BAME in"; or -1. */
  private static int behind(List<String> gap) {
    int at = 0;
    while (at < gap.size() && GOES_ON.contains(gap.get(at)) && !AS_WELL.contains(gap.get(at))) {
      at++;
    }
    boolean last = AS_WELL.containsAll(gap.subList(Math.min(at + 1, gap.size()), gap.size()));
    return at < gap.size() && last && BEHIND.contains(gap.get(at)) ? at : -1;
  }

  private static Side goingOn(Side before, List<String> gap) {
    if (gap.isEmpty() || gap.stream().anyMatch(AS_WELL::contains)) {
      return before;
    }
    return switch (before) {
      case OUT_OF -> gap.stream().anyMatch(IN_RETURN::contains) ? Side.INTO : before;
      case NOT -> Side.NEITHER;
      case INTO, NEITHER -> before;
    };
  }

  /** The side of the nearest word that takes one, turned round by "not" somewhere before it. */
  private static Side nearest(List<String> gap) {
    Side nearest = Side.NEITHER;
    boolean weak = true;
    for (int i = gap.size() - 1; i >= Math.max(0, gap.size() - FARTHEST); i--) {
      String stem = gap.get(i);
      Side side = side(stem);
      if (side == Side.NOT) {
        return opposite(nearest);
      }
      if (weak && side != Side.NEITHER) {
        nearest = nearest == Side.INTO && stem.equals(LEAVE_IN) ? nearest : side;
        weak = stem.equals(WITHIN);
      }
    }
    return nearest;
  }

  private static Side opposite(Side side) {
    return switch (side) {
      case INTO -> Side.OUT_OF;
      case OUT_OF -> Side.INTO;
      case NOT, NEITHER -> Side.NOT;
    };
  }

  private static Side side(String stem) {
    if (stem.equals(WITHIN) || INTO.contains(stem)) {
      return Side.INTO;
    }
    if (OUT_OF.contains(stem)) {
      return Side.OUT_OF;
    }
    return NOT.contains(stem) ? Side.NOT : Side.NEITHER;
  }
}
