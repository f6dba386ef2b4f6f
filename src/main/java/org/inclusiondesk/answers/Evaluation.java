package org.inclusiondesk.answers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.inclusiondesk.conversation.Choice;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.conversation.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Measures how well the desk understands, with lines whose right reply is known. Immutable.
 *
 * @param tallies how the lines of each group came out, in the order in which they are reported
 * @param misses every line that did not come out right, as it is to be read
 */
public record Evaluation(Map<Group, Tally> tallies, List<String> misses) {
  /** Stands for "several networks fit" in a line. */
  public static final String AMBIGUOUS = "ambiguous";

  public Evaluation {
    tallies = Collections.unmodifiableMap(new LinkedHashMap<>(tallies));
    misses = List.copyOf(misses);
  }

  /**
   * Lines that are counted together.
   *
   * @param nearMiss of those that are out of scope, those that sound like the desk's subjects
   */
  public record Group(Reply.Kind kind, boolean nearMiss) {
    String title() {
      return name(kind) + (nearMiss ? ", near" : kind == Reply.Kind.OUT_OF_SCOPE ? ", far" : "");
    }
  }

  /**
   * A line and the reply that is right.
   *
   * @param text what a person wrote
   * @param kind what it is
   * @param also other kinds a fair reader would accept
   * @param must what the text of an answer must contain, in any case of letters
   * @param network a network's id, {@link #AMBIGUOUS}, or null where none is named
   * @param nearMiss whether it is out of scope and sounds as if it were not
   */
  public record Line(
      String text,
      Reply.Kind kind,
      Set<Reply.Kind> also,
      List<Pattern> must,
      @Nullable String network,
      boolean nearMiss) {
    public Line {
      also = Set.copyOf(also);
      must = List.copyOf(must);
    }
  }

  /** How the lines of a kind came out, near misses apart. */
  public Tally tally(Reply.Kind kind, boolean nearMiss) {
    return tallies.getOrDefault(new Group(kind, nearMiss), new Tally(Map.of()));
  }

  /** How one line came out. */
  public enum Mark {
    /** The right reply at once. */
    RIGHT,
    /** The desk asked back, and one of the two articles offered is right. */
    OFFERED,
    /** An answer or an act that is not right. */
    WRONG,
    /** The desk said that it does not know, or asked back in vain. */
    ABSTAINED,
    /** A concern was answered like a question. */
    ANSWERED_CONCERN
  }

  /** How many lines came out how. */
  public record Tally(Map<Mark, Integer> marks) {
    public Tally {
      marks = Map.copyOf(marks);
    }

    /** The number of lines with that mark. */
    public int count(Mark mark) {
      return marks.getOrDefault(mark, 0);
    }

    /** The number of all lines. */
    public int lines() {
      return marks.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  /**
   * Asks every line.
   *
   * @param asked what the desk replies to a text; choices are asked in turn by what they say
   */
  public static Evaluation run(List<Line> lines, Function<String, Reply> asked) {
    Map<Group, Map<Mark, Integer>> marks =
        new TreeMap<>(Comparator.comparing(Group::kind).thenComparing(Group::nearMiss));
    List<String> misses = new ArrayList<>();
    for (Line line : lines) {
      Reply reply = asked.apply(line.text());
      Mark mark = mark(line, reply, asked);
      marks
          .computeIfAbsent(
              new Group(line.kind(), line.nearMiss()), group -> new EnumMap<>(Mark.class))
          .merge(mark, 1, Integer::sum);
      if (mark != Mark.RIGHT) {
        misses.add(miss(line, mark, reply));
      }
    }
    Map<Group, Tally> tallies = new LinkedHashMap<>();
    marks.forEach((group, counted) -> tallies.put(group, new Tally(counted)));
    return new Evaluation(tallies, misses);
  }

  private static Mark mark(Line line, Reply reply, Function<String, Reply> asked) {
    if (isRight(line, reply)) {
      return Mark.RIGHT;
    }
    return switch (reply.kind()) {
      case CLARIFY -> {
        for (Choice choice : reply.choices()) {
          if (line.kind() == Reply.Kind.ANSWER && isRight(line, asked.apply(choice.says()))) {
            yield Mark.OFFERED;
          }
        }
        yield Mark.ABSTAINED;
      }
      case OUT_OF_SCOPE -> Mark.ABSTAINED;
      case ANSWER -> line.kind() == Reply.Kind.CONCERN ? Mark.ANSWERED_CONCERN : Mark.WRONG;
      default -> Mark.WRONG;
    };
  }

  private static boolean isRight(Line line, Reply reply) {
    if (line.kind() != reply.kind()) {
      return line.also().contains(reply.kind());
    }
    return switch (reply.kind()) {
      case ANSWER -> line.must().stream().allMatch(p -> p.matcher(reply.plain()).find());
      case JOIN, LEAVE -> meansNetwork(line, reply.networks());
      default -> true;
    };
  }

  private static boolean meansNetwork(Line line, List<NetworkId> networks) {
    if (line.network() == null) {
      return networks.isEmpty();
    }
    return line.network().equals(AMBIGUOUS)
        ? new HashSet<>(networks).size() > 1
        : networks.equals(List.of(new NetworkId(line.network())));
  }

  private static String miss(Line line, Mark mark, Reply reply) {
    String got = name(reply.kind());
    if (reply.article() != null) {
      got += " " + reply.article();
    }
    if (!reply.networks().isEmpty()) {
      got += " " + reply.networks();
    }
    if (!reply.choices().isEmpty()) {
      got += " " + reply.choices().stream().map(Choice::label).toList();
    }
    return name(line.kind())
        + (line.network() == null ? "" : " [" + line.network() + "]")
        + " | "
        + mark.name().toLowerCase(Locale.ROOT)
        + " | "
        + got
        + " | "
        + line.text().replaceAll("\\s+", " ");
  }

  private static String name(Reply.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** A table of the figures, and under it every miss. */
  public String report() {
    StringBuilder report = new StringBuilder();
    report.append(
        String.format(
            Locale.ROOT,
            "%-20s%7s%9s%9s%9s%9s%11s%20s%n",
            "kind",
            "lines",
            "right",
            "offered",
            "in two",
            "wrong",
            "abstained",
            "concern answered"));
    tallies.forEach(
        (group, tally) ->
            report.append(
                String.format(
                    Locale.ROOT,
                    "%-20s%7d%9s%9s%9s%9s%11s%20d%n",
                    group.title(),
                    tally.lines(),
                    share(tally, Mark.RIGHT),
                    share(tally, Mark.OFFERED),
                    share(tally, Mark.RIGHT, Mark.OFFERED),
                    share(tally, Mark.WRONG),
                    share(tally, Mark.ABSTAINED),
                    tally.count(Mark.ANSWERED_CONCERN))));
    report.append(String.format("%nmisses: kind | mark | reply | text%n"));
    misses.forEach(miss -> report.append(miss).append(System.lineSeparator()));
    return report.toString();
  }

  private static String share(Tally tally, Mark... marks) {
    int counted = Arrays.stream(marks).mapToInt(tally::count).sum();
    return String.format(Locale.ROOT, "%.1f%%", 100.0 * counted / tally.lines());
  }
}
