package org.inclusiondesk.speakup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inclusiondesk.calendar.Quarter;
import org.inclusiondesk.figures.Figure;
import org.inclusiondesk.speakup.SpeakUpSettings.Code;
import org.inclusiondesk.speakup.SpeakUpSettings.CodeLists;
import org.jspecify.annotations.Nullable;

/**
 * What a guardian reports of one financial quarter: the cases that came in it, apart from what is
 * not a case. Exact figures for the collection, and a summary for a board in which no small number
 * shows. Immutable.
 */
public final class QuarterlyReturn {
  private static final String NOT_RECORDED = "not-recorded";

  private final Quarter quarter;
  private final String lists;
  private final int cases;
  private final int unopened;
  private final List<Breakdown> breakdowns;

  private QuarterlyReturn(
      Quarter quarter, String lists, int cases, int unopened, List<Breakdown> breakdowns) {
    this.quarter = quarter;
    this.lists = lists;
    this.cases = cases;
    this.unopened = unopened;
    this.breakdowns = List.copyOf(breakdowns);
  }

  /**
   * The cases by one thing that is known of them.
   *
   * @param id as files name it
   * @param title as people read it
   * @param counts by code and its label, in the order of the list
   */
  private record Breakdown(String id, String title, Map<Code, Integer> counts) {}

  /**
   * Counts.
   *
   * @param all cases as a guardian opens them; those of other quarters are left out
   */
  public static QuarterlyReturn of(List<OpenCase> all, Quarter quarter, CodeLists lists) {
    List<OpenCase> ours =
        all.stream()
            .filter(each -> Quarter.of(each.day()).equals(quarter))
            .filter(each -> each.standing().map(standing -> !standing.notACase()).orElse(true))
            .toList();
    List<Code> kinds =
        List.of(
            new Code("open", "Open"),
            new Code("confidential", "Confidential"),
            new Code("anonymous", "Anonymous"));
    List<Code> yesOrNo = List.of(new Code("yes", "Yes"), new Code("no", "No"));
    Breakdown byKind = new Breakdown("kind", "How far the person is known", counts(kinds));
    Breakdown byElement = new Breakdown("element", "What it is about", counts(lists.elements()));
    Breakdown byGroup =
        new Breakdown("worker-group", "Who raised it", counts(lists.workerGroups()));
    Breakdown byDetriment =
        new Breakdown("detriment", "Disadvantage for having spoken up", counts(yesOrNo));
    Breakdown byFeedback =
        new Breakdown("feedback", "Would speak up again", counts(lists.feedback()));
    int unopened = 0;
    for (OpenCase each : ours) {
      Optional<CaseRecord> standing = each.standing();
      unopened += standing.isEmpty() ? 1 : 0;
      count(byKind, standing.map(CaseRecord::kind).map(CaseRecord.Kind::id).orElse(null));
      List<String> elements = standing.map(CaseRecord::elements).orElse(List.of());
      elements.forEach(element -> count(byElement, element));
      if (elements.isEmpty()) {
        count(byElement, null);
      }
      count(byGroup, standing.map(CaseRecord::workerGroup).orElse(null));
      count(
          byDetriment,
          standing
              .map(CaseRecord::detriment)
              .map(suffered -> suffered ? "yes" : "no")
              .orElse(null));
      count(byFeedback, feedback(each));
    }
    return new QuarterlyReturn(
        quarter,
        lists.version(),
        ours.size(),
        unopened,
        List.of(byKind, byElement, byGroup, byDetriment, byFeedback));
  }

  /** What the reporter said last, else what a guardian was told. */
  private static @Nullable String feedback(OpenCase open) {
    return open.shared().stream()
        .filter(OpenCase.Line::proven)
        .filter(line -> line.said() instanceof Said.Feedback)
        .map(line -> ((Said.Feedback) line.said()).answer())
        .reduce((earlier, later) -> later)
        .orElseGet(() -> open.standing().map(CaseRecord::feedback).orElse(null));
  }

  private static Map<Code, Integer> counts(List<Code> codes) {
    Map<Code, Integer> counts = new LinkedHashMap<>();
    codes.forEach(code -> counts.put(code, 0));
    counts.put(new Code(NOT_RECORDED, "Not recorded"), 0);
    return counts;
  }

  /** A code of an older list counts under its id, so that nothing drops out of the sum. */
  private static void count(Breakdown breakdown, @Nullable String id) {
    String wanted = id == null ? NOT_RECORDED : id;
    Code code =
        breakdown.counts().keySet().stream()
            .filter(each -> each.id().equals(wanted))
            .findFirst()
            .orElseGet(() -> new Code(wanted, wanted + " (of another list)"));
    breakdown.counts().merge(code, 1, Integer::sum);
  }

  /** How many cases there are. */
  public int cases() {
    return cases;
  }

  /** The figures as CSV (RFC 4180), whose cells no program takes for a formula. */
  public String csv() {
    StringBuilder csv = new StringBuilder("breakdown,code,label,count\r\n");
    row(csv, "quarter", quarter.id(), quarter.inWords(), "");
    row(csv, "lists", lists, "Version of the code lists", "");
    row(csv, "cases", "all", "All cases", String.valueOf(cases));
    row(csv, "cases", "unopened", "Not opened by a guardian yet", String.valueOf(unopened));
    for (Breakdown each : breakdowns) {
      each.counts()
          .forEach(
              (code, count) -> row(csv, each.id(), code.id(), code.label(), String.valueOf(count)));
    }
    return csv.toString();
  }

  private static void row(StringBuilder csv, String... cells) {
    List<String> written = new ArrayList<>();
    for (String cell : cells) {
      boolean formula = !cell.isEmpty() && "=+-@\t\r".indexOf(cell.charAt(0)) >= 0;
      written.add("\"" + (formula ? "'" : "") + cell.replace("\"", "\"\"") + "\"");
    }
    csv.append(String.join(",", written)).append("\r\n");
  }

  /** The figures as JSON. */
  public String json() {
    ObjectNode json =
        StrictJson.object()
            .put("v", 1)
            .put("type", "return")
            .put("quarter", quarter.id())
            .put("first", quarter.first().toString())
            .put("last", quarter.last().toString())
            .put("lists", lists)
            .put("cases", cases)
            .put("unopened", unopened);
    for (Breakdown each : breakdowns) {
      ObjectNode counts = json.putObject(each.id());
      each.counts().forEach((code, count) -> counts.put(code.id(), count));
    }
    return json.toPrettyString();
  }

  /**
   * A summary for people who may not learn small numbers. A breakdown is shown whole, or not at all
   * where one of its parts is small: parts beside a total give the missing ones away.
   */
  public String board() {
    StringBuilder text = new StringBuilder();
    text.append("Speaking up, ").append(quarter.inWords()).append("\n\n");
    Figure total = Figure.of(cases);
    text.append("Cases: ").append(total.text()).append('\n');
    for (Breakdown each : breakdowns) {
      text.append('\n').append(each.title()).append(":\n");
      Map<Code, Figure> figures = new LinkedHashMap<>();
      each.counts().forEach((code, count) -> figures.put(code, Figure.of(count)));
      boolean small = figures.values().stream().anyMatch(Figure.Small.class::isInstance);
      if (small || total instanceof Figure.Small) {
        text.append("  not shown, since some of the numbers are small\n");
      } else {
        figures.forEach(
            (code, figure) ->
                text.append("  ")
                    .append(code.label())
                    .append(": ")
                    .append(figure.text())
                    .append('\n'));
      }
    }
    text.append(
        "\nEverything from none to seven reads \"fewer than 8\", other counts are rounded to the"
            + " nearest five. What turned out not to be a case is left out. Codes: version ");
    return text.append(lists).append(".\n").toString();
  }

  @Override
  public String toString() {
    return "QuarterlyReturn[quarter=" + quarter.id() + "]";
  }
}
