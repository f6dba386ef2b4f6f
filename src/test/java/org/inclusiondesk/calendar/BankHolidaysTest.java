package org.inclusiondesk.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BankHolidaysTest {
  private final BankHolidays holidays = new BankHolidays(List.of());

  @Test
  void listsTheEightDaysOfAYearInWhichNoneFallsOnAWeekend() {
    assertThat(holidays.of(2024))
        .containsExactly(
            LocalDate.of(2024, 1, 1),
            LocalDate.of(2024, 3, 29),
            LocalDate.of(2024, 4, 1),
            LocalDate.of(2024, 5, 6),
            LocalDate.of(2024, 5, 27),
            LocalDate.of(2024, 8, 26),
            LocalDate.of(2024, 12, 25),
            LocalDate.of(2024, 12, 26));
  }

  @ParameterizedTest
  @CsvSource({
    "2020, 2020-12-25, 2020-12-28", // Boxing Day on a Saturday
    "2021, 2021-12-27, 2021-12-28", // both on the weekend
    "2022, 2022-12-26, 2022-12-27", // Christmas Day on a Sunday
    "2026, 2026-12-25, 2026-12-28",
    "2027, 2027-12-27, 2027-12-28",
    "2033, 2033-12-26, 2033-12-27"
  })
  void takesChristmasAndBoxingDayOnTheNextFreeWeekdays(
      int year, LocalDate first, LocalDate second) {
    assertThat(holidays.of(year).tailSet(LocalDate.of(year, 12, 1))).containsExactly(first, second);
  }

  @ParameterizedTest
  @CsvSource({"2022, 2022-01-03", "2023, 2023-01-02", "2028, 2028-01-03", "2025, 2025-01-01"})
  void takesNewYearsDayOnTheNextWeekday(int year, LocalDate taken) {
    assertThat(holidays.of(year).first()).isEqualTo(taken);
  }

  @ParameterizedTest
  @CsvSource({
    "1961, 1961-04-02",
    "2000, 2000-04-23",
    "2008, 2008-03-23",
    "2011, 2011-04-24",
    "2024, 2024-03-31",
    "2026, 2026-04-05",
    "2027, 2027-03-28",
    "2038, 2038-04-25",
    "2049, 2049-04-18"
  })
  void knowsEaster(int year, LocalDate sunday) {
    assertThat(BankHolidays.easterSunday(year)).isEqualTo(sunday);
  }

  @Test
  void givesEightWeekdaysInEveryYear() {
    IntStream.rangeClosed(1980, 2150)
        .forEach(
            year ->
                assertThat(holidays.of(year))
                    .as("year %s", year)
                    .hasSize(8)
                    .noneMatch(BankHolidays::isWeekend)
                    .anyMatch(day -> day.getDayOfWeek() == DayOfWeek.FRIDAY));
  }

  @Test
  void takesWhatIsProclaimedOnce() {
    BankHolidays withCoronation = new BankHolidays(List.of(LocalDate.of(2023, 5, 8)));
    assertThat(withCoronation.include(LocalDate.of(2023, 5, 8))).isTrue();
    assertThat(withCoronation.of(2023)).hasSize(9);
    assertThat(withCoronation.of(2024)).hasSize(8);
    assertThat(Stream.of(2023, 2024).map(holidays::of)).allMatch(days -> days.size() == 8);
  }
}
