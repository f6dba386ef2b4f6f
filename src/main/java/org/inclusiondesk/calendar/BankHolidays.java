package org.inclusiondesk.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.temporal.TemporalAdjusters;
import java.util.Collection;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * The bank holidays of England and Wales, by rule (Banking and Financial Dealings Act 1971,
 * Schedule 1, and the yearly proclamations for New Year's Day and early May). A day that falls on a
 * weekend is taken on the next free weekday. What is proclaimed once, such as a coronation, is
 * given as an extra day.
 */
public final class BankHolidays {
  private final Set<LocalDate> extra;

  /**
   * @param extra days off that no rule yields; perhaps none
   */
  public BankHolidays(Collection<LocalDate> extra) {
    this.extra = Set.copyOf(extra);
  }

  /** Whether nobody is expected to work for being a bank holiday; weekends are not asked. */
  public boolean include(LocalDate day) {
    return extra.contains(day) || byRule(day.getYear()).contains(day);
  }

  /** The bank holidays of a year, substitutes in the place of those on a weekend, in order. */
  public NavigableSet<LocalDate> of(int year) {
    NavigableSet<LocalDate> days = byRule(year);
    extra.stream().filter(day -> day.getYear() == year).forEach(days::add);
    return days;
  }

  private static NavigableSet<LocalDate> byRule(int year) {
    NavigableSet<LocalDate> days = new TreeSet<>();
    addOnWeekday(days, LocalDate.of(year, Month.JANUARY, 1));
    LocalDate easter = easterSunday(year);
    days.add(easter.minusDays(2));
    days.add(easter.plusDays(1));
    days.add(
        LocalDate.of(year, Month.MAY, 1).with(TemporalAdjusters.firstInMonth(DayOfWeek.MONDAY)));
    days.add(
        LocalDate.of(year, Month.MAY, 1).with(TemporalAdjusters.lastInMonth(DayOfWeek.MONDAY)));
    days.add(
        LocalDate.of(year, Month.AUGUST, 1).with(TemporalAdjusters.lastInMonth(DayOfWeek.MONDAY)));
    // Boxing Day first: where Christmas Day is a Sunday, the Monday is already taken by it.
    LocalDate boxingDay = LocalDate.of(year, Month.DECEMBER, 26);
    if (boxingDay.getDayOfWeek() == DayOfWeek.SUNDAY) {
      days.add(boxingDay.plusDays(1));
      days.add(boxingDay.plusDays(2));
    } else {
      addOnWeekday(days, boxingDay);
      addOnWeekday(days, LocalDate.of(year, Month.DECEMBER, 25));
    }
    return days;
  }

  /** Adds the day, or the next weekday that is still free. */
  private static void addOnWeekday(NavigableSet<LocalDate> days, LocalDate day) {
    LocalDate taken = day;
    while (isWeekend(taken) || days.contains(taken)) {
      taken = taken.plusDays(1);
    }
    days.add(taken);
  }

  static boolean isWeekend(LocalDate day) {
    return day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0;
  }

  /** Easter Sunday of the Gregorian calendar (the anonymous computus of Nature, 20 April 1876). */
  static LocalDate easterSunday(int year) {
    int golden = year % 19;
    int century = year / 100;
    int inCentury = year % 100;
    int correction = (century - (century + 8) / 25 + 1) / 3;
    int epact = (19 * golden + century - century / 4 - correction + 15) % 30;
    int toSunday = (32 + 2 * (century % 4) + 2 * (inCentury / 4) - epact - inCentury % 4) % 7;
    int late = (golden + 11 * epact + 22 * toSunday) / 451;
    int days = epact + toSunday - 7 * late + 114;
    return LocalDate.of(year, days / 31, days % 31 + 1);
  }
}
