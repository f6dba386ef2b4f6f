package org.inclusiondesk.answers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.inclusiondesk.calendar.Quarter;
import org.inclusiondesk.calendar.Week;
import org.inclusiondesk.figures.Figure;

/**
 * What editors may see of the feedback: figures of closed periods that do not overlap, small counts
 * merged. Of one measure there is one period, because two would give each other's small counts away
 * by their difference: unanswered questions by week, votes by quarter, since hardly any answer gets
 * eight votes in a week. A week belongs to the quarter in which it begins.
 *
 * @param unanswered the newest week first; in each, themes by name, those merged last
 * @param ratings the newest quarter first; in each, articles by name, those merged last
 */
public record FeedbackReport(List<Theme> unanswered, List<Rating> ratings) {
  /** Stands for all themes with small counts. */
  public static final String OTHER_THEMES = "other themes";

  /** Stands for all articles with small counts. */
  public static final String OTHER_ANSWERS = "other answers";

  public FeedbackReport {
    unanswered = List.copyOf(unanswered);
    ratings = List.copyOf(ratings);
  }

  /** How many questions on a theme had no answer in a week. */
  public record Theme(Week week, String theme, Figure questions) {}

  /** How an answer was found in a quarter. */
  public record Rating(Quarter quarter, String article, Figure helped, Figure helpedNot) {}

  /** A count as it is stored. */
  record Unanswered(Week week, String theme, int count) {}

  /** A count as it is stored. */
  record Rated(Week week, String article, boolean helped, int count) {}

  private record Votes(int yes, int no) {
    static final Votes NONE = new Votes(0, 0);

    Votes plus(Votes other) {
      return new Votes(yes + other.yes, no + other.no);
    }

    boolean small() {
      return Figure.of(yes) instanceof Figure.Small && Figure.of(no) instanceof Figure.Small;
    }
  }

  /**
   * The report.
   *
   * @param oldest the oldest week whose counts are still whole
   * @param present the week that is not over
   */
  static FeedbackReport of(
      List<Unanswered> unanswered, List<Rated> rated, Week oldest, Week present) {
    return new FeedbackReport(themes(unanswered, present), ratings(rated, oldest, present));
  }

  private static List<Theme> themes(List<Unanswered> counts, Week present) {
    TreeMap<Week, Map<String, Integer>> weeks =
        new TreeMap<>(Comparator.comparing(Week::first).reversed());
    counts.stream()
        .map(Unanswered::week)
        .min(Comparator.comparing(Week::first))
        .ifPresent(
            first -> {
              // A week without a question reads like one with few.
              for (Week week = first; week.first().isBefore(present.first()); week = week.next()) {
                weeks.put(week, new TreeMap<>());
              }
            });
    for (Unanswered count : counts) {
      if (weeks.containsKey(count.week())) {
        weeks.get(count.week()).merge(count.theme(), count.count(), Integer::sum);
      }
    }
    List<Theme> themes = new ArrayList<>();
    weeks.forEach(
        (week, ofWeek) -> {
          int merged = 0;
          for (Map.Entry<String, Integer> theme : ofWeek.entrySet()) {
            Figure figure = Figure.of(theme.getValue());
            if (figure instanceof Figure.Small || theme.getKey().equals(Outcome.OTHER)) {
              merged += theme.getValue();
            } else {
              themes.add(new Theme(week, theme.getKey(), figure));
            }
          }
          themes.add(new Theme(week, OTHER_THEMES, Figure.of(merged)));
        });
    return themes;
  }

  private static List<Rating> ratings(List<Rated> counts, Week oldest, Week present) {
    TreeMap<Quarter, Map<String, Votes>> quarters =
        new TreeMap<>(Comparator.comparing(Quarter::first).reversed());
    for (Rated count : counts) {
      Quarter quarter = Quarter.of(count.week().first());
      if (quarter.isClosedOn(present.first()) && !quarter.first().isBefore(oldest.first())) {
        quarters
            .computeIfAbsent(quarter, unseen -> new TreeMap<>())
            .merge(
                count.article(),
                count.helped() ? new Votes(count.count(), 0) : new Votes(0, count.count()),
                Votes::plus);
      }
    }
    List<Rating> ratings = new ArrayList<>();
    quarters.forEach(
        (quarter, articles) -> {
          Votes merged = Votes.NONE;
          for (Map.Entry<String, Votes> article : articles.entrySet()) {
            if (article.getValue().small()) {
              merged = merged.plus(article.getValue());
            } else {
              ratings.add(rating(quarter, article.getKey(), article.getValue()));
            }
          }
          ratings.add(rating(quarter, OTHER_ANSWERS, merged));
        });
    return ratings;
  }

  private static Rating rating(Quarter quarter, String article, Votes votes) {
    return new Rating(quarter, article, Figure.of(votes.yes()), Figure.of(votes.no()));
  }

  /** The report as people read it, in lines of plain text. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append("Questions without an answer, by week and theme\n\n");
    if (unanswered.isEmpty()) {
      text.append("None was counted in a week that is over.\n");
    } else {
      line(text, "week", "theme", "questions");
      unanswered.forEach(row -> line(text, row.week().iso(), row.theme(), row.questions().text()));
    }
    text.append("\nWhether answers helped, by quarter and answer\n\n");
    if (ratings.isEmpty()) {
      text.append("Nobody has said so in a quarter that is over.\n");
    } else {
      line(text, "quarter", "answer", "yes", "no");
      ratings.forEach(
          row ->
              line(
                  text,
                  row.quarter().id(),
                  row.article(),
                  row.helped().text(),
                  row.helpedNot().text()));
    }
    text.append("\nCounts of none to seven read \"fewer than ")
        .append(Figure.THRESHOLD)
        .append("\", the others are rounded to ")
        .append(Figure.STEP)
        .append(". A period is shown once it is over.\n");
    return text.toString();
  }

  private static void line(StringBuilder text, String period, String what, String... figures) {
    StringBuilder line = new StringBuilder("%-10s  %-32s".formatted(period, what));
    for (String figure : figures) {
      line.append("  %-12s".formatted(figure));
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }
}
