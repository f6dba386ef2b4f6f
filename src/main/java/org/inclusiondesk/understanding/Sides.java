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
  private static final Set<String> NOT = Set.of("not", "nor", "never", "neither", "without");

  /** Behind "not" they speak of something else: "not only", "if it is not too much trouble". */
  private static final Set<String> NO_REFUSAL =
      Set.of("onli", "just", "simpli", "mere", "too", "sure");

  /** Counts where nothing stronger stands before it: "cancel my membership in …". */
  private static final String IN = "in";

  private static final String LEAVE = "leav";

  /** With these before it, it is no wish: "back from maternity leave". */
  private static final Set<String> ABSENCE =
      Set.of("from", "on", "annual", "sick", "matern", "patern", "parent", "studi", "special");

  /** What takes up again the name before: "put me back", "take me off it". */
  private static final Set<String> AGAIN = Set.of("it", "that", "them", "this", "back", "again");

  /** In words. */
  private static final int AGAIN_WITHIN = 4;

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
      List<String> after = stems.subList(name.to(), end);
      List<String> gap = stems.subList(read, name.from());
      int behind = behind(after);
      read = name.to();
      if (behind >= 0) {
        side = side(after, behind);
        read += behind + 1;
      } else if (i > 0 && GOES_ON.containsAll(gap)) {
        side = goingOn(side, gap);
      } else {
        side = nearest(gap);
      }
      Side wanted = wish == Wish.JOIN ? Side.INTO : Side.OUT_OF;
      boolean against = side != wanted && side != Side.NEITHER;
      if (against && !takenUpAgain(after, wanted)) {
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

  /** Whether what follows a name wishes for it after all: "… by mistake, please put me back". */
  private static boolean takenUpAgain(List<String> gap, Side wanted) {
    for (int i = 0; i < gap.size(); i++) {
      if (!gap.get(i).equals(IN) && side(gap, i) == wanted) {
        List<String> after = gap.subList(i + 1, Math.min(i + 1 + AGAIN_WITHIN, gap.size()));
        int next = !after.isEmpty() && after.get(0).equals("me") ? 1 : 0;
        boolean alone =
            next == after.size() ? next == 1 : i > 0 && AS_WELL.contains(after.get(next));
        if (alone || after.stream().anyMatch(AGAIN::contains)) {
          return true;
        }
      }
    }
    return false;
  }

  /** The side of the nearest word that takes one, turned round by "not" somewhere before it. */
  private static Side nearest(List<String> gap) {
    Side nearest = Side.NEITHER;
    boolean weak = true;
    for (int i = gap.size() - 1; i >= Math.max(0, gap.size() - FARTHEST); i--) {
      Side side = side(gap, i);
      if (side == Side.NOT) {
        return opposite(nearest);
      }
      if (weak && side != Side.NEITHER) {
        nearest = nearest == Side.INTO && gap.get(i).equals(LEAVE) ? nearest : side;
        weak = gap.get(i).equals(IN);
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

  private static Side side(List<String> stems, int at) {
    String stem = stems.get(at);
    String before = at > 0 ? stems.get(at - 1) : "";
    String after = at + 1 < stems.size() ? stems.get(at + 1) : "";
    if (stem.equals(IN) ? !after.equals("addit") : INTO.contains(stem)) {
      return Side.INTO;
    }
    if (OUT_OF.contains(stem)) {
      return stem.equals(LEAVE) && ABSENCE.contains(before) ? Side.NEITHER : Side.OUT_OF;
    }
    boolean refuses = NOT.contains(stem) && !before.equals("whi") && !NO_REFUSAL.contains(after);
    boolean no =
        stem.equals("no") && (after.equals("to") || after.equals("longer") || after.isEmpty());
    return refuses || no ? Side.NOT : Side.NEITHER;
  }
}
