package org.inclusiondesk.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkingDaysTest {
  private final WorkingDays workingDays =
      new WorkingDays(new BankHolidays(List.of(LocalDate.of(2026, 11, 19))));

  @ParameterizedTest
  @CsvSource({
    "2026-11-20, 0, 2026-11-20",
    "2026-11-21, 0, 2026-11-21", // a Saturday stays one
    "2026-11-20, 1, 2026-11-23", // over a weekend
    "2026-12-24, 1, 2026-12-29", // over Christmas and its substitute
    "2026-04-02, 2, 2026-04-08", // over Easter
    "2026-11-18, 1, 2026-11-20" // over an extra day
  })
  void addsWorkingDays(LocalDate day, int days, LocalDate reached) {
    assertThat(workingDays.after(day, days)).isEqualTo(reached);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-20, 2026-11-20, 0",
    "2026-11-20, 2026-11-22, 0",
    "2026-11-20, 2026-11-23, 1",
    "2026-11-23, 2026-11-20, 0",
    "2026-12-24, 2027-01-04, 4"
  })
  void countsWorkingDaysThatPassed(LocalDate since, LocalDate until, int passed) {
    assertThat(workingDays.between(since, until)).isEqualTo(passed);
  }

  @Test
  void agreesWithItselfInBothDirections() {
    LocalDate start = LocalDate.of(2026, 1, 1);
    for (int days = 1; days < 300; days++) {
      assertThat(workingDays.between(start, workingDays.after(start, days))).isEqualTo(days);
    }
  }

  @Test
  void doesNotCountBackwards() {
    LocalDate day = LocalDate.of(2026, 1, 1);
    assertThatThrownBy(() -> workingDays.after(day, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
