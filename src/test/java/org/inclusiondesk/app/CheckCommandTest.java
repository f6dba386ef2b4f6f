package org.inclusiondesk.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.inclusiondesk.speakup.Circle;
import org.inclusiondesk.speakup.KeySet;
import org.junit.jupiter.api.Test;

class CheckCommandTest {
  @Test
  void remindsOfKeysThatAreOlderThanAYear() {
    KeySet keys = Circle.of("ada", "bob").set();
    LocalDate lastDay = keys.since().plusYears(1);

    assertThat(CheckCommand.ofGuardians(keys, lastDay))
        .singleElement()
        .asString()
        .contains("version 1: ada, bob", keys.fingerprint());
    assertThat(CheckCommand.ofGuardians(keys, lastDay.plusDays(1)))
        .hasSize(2)
        .last()
        .asString()
        .contains("of 2026-01-01", "renewed once a year", "destroyed");
  }
}
