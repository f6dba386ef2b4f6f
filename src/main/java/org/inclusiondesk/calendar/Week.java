package org.inclusiondesk.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;

/**
 * A week from Monday to Sunday (ISO 8601).
 *
 * @param first its Monday
 */
public record Week(LocalDate first) {
  /**
   * @throws IllegalArgumentException if it does not begin on a Monday
   */
  public Week {
    if (first.getDayOfWeek() != DayOfWeek.MONDAY) {
      throw new IllegalArgumentException("a week begins on a Monday");
    }
  }

  /** The week that a day lies in. */
  public static Week of(LocalDate day) {
    return new Week(day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
  }

  /** The last week that was over when the day began. */
  public static Week closedBefore(LocalDate day) {
    return new Week(of(day).first.minusWeeks(1));
  }

  /** Its Sunday. */
  public LocalDate last() {
    return first.plusDays(6);
  }

  /** The week after it. */
  public Week next() {
    return new Week(first.plusWeeks(1));
  }

  /** The week as ISO 8601 names it: {@code 2026-W47}. */
  public String iso() {
    return first.format(DateTimeFormatter.ISO_WEEK_DATE).substring(0, "2026-W47".length());
  }
}
