package org.inclusiondesk.calendar;

import java.time.LocalDate;

/** Counts the days on which people work: Monday to Friday, bank holidays apart. */
public final class WorkingDays {
  private final BankHolidays holidays;

  public WorkingDays(BankHolidays holidays) {
    this.holidays = holidays;
  }

  /** Whether people work on this day. */
  public boolean include(LocalDate day) {
    return !BankHolidays.isWeekend(day) && !holidays.include(day);
  }

  /**
   * The working day so many working days after a day; the day itself does not count.
   *
   * @param days none gives the day itself, working day or not
   * @throws IllegalArgumentException if negative
   */
  public LocalDate after(LocalDate day, int days) {
    if (days < 0) {
      throw new IllegalArgumentException("working days are counted forwards");
    }
    LocalDate reached = day;
    for (int left = days; left > 0; ) {
      reached = reached.plusDays(1);
      if (include(reached)) {
        left--;
      }
    }
    return reached;
  }

  /**
   * How many working days have passed since a day: that day does not count, the other one does.
   *
   * @return none where {@code until} is not after {@code since}
   */
  public int between(LocalDate since, LocalDate until) {
    if (!until.isAfter(since)) {
      return 0;
    }
    return (int) since.plusDays(1).datesUntil(until.plusDays(1)).filter(this::include).count();
  }
}
