package org.inclusiondesk.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodsTest {
  @ParameterizedTest
  @CsvSource({
    "2026-11-20, 2026-11-09, 2026-11-15, 2026-W46",
    "2026-11-22, 2026-11-09, 2026-11-15, 2026-W46", // Sunday: its week is not over
    "2026-11-23, 2026-11-16, 2026-11-22, 2026-W47",
    "2027-01-05, 2026-12-28, 2027-01-03, 2026-W53",
    "2025-01-06, 2024-12-30, 2025-01-05, 2025-W01"
  })
  void closesAWeekWithItsSunday(LocalDate day, LocalDate first, LocalDate last, String iso) {
    Week week = Week.closedBefore(day);
    assertThat(week.first()).isEqualTo(first);
    assertThat(week.last()).isEqualTo(last);
    assertThat(week.iso()).isEqualTo(iso);
    assertThat(week.next().first()).isEqualTo(last.plusDays(1));
  }

  @Test
  void beginsAWeekOnAMonday() {
    assertThatThrownBy(() -> new Week(LocalDate.of(2026, 11, 20)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-04-01, 2026, 1, 2026-27-Q1, April to June 2026 (Q1)",
    "2026-06-30, 2026, 1, 2026-27-Q1, April to June 2026 (Q1)",
    "2026-07-31, 2026, 2, 2026-27-Q2, July to September 2026 (Q2)",
    "2026-12-31, 2026, 3, 2026-27-Q3, October to December 2026 (Q3)",
    "2027-01-01, 2026, 4, 2026-27-Q4, January to March 2027 (Q4)",
    "2027-03-31, 2026, 4, 2026-27-Q4, January to March 2027 (Q4)",
    "2099-05-31, 2099, 1, 2099-00-Q1, April to June 2099 (Q1)"
  })
  void countsQuartersFromApril(LocalDate day, int year, int number, String id, String words) {
    Quarter quarter = Quarter.of(day);
    assertThat(quarter).isEqualTo(new Quarter(year, number));
    assertThat(quarter.id()).isEqualTo(id);
    assertThat(quarter.inWords()).isEqualTo(words);
    assertThat(day).isBetween(quarter.first(), quarter.last());
  }

  @Test
  void closesAQuarterWithItsLastDay() {
    Quarter first = new Quarter(2026, 1);
    assertThat(Quarter.closedBefore(LocalDate.of(2026, 6, 30))).isEqualTo(new Quarter(2025, 4));
    assertThat(Quarter.closedBefore(LocalDate.of(2026, 7, 1))).isEqualTo(first);
    assertThat(first.isClosedOn(LocalDate.of(2026, 6, 30))).isFalse();
    assertThat(first.isClosedOn(LocalDate.of(2026, 7, 1))).isTrue();
    assertThatThrownBy(() -> new Quarter(2026, 5)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tellsTheDayOfLondonWhateverTheZoneOfTheClock() {
    Clock summerEvening = Clock.fixed(Instant.parse("2026-06-30T23:30:00Z"), ZoneOffset.UTC);
    assertThat(London.today(summerEvening)).isEqualTo("2026-07-01");
    assertThat(London.now(summerEvening).getHour()).isZero();
    assertThat(London.inWords(LocalDate.of(2026, 11, 2))).isEqualTo("2 November 2026");
  }
}
