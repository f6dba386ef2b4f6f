package org.inclusiondesk.sponsors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.outbox.Message;
import org.inclusiondesk.outbox.Sent;
import org.inclusiondesk.store.FieldCipher;
import org.inclusiondesk.testing.Crowd;
import org.inclusiondesk.testing.SettableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigestsTest {
  private final FieldCipher cipher = new FieldCipher(FieldCipher.newKeySet());
  private final SettableClock clock = new SettableClock("2026-11-20T09:00:00Z");
  @TempDir Path directory;

  @Test
  void putsBeforeTheSponsorWhatWaitsTheOldestFirst() {
    try (House house = house("desk.db")) {
      clock.set("2026-11-02T10:00:00Z");
      house.matters.raise(House.WOMEN, "k1", "The oldest.\r\n\r\nIts second paragraph.");
      clock.set("2026-11-15T23:00:00Z");
      house.matters.raise(House.WOMEN, "k2", "The newer one.");
      house.matters.raise(House.LGBT, "k3", "Of another network.");
      clock.set("2026-11-16T07:00:00Z");
      house.matters.raise(House.WOMEN, "k4", "Of the week that is not over.");

      Message digest = house.digests.compose(House.WOMEN, LocalDate.of(2026, 11, 20));
      String text = Block.plain(digest.body());
      assertThat(digest.to()).isEqualTo(House.ADA);
      assertThat(digest.effect()).isEqualTo("digest:women:2026-W46");
      assertThat(digest.subject())
          .isEqualTo("Inclusion Desk: weekly digest, 9 November 2026 to 15 November 2026");
      assertThat(text)
          .containsSubsequence(
              "Women's network",
              "Raised on: 2 November 2026",
              "Has waited: 14 working days",
              "The oldest.",
              "Its second paragraph.",
              "Raised on: 15 November 2026",
              "Has waited: 5 working days",
              "The newer one.")
          .doesNotContain("another network", "not over", "LGBT");
    }
  }

  @Test
  void sendsOneDigestOnRequestAndNoneOfAWeekThatIsNotOver() {
    try (House house = house("desk.db")) {
      assertThat(house.digests.send(House.WOMEN, LocalDate.of(2026, 11, 21))).isFalse();
      assertThat(house.digests.send(House.WOMEN, LocalDate.of(2026, 11, 27))).isFalse();
      assertThat(Sent.from(house.outbox)).isEmpty();

      assertThat(house.digests.send(House.WOMEN, LocalDate.of(2026, 11, 20))).isTrue();
      assertThat(house.digests.send(House.WOMEN, LocalDate.of(2026, 11, 16))).isTrue();
      assertThat(Sent.from(house.outbox))
          .extracting(Message::effect)
          .containsExactly("digest:women:2026-W46");
    }
  }

  @Test
  void namesNoNetworkInItsSubjectNorInItsFirst200Characters() {
    try (House house = house("desk.db")) {
      for (NetworkId network : List.of(House.WOMEN, House.LGBT)) {
        Message digest = house.digests.compose(network, LocalDate.of(2026, 11, 20));
        for (String text :
            List.of(digest.subject(), Block.plain(digest.body()).substring(0, 200))) {
          assertThat(text)
              .doesNotContainIgnoringCase("women")
              .doesNotContainIgnoringCase("lgbt")
              .doesNotContainIgnoringCase("concern");
        }
      }
    }
  }

  @Test
  void showsRequestsOfTheLastClosedQuarterOfThisNetworkAlone() {
    try (House house = house("desk.db")) {
      clock.set("2026-08-01T09:00:00Z");
      house.join(House.WOMEN, 9);
      house.join(House.LGBT, 3);
      clock.set("2026-10-05T09:00:00Z");
      house.join(House.WOMEN, 12);
      String women = text(house, House.WOMEN, "2026-11-20");
      assertThat(women)
          .contains("July to September 2026 (Q2)", "To join: about 10", "To leave: fewer than 8");
      assertThat(text(house, House.LGBT, "2026-11-20")).contains("To join: fewer than 8");
      assertThat(text(house, House.WOMEN, "2027-01-04"))
          .as("of a quarter that is not over yet")
          .contains("October to December 2026 (Q3)", "To join: not shown");
      clock.set("2027-01-04T09:00:00Z");
      assertThat(text(house, House.WOMEN, "2027-01-04")).contains("To join: about 10");
    }
  }

  /** Who collects every digest for two years learns nothing about anything below eight. */
  @Test
  void tellsNobodyOverTwoYearsWhichOfManySmallNumbersItWas() {
    List<String> none = twoYears("none.db", house -> {});
    List<String> some =
        twoYears(
            "some.db",
            house -> {
              int week = clock.instant().atZone(java.time.ZoneOffset.UTC).getDayOfYear() / 7;
              if (week % 13 == 3) {
                house.join(House.WOMEN, 2);
              }
              if (week % 13 == 8) {
                house.join(House.WOMEN, 1);
                house.join(House.LGBT, 1);
              }
            });
    assertThat(none).hasSize(2 * 105).isEqualTo(some);
  }

  @Test
  void changesAFigureOnceAQuarterAtMost() {
    List<String> digests =
        twoYears("many.db", house -> house.join(House.WOMEN, 1)).stream()
            .filter(text -> text.contains("Women's"))
            .map(text -> text.substring(text.indexOf("Requests passed on")))
            .toList();
    List<String> distinct = digests.stream().distinct().toList();
    assertThat(distinct).hasSize(9);
    List<String> runs = new ArrayList<>();
    for (String text : digests) {
      if (runs.isEmpty() || !runs.get(runs.size() - 1).equals(text)) {
        runs.add(text);
      }
    }
    assertThat(runs).isEqualTo(distinct);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-23T07:59:59Z, 0", // Monday, winter time
    "2026-11-23T08:00:00Z, 2",
    "2026-07-06T06:59:59Z, 0", // Monday, summer time
    "2026-07-06T07:00:00Z, 2",
    "2026-11-26T03:00:00Z, 2", // Thursday: the service was down
    "2026-11-29T23:59:59Z, 2", // Sunday
    "2026-11-30T00:00:00Z, 0" // the next Monday: that week's digests are not late but gone
  })
  void sendsFromMondayMorningOnAndAllWeek(String now, int count) {
    clock.set(now);
    try (House house = house("desk.db")) {
      assertThat(house.digests.sendDue()).isEqualTo(count);
      assertThat(Sent.from(house.outbox)).hasSize(count);
    }
  }

  @Test
  void sendsOnceAWeekWhateverTheRestartsAndHoweverManyProcesses() throws Exception {
    clock.set("2026-11-23T08:00:00Z");
    try (House one = house("desk.db");
        House other = house("desk.db")) {
      Crowd.of(20, i -> (i % 2 == 0 ? one : other).digests.sendDue());
      assertThat(Sent.from(one.outbox))
          .extracting(Message::effect)
          .containsExactlyInAnyOrder("digest:women:2026-W47", "digest:lgbt:2026-W47");
    }
    clock.set("2026-11-25T08:00:00Z");
    try (House restarted = house("desk.db")) {
      assertThat(restarted.digests.sendDue()).isZero();
      clock.set("2026-11-30T08:00:00Z");
      assertThat(restarted.digests.sendDue()).isEqualTo(2);
      assertThat(Sent.from(restarted.outbox))
          .extracting(Message::effect)
          .containsExactlyInAnyOrder("digest:women:2026-W48", "digest:lgbt:2026-W48");
    }
  }

  @Test
  void storesAllDigestsOfAWeekOrTriesAgain() {
    clock.set("2026-11-23T08:00:00Z");
    try (House house = house("desk.db")) {
      house.database.change(
          handle ->
              handle.execute(
                  "CREATE TRIGGER fault BEFORE INSERT ON outbox WHEN NEW.effect LIKE '%:lgbt:%'"
                      + " BEGIN SELECT RAISE(ABORT, 'disk on fire'); END"));
      assertThatThrownBy(house.digests::sendDue).hasStackTraceContaining("disk on fire");
      assertThat(Sent.from(house.outbox)).isEmpty();
      house.database.change(handle -> handle.execute("DROP TRIGGER fault"));
      assertThat(house.digests.sendDue()).isEqualTo(2);
    }
  }

  @Test
  void composesTheSameDigestAgainAndSendsNothingByThat() {
    try (House house = house("desk.db")) {
      house.matters.raise(House.WOMEN, "k1", "A matter.");
      assertThat(house.digests.compose(House.WOMEN, LocalDate.of(2026, 11, 27)))
          .isEqualTo(house.digests.compose(House.WOMEN, LocalDate.of(2026, 11, 27)));
      assertThat(Sent.from(house.outbox)).isEmpty();
      assertThatThrownBy(
              () -> house.digests.compose(new NetworkId("chess"), LocalDate.of(2026, 11, 27)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private List<String> twoYears(String file, Consumer<House> everyWeek) {
    clock.set("2026-04-06T08:00:00Z");
    List<String> all = new ArrayList<>();
    try (House house = house(file)) {
      for (int week = 0; week < 105; week++) {
        for (NetworkId network : List.of(House.WOMEN, House.LGBT)) {
          all.add(text(house, network, clock.instant().toString().substring(0, 10)));
        }
        everyWeek.accept(house);
        clock.advance(java.time.Duration.ofDays(7));
      }
    }
    return all;
  }

  private static String text(House house, NetworkId network, String asOf) {
    return Block.plain(house.digests.compose(network, LocalDate.parse(asOf)).body());
  }

  private House house(String file) {
    return new House(directory.resolve(file), cipher, clock);
  }
}
