package org.inclusiondesk.speakup;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.inclusiondesk.speakup.Intake.Outcome;
import org.inclusiondesk.speakup.Intake.Outcome.Accepted;
import org.inclusiondesk.speakup.Intake.Outcome.Refused;
import org.inclusiondesk.speakup.Intake.Reason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedIntakeTest {
  private static final Instant NOW = Instant.parse("2026-07-20T23:30:00Z");

  @TempDir Path directory;

  private final Circle circle = Circle.of("ada", "bob");
  private ConcernStore store;
  private SealedIntake intake;

  @BeforeEach
  void start() {
    store = new ConcernStore(directory.resolve("concerns.db"));
    store.prepare();
    intake = intakeAt(NOW);
  }

  @Test
  void storesWhatAGuardianOpensAndAReceiptFinds() {
    Accepted accepted = accept(intake, intake.nonce(), "Line one\r\nline two  ");

    assertThat(accepted.receiptWords()).hasSize(7);
    Receipt receipt = Receipt.of(accepted.receiptWords());
    assertThat(circle.texts("ada", store)).containsExactly("Line one\nline two");
    assertThat(circle.texts("bob", store)).containsExactly("Line one\nline two");
    assertThat(Listing.find(store, receipt)).contains(Listing.all(store).whole().get(0));
    assertThat(openedBy(receipt)).isEqualTo("Line one\nline two");
  }

  @Test
  void keepsTheDayInLondonAndNothingFiner() {
    accept(intake, intake.nonce(), "text");

    // 23:30 UTC in July is half past midnight in London.
    assertThat(Listing.all(store).whole().get(0).day()).isEqualTo(LocalDate.of(2026, 7, 21));
  }

  @Test
  void actsOnceForTheSamePressHoweverOftenAndAtOnce() throws Exception {
    String nonce = intake.nonce();
    ExecutorService people = Executors.newFixedThreadPool(100);
    try {
      CyclicBarrier together = new CyclicBarrier(100);
      Callable<Outcome> press =
          () -> {
            together.await();
            return intake.accept(nonce, "the same text");
          };
      Set<Outcome> outcomes = new HashSet<>();
      for (Future<Outcome> future : people.invokeAll(java.util.Collections.nCopies(100, press))) {
        outcomes.add(future.get());
      }

      assertThat(outcomes).hasSize(1);
      assertThat(store.all()).hasSize(1);
      Receipt receipt = Receipt.of(((Accepted) outcomes.iterator().next()).receiptWords());
      assertThat(openedBy(receipt)).isEqualTo("the same text");
    } finally {
      people.shutdownNow();
    }
  }

  @Test
  void takesAnotherTextOrAnotherFormForAnotherConcern() {
    String nonce = intake.nonce();
    List<List<String>> receipts = new ArrayList<>();
    receipts.add(accept(intake, nonce, "text").receiptWords());
    receipts.add(accept(intake, nonce, "text, and more").receiptWords());
    receipts.add(accept(intake, intake.nonce(), "text").receiptWords());

    assertThat(receipts).doesNotHaveDuplicates();
    assertThat(store.all()).hasSize(3);
  }

  @Test
  void takesAFormOfBeforeARestartAndActsOnceForItToo() {
    String before = intake.nonce();
    SealedIntake restarted = intakeAt(NOW.plusSeconds(60));

    Accepted first = accept(restarted, before, "text");
    Accepted second = accept(restarted, before, "text");

    assertThat(second).isEqualTo(first);
    assertThat(store.all()).hasSize(1);
  }

  @Test
  void leadsNobodyWhoKnowsFormAndTextToTheReceiptAfterARestart() {
    String nonce = intake.nonce();
    Accepted receipt = accept(intake, nonce, "text");

    assertThat(accept(intakeAt(NOW), nonce, "text")).isNotEqualTo(receipt);
  }

  @Test
  void refusesAFormOlderThanADay() {
    String nonce = intake.nonce();

    assertThat(intakeAt(NOW.plus(Duration.ofHours(23))).accept(nonce, "text"))
        .isInstanceOf(Accepted.class);
    assertThat(intakeAt(NOW.plus(Duration.ofHours(24))).accept(nonce, "text"))
        .isEqualTo(new Refused(Reason.STALE));
    assertThat(store.all()).hasSize(1);
  }

  @Test
  void refusesAFormFromTheFuture() {
    String nonce = intakeAt(NOW.plus(Duration.ofDays(400))).nonce();

    assertThat(intake.accept(nonce, "text")).isEqualTo(new Refused(Reason.STALE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "AAAA", "!!!!!!!!!!!!!!!!!!!!!!!!!!!", "' OR 1=1 --", "\u0000"})
  void refusesWhatIsNoNonce(String nonce) {
    assertThat(intake.accept(nonce, "text")).isEqualTo(new Refused(Reason.STALE));
    assertThat(store.all()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "\r\n\t\n", "\u2003"})
  void refusesNothing(String text) {
    assertThat(intake.accept(intake.nonce(), text)).isEqualTo(new Refused(Reason.EMPTY));
  }

  @Test
  void takes20000CharactersHoweverManyBytesTheyAreAndNoMore() {
    String longest = "🙁".repeat(Texts.LONGEST);

    assertThat(intake.accept(intake.nonce(), longest)).isInstanceOf(Accepted.class);
    assertThat(intake.accept(intake.nonce(), longest + "."))
        .isEqualTo(new Refused(Reason.TOO_LONG));
    assertThat(circle.texts("ada", store).get(0)).isEqualTo(longest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "'); DROP TABLE concern; --",
        "\u202eevil\u202c",
        "=cmd|' /C calc'!A0",
        "{\"text\":\"other\"}",
        "a\u0000b"
      })
  void keepsHostileTextAsItIs(String text) {
    accept(intake, intake.nonce(), text);

    assertThat(circle.texts("ada", store).get(0)).isEqualTo(text);
  }

  @Test
  void takesTextThatIsNotValidUnicode() {
    accept(intake, intake.nonce(), "half a character: \ud83d.");

    assertThat(circle.texts("ada", store).get(0)).isEqualTo("half a character: ?.");
  }

  @Test
  void drawsNoNonceTwice() {
    Set<String> nonces = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      nonces.add(intake.nonce());
    }
    assertThat(nonces).hasSize(1000).allMatch(nonce -> nonce.matches("[A-Za-z0-9_-]{27}"));
  }

  @Test
  void sealsToNobodyWhoIsLeftOut() {
    intake.accept(intake.nonce(), "about bob", Set.of("bob", "nobody-known"));

    assertThat(circle.texts("ada", store)).containsExactly("about bob");
    assertThat(circle.texts("bob", store)).isEmpty();
    assertThat(Listing.of(store, circle.set(), "ada").whole()).hasSize(1);
    assertThat(Listing.of(store, circle.set(), "bob").whole()).isEmpty();
    SealedCase kept = store.all().get(0);
    assertThat(kept.leftOut()).containsExactly("bob");
    assertThat(circle.open("ada", kept).report().orElseThrow().leftOut()).containsExactly("bob");
    assertThat(circle.open("ada", kept).doubts()).isEmpty();
  }

  @Test
  void refusesToSealToNobody() {
    assertThat(intake.accept(intake.nonce(), "text", Set.of("ada", "bob")))
        .isEqualTo(new Refused(Reason.NOBODY_LEFT));
    assertThat(store.all()).isEmpty();
  }

  @Test
  void takesAnotherChoiceOfGuardiansForAnotherConcern() {
    String nonce = intake.nonce();

    assertThat(intake.accept(nonce, "text", Set.of("ada")))
        .isNotEqualTo(intake.accept(nonce, "text", Set.of("bob")));
    assertThat(circle.texts("ada", store)).hasSize(1);
    assertThat(circle.texts("bob", store)).hasSize(1);
  }

  @Test
  void showsNoReceiptInAString() {
    assertThat(new Accepted(List.of("abacus"))).hasToString("Accepted[…]");
  }

  private SealedIntake intakeAt(Instant instant) {
    return new SealedIntake(
        store, circle.set(), Clock.fixed(instant, ZoneOffset.UTC), new SecureRandom());
  }

  private String openedBy(Receipt receipt) {
    SealedCase kept = store.find(receipt.locator()).orElseThrow();
    try {
      return OpenCase.of(kept, List.of(kept.own().unwrap(receipt)), circle.set())
          .report()
          .orElseThrow()
          .text();
    } catch (JOSEException | ParseException fault) {
      throw new AssertionError(fault);
    }
  }

  private static Accepted accept(Intake intake, String nonce, String text) {
    return (Accepted) intake.accept(nonce, text);
  }
}
