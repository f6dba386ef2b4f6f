package org.inclusiondesk.calendar;

import java.time.LocalDate;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.Locale;

/**
 * A quarter of a financial year of the NHS, which begins on 1 April: Q1 is April to June.
 *
 * @param year the calendar year in which the financial year begins
 * @param number 1 to 4
 */
public record Quarter(int year, int number) {
  /**
   * @throws IllegalArgumentException if there is no such quarter
   */
  public Quarter {
    if (number < 1 || number > 4) {
      throw new IllegalArgumentException("a year has quarters 1 to 4");
    }
  }

  /** The quarter that a day lies in. */
  public static Quarter of(LocalDate day) {
    LocalDate shifted = day.minusMonths(3);
    return new Quarter(shifted.getYear(), (shifted.getMonthValue() - 1) / 3 + 1);
  }

  /** The last quarter that was over when the day began. */
  public static Quarter closedBefore(LocalDate day) {
    return of(of(day).first().minusDays(1));
  }

  /** Its first day. */
  public LocalDate first() {
    return LocalDate.of(year, Month.APRIL, 1).plusMonths(3L * (number - 1));
  }

  /** Its last day. */
  public LocalDate last() {
    return first().plusMonths(3).minusDays(1);
  }

  /** Whether it was over when the day began. */
  public boolean isClosedOn(LocalDate day) {
    return last().isBefore(day);
  }

  /** Its name for records: {@code 2026-27-Q1}. */
  public String id() {
    return String.format(Locale.ROOT, "%d-%02d-Q%d", year, (year + 1) % 100, number);
  }

  /** As people say it: {@code April to June 2026 (Q1)}. */
  public String inWords() {
    return "%s to %s %d (Q%d)".formatted(name(first()), name(last()), last().getYear(), number);
  }

  private static String name(LocalDate day) {
    return day.getMonth().getDisplayName(TextStyle.FULL, Locale.UK);
  }
}
