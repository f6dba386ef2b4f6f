package org.inclusiondesk.calendar;

import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What the clock on the wall says where the desk's staff works. */
public final class London {
  /** The zone that every day and every hour of the desk is told in. */
  public static final ZoneId ZONE = ZoneId.of("Europe/London");

  private static final DateTimeFormatter IN_WORDS =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK);

  private London() {}

  /** The day it is, whatever zone the clock is set to. */
  public static LocalDate today(Clock clock) {
    return LocalDate.now(clock.withZone(ZONE));
  }

  /** Day and hour, whatever zone the clock is set to. */
  public static LocalDateTime now(Clock clock) {
    return LocalDateTime.now(clock.withZone(ZONE));
  }

  /** The day as people write it: {@code 20 November 2026}. */
  public static String inWords(LocalDate day) {
    return day.format(IN_WORDS);
  }
}
