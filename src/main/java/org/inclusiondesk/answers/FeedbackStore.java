package org.inclusiondesk.answers;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.inclusiondesk.calendar.London;
import org.inclusiondesk.calendar.Week;
import org.inclusiondesk.store.Database;

/** Feedback in the database: counts by week, without a trace of who gave it or when. */
public final class FeedbackStore implements Feedback {
  private final Database database;
  private final int keepWeeks;
  private final Clock clock;

  /**
   * @param keepWeeks how long counts are kept, in whole weeks before the present one
   * @param clock tells the week that is counted in
   */
  public FeedbackStore(Database database, int keepWeeks, Clock clock) {
    this.database = database;
    this.keepWeeks = keepWeeks;
    this.clock = clock;
  }

  @Override
  public void rated(String article, boolean helped) {
    database.change(
        handle ->
            handle
                .createUpdate(
                    """
                    INSERT INTO answer_rating (week, article, vote, count)
                    VALUES (:week, :article, :vote, 1)
                    ON CONFLICT (week, article, vote) DO UPDATE SET count = count + 1
                    """)
                .bind("week", thisWeek().first().toString())
                .bind("article", article)
                .bind("vote", helped ? "yes" : "no")
                .execute());
  }

  @Override
  public void unanswered(String theme) {
    database.change(
        handle ->
            handle
                .createUpdate(
                    """
                    INSERT INTO unanswered (week, theme, count) VALUES (:week, :theme, 1)
                    ON CONFLICT (week, theme) DO UPDATE SET count = count + 1
                    """)
                .bind("week", thisWeek().first().toString())
                .bind("theme", theme)
                .execute());
  }

  /** What editors may see of it today. */
  public FeedbackReport report() {
    Week present = thisWeek();
    Week oldest = oldest();
    return database.read(
        handle ->
            FeedbackReport.of(
                handle
                    .createQuery("SELECT week, theme, count FROM unanswered WHERE week >= ?")
                    .bind(0, oldest.first().toString())
                    .map(
                        (row, context) ->
                            new FeedbackReport.Unanswered(
                                week(row.getString("week")),
                                row.getString("theme"),
                                row.getInt("count")))
                    .list(),
                handle
                    .createQuery(
                        "SELECT week, article, vote, count FROM answer_rating WHERE week >= ?")
                    .bind(0, oldest.first().toString())
                    .map(
                        (row, context) ->
                            new FeedbackReport.Rated(
                                week(row.getString("week")),
                                row.getString("article"),
                                "yes".equals(row.getString("vote")),
                                row.getInt("count")))
                    .list(),
                oldest,
                present));
  }

  /** Erases what was kept long enough; returns how many counts there were. */
  public int eraseOld() {
    String oldest = oldest().first().toString();
    return database.write(
        handle -> {
          int erased = 0;
          for (String table : List.of("answer_rating", "unanswered")) {
            erased += handle.execute("DELETE FROM " + table + " WHERE week < ?", oldest);
          }
          return erased;
        });
  }

  private Week thisWeek() {
    return Week.of(London.today(clock));
  }

  private Week oldest() {
    return new Week(thisWeek().first().minusWeeks(keepWeeks));
  }

  private static Week week(String monday) {
    return new Week(LocalDate.parse(monday));
  }
}
