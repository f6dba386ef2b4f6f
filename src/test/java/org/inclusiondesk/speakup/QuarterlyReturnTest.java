package org.inclusiondesk.speakup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.inclusiondesk.calendar.London;
import org.inclusiondesk.calendar.Quarter;
import org.inclusiondesk.speakup.CaseRecord.Did;
import org.inclusiondesk.speakup.CaseRecord.Kind;
import org.inclusiondesk.speakup.Intake.Outcome.Accepted;
import org.inclusiondesk.speakup.ReporterDesk.Deed;
import org.inclusiondesk.speakup.ReporterDesk.Done;
import org.inclusiondesk.speakup.SpeakUpSettings.Code;
import org.inclusiondesk.speakup.SpeakUpSettings.CodeLists;
import org.inclusiondesk.speakup.SpeakUpSettings.Retention;
import org.inclusiondesk.testing.SettableClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuarterlyReturnTest {
  private static final Quarter Q3 = new Quarter(2026, 3);
  private static final CodeLists LISTS =
      new CodeLists(
          "2026-7",
          List.of(new Code("safety", "=Safety, \"first\""), new Code("bullying", "Bullying")),
          List.of(new Code("nurses", "Nurses"), new Code("other", "Other")),
          List.of(new Code("yes", "Yes"), new Code("no", "No")));

  @TempDir Path directory;

  private final SettableClock clock = new SettableClock("2026-10-01T10:00:00Z");
  private final Circle circle = Circle.of("ada", "bob");
  private ConcernStore store;

  @BeforeEach
  void start() {
    store = new ConcernStore(directory.resolve("concerns.db"));
    store.prepare();
  }

  @Test
  void countsTheCasesOfTheQuarterAndNothingElse() throws Exception {
    clock.set("2026-09-30T10:00:00Z");
    raise(Set.of());
    clock.set("2026-09-30T23:30:00Z"); // Half past midnight in London.
    String first = raise(Set.of());
    record(Kind.ANONYMOUS, List.of("safety", "bullying"), "nurses", true);
    clock.set("2026-12-31T10:00:00Z");
    raise(Set.of());
    record(Kind.OPEN, List.of("safety"), "other", false);
    raise(Set.of());
    KeyFileTest.done(work().notACase(fresh(), ""));
    raise(Set.of());
    raise(Set.of("ada"));
    clock.set("2027-01-01T10:00:00Z");
    raise(Set.of());
    ReporterDesk reporter =
        new ReporterDesk(store, circle.set(), LISTS.feedback(), clock, new SecureRandom());
    assertThat(reporter.actWithReceipt(first, new Deed.Answer("no"))).isEqualTo(Done.STORED);
    assertThat(reporter.actWithReceipt(first, new Deed.Answer("yes"))).isEqualTo(Done.STORED);

    QuarterlyReturn counted = QuarterlyReturn.of(work().all(), Q3, LISTS);

    assertThat(counted.cases()).isEqualTo(3);
    JsonNode json = new ObjectMapper().readTree(counted.json());
    assertThat(json.path("quarter").asText()).isEqualTo("2026-27-Q3");
    assertThat(json.path("lists").asText()).isEqualTo("2026-7");
    assertThat(json.path("unopened").asInt()).isEqualTo(1);
    assertThat(json.path("kind").toString())
        .isEqualTo("{\"open\":1,\"confidential\":0,\"anonymous\":1,\"not-recorded\":1}");
    assertThat(json.path("element").toString())
        .isEqualTo("{\"safety\":2,\"bullying\":1,\"not-recorded\":1}");
    assertThat(json.path("worker-group").toString())
        .isEqualTo("{\"nurses\":1,\"other\":1,\"not-recorded\":1}");
    assertThat(json.path("detriment").toString())
        .isEqualTo("{\"yes\":1,\"no\":1,\"not-recorded\":1}");
    assertThat(json.path("feedback").toString())
        .isEqualTo("{\"yes\":1,\"no\":0,\"not-recorded\":2}");
    assertThat(counted.csv().lines())
        .contains(
            "\"cases\",\"all\",\"All cases\",\"3\"",
            "\"element\",\"safety\",\"'=Safety, \"\"first\"\"\",\"2\"");
  }

  @Test
  void showsABoardNoSmallNumberNorWhatGivesOneAway() {
    List<OpenCase> few = cases(7, 0, 0);
    assertThat(QuarterlyReturn.of(few, Q3, LISTS).board())
        .contains("Cases: fewer than 8")
        .doesNotContain(": about");
    assertThat(QuarterlyReturn.of(List.of(), Q3, LISTS).board())
        .isEqualTo(QuarterlyReturn.of(few, Q3, LISTS).board());

    // Eleven of twelve are nurses: showing that beside the total would tell of the twelfth.
    String some = QuarterlyReturn.of(cases(11, 1, 0), Q3, LISTS).board();
    assertThat(some)
        .contains("Cases: about 10")
        .doesNotContain("Nurses", "Other", "fewer than 8\n");
    assertThat(some.split("not shown", -1)).hasSize(6);
  }

  @Test
  void showsABreakdownOnlyWhereEveryPartIsLarge() {
    assertThat(QuarterlyReturn.of(cases(8, 9, 13), Q3, LISTS).board())
        .contains(
            "Cases: about 30", "Nurses: about 10", "Other: about 10", "Not recorded: about 15")
        .doesNotContain("Anonymous");
    assertThat(QuarterlyReturn.of(cases(8, 9, 7), Q3, LISTS).board()).doesNotContain("Nurses");
  }

  private List<OpenCase> cases(int nurses, int others, int unrecorded) {
    List<OpenCase> all = new ArrayList<>();
    for (int i = 0; i < nurses + others + unrecorded; i++) {
      SealedCase sealed =
          Reporting.report(
              Receipt.of(WordList.load().words().subList(0, 7)),
              "text",
              List.of(),
              circle.set(),
              Q3.first(),
              new SecureRandom());
      Casework ada =
          new Casework(circle.keysOf("ada"), List.of(), circle.set(), "1", 24, Q3.first());
      OpenCase open = ada.open(sealed);
      CaseRecord recorded =
          new CaseRecord(
              Did.CLASSIFIED,
              State.OPEN,
              false,
              Kind.ANONYMOUS,
              List.of("safety"),
              i < nurses ? "nurses" : i < nurses + others ? "other" : null,
              false,
              "",
              "yes",
              "",
              "1");
      try {
        Change change = Change.parse(Signed.parse(ada.recorded(open, recorded)).payload());
        all.add(ada.open(change.applyTo(sealed)));
      } catch (ParseException fault) {
        throw new AssertionError(fault);
      }
    }
    return all;
  }

  private String raise(Set<String> leftOut) {
    SealedIntake intake = new SealedIntake(store, circle.set(), clock, new SecureRandom());
    return String.join(
        " ", ((Accepted) intake.accept(intake.nonce(), "text", leftOut)).receiptWords());
  }

  private void record(Kind kind, List<String> elements, String group, boolean detriment) {
    KeyFileTest.done(
        work()
            .record(
                fresh(),
                new CaseRecord(
                    Did.CLASSIFIED,
                    State.OPEN,
                    false,
                    kind,
                    elements,
                    group,
                    detriment,
                    "",
                    null,
                    "",
                    LISTS.version())));
  }

  /** The case that came last: the only unopened one of its day. */
  private OpenCase fresh() {
    return work().all().stream()
        .filter(each -> each.isWaiting() && each.day().equals(London.today(clock)))
        .findFirst()
        .orElseThrow();
  }

  private GuardianWork work() {
    return KeyFileTest.done(
        GuardianWork.on(
            store, circle.set(), LISTS, new Retention(24), circle.keysOf("ada"), List.of(), clock));
  }
}
