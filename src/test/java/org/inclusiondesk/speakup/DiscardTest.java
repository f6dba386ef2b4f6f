package org.inclusiondesk.speakup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.inclusiondesk.speakup.GuardianWorkTest.LISTS;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.inclusiondesk.calendar.Quarter;
import org.inclusiondesk.speakup.CaseDesk.Outcome;
import org.inclusiondesk.speakup.CaseRecord.Did;
import org.inclusiondesk.speakup.Intake.Outcome.Accepted;
import org.inclusiondesk.speakup.ReporterDesk.Deed;
import org.inclusiondesk.speakup.Said.Noted;
import org.inclusiondesk.speakup.SpeakUpSettings.Retention;
import org.inclusiondesk.testing.SettableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guardians get rid of what contradicts itself, and of nothing else. */
class DiscardTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 25);

  @TempDir Path directory;

  private final SettableClock clock = new SettableClock("2026-11-25T10:00:00Z");
  private Circle circle = Circle.of("ada", "bob");
  private ConcernStore store;

  @BeforeEach
  void start() {
    store = new ConcernStore(directory.resolve("concerns.db"));
    store.prepare();
  }

  @Test
  void removesEverythingButWhoDidItAndWhy() {
    Contradiction sent = Contradiction.of(circle.set(), TODAY).to(exchange());
    assertThat(KeyFileTest.failed(work("ada").close(open("ada"), "")).problem())
        .contains("other readers");
    assertThat(KeyFileTest.failed(work("ada").reseal(open("ada"))).remedy())
        .contains("guardian discard");
    SealedCase before = store.all().get(0);
    assertThat(KeyFileTest.done(work("ada").contradiction(open("ada")))).contains("other readers");

    KeyFileTest.done(work("ada").discard(open("ada")));

    SealedCase left = store.all().get(0);
    assertThat(left.entries()).hasSize(1).doesNotContainAnyElementsOf(before.entries());
    assertThat(left.waitingSince()).isNull();
    assertThat(store.waitingSince()).isEmpty();
    assertThat(left.keepUntil()).isEqualTo(YearMonth.of(2028, 11));
    OpenCase bobs = open("bob");
    assertThat(bobs.isDiscarded()).isTrue();
    assertThat(bobs.doubts()).isEmpty();
    assertThat(bobs.shared()).isEmpty();
    Noted noted = (Noted) bobs.record().get(0).said();
    assertThat(noted.by()).isEqualTo("ada");
    assertThat(noted.standing().did()).isEqualTo(Did.DISCARDED);
    assertThat(noted.standing().notes()).contains("other readers", before.etag());
    assertThat(KeyFileTest.failed(work("bob").reply(bobs, "hello")).problem())
        .contains("was discarded");
    assertThat(KeyFileTest.failed(work("bob").reopen(bobs, "")).problem())
        .contains("was discarded");
    assertThat(KeyFileTest.failed(work("bob").discard(bobs)).problem()).contains("was discarded");
    assertThat(store.all()).containsExactly(left);

    // No receipt leads there any more, and what was sent once cannot be sent again.
    assertThat(exchange().bundle(sent.asking())).contains("\"case\":null");
    assertThat(exchange().add(sent.addition(circle.set())))
        .isEqualTo(SealedExchange.Outcome.NOT_FOUND);
    assertThat(exchange().withdraw(sent.addition(circle.set())))
        .isEqualTo(SealedExchange.Outcome.NOT_FOUND);
    assertThat(exchange().report(sent.body())).isEqualTo(SealedExchange.Outcome.TAKEN);
    assertThat(reporter().visit(sent.receiptWords())).isEmpty();
    assertThat(QuarterlyReturn.of(work("bob").all(), new Quarter(2026, 3), LISTS).cases()).isZero();
    assertThat(store.removeKeptUntilBefore(YearMonth.of(2028, 12))).isEqualTo(1);
  }

  @Test
  void refusesWhatIsInOrder() {
    SealedIntake intake = new SealedIntake(store, circle.set(), clock, new SecureRandom());
    String receipt =
        String.join(
            " ", ((Accepted) intake.accept(intake.nonce(), "text", Set.of())).receiptWords());
    KeyFileTest.done(work("ada").reply(open("ada"), "reply"));
    reporter().act(reporter().visit(receipt).orElseThrow().ticket(), new Deed.Add("an addition"));
    List<SealedCase> before = store.all();

    for (String guardian : List.of("ada", "bob")) {
      assertThat(KeyFileTest.failed(work(guardian).discard(open(guardian))).problem())
          .contains("is in order");
    }
    assertThat(store.all()).isEqualTo(before);
  }

  @Test
  void tellsWhatItCannotOpenForWantOfAKeyFromWhatDoesNotOpen() {
    SealedIntake intake = new SealedIntake(store, circle.set(), clock, new SecureRandom());
    intake.accept(intake.nonce(), "text", Set.of());
    GuardianKeys old = circle.keysOf("ada");
    GuardianKeys renewed = Circle.keys("ada");
    circle = circle.then(TODAY, renewed, circle.keysOf("bob"));
    GuardianWork without = work("ada");
    assertThat(without.all().get(0).doubts()).contains(OpenCase.Doubt.CLOSED);

    assertThat(KeyFileTest.failed(without.discard(without.all().get(0))).remedy())
        .contains("--old-key");

    GuardianWork with = work(renewed, List.of(old));
    assertThat(KeyFileTest.failed(with.discard(with.all().get(0))).problem())
        .contains("is in order");
    assertThat(store.all()).hasSize(1);
  }

  @Test
  void letsAnOldKeyBeDestroyedThatNothingElseWould() {
    Contradiction.of(circle.set(), TODAY).to(exchange());
    Contradiction.withoutAFirstText(circle.set(), TODAY).to(exchange());
    Contradiction.thatDoesNotOpen(circle.set(), TODAY).to(exchange());
    GuardianKeys old = circle.keysOf("ada");
    GuardianKeys renewed = Circle.keys("ada");
    circle = circle.then(TODAY, renewed, circle.keysOf("bob"));
    GuardianWork ada = work(renewed, List.of(old));
    ada.all().forEach(each -> KeyFileTest.failed(ada.reseal(each)));
    assertThat(Listing.sealedTo(store, old)).isEqualTo(3);

    ada.all().forEach(each -> KeyFileTest.done(ada.discard(each)));

    assertThat(Listing.sealedTo(store, old)).isZero();
    // Nor does what is left keep the next key.
    circle = circle.then(TODAY, Circle.keys("ada"), circle.keysOf("bob"));
    GuardianWork again = work(circle.keysOf("ada"), List.of(renewed));
    again.all().forEach(each -> KeyFileTest.done(again.reseal(each)));
    assertThat(Listing.sealedTo(store, renewed)).isZero();
    assertThat(again.all()).hasSize(3).allMatch(OpenCase::isDiscarded);
    assertThat(store.all()).allMatch(each -> YearMonth.of(2028, 11).equals(each.keepUntil()));
  }

  @Test
  void discardsElsewhereOnABundleToo() throws Exception {
    Contradiction.of(circle.set(), TODAY).to(exchange());
    Path bundle = directory.resolve("ada.bundle");
    Path changes = directory.resolve("ada.changes");
    Files.writeString(bundle, desk().bundle("ada"));
    GuardianWork offline =
        KeyFileTest.done(GuardianWork.onBundle(bundle, changes, circle.keysOf("ada"), List.of()));

    OpenCase left = KeyFileTest.done(offline.discard(offline.all().get(0)));

    assertThat(left.isDiscarded()).isTrue();
    assertThat(open("ada").isDiscarded()).isFalse();
    String made = Files.readString(changes);
    assertThat(KeyFileTest.done(desk().applyAll(made))).containsExactly(Outcome.STORED);
    assertThat(store.all()).containsExactly(left.sealed());
    assertThat(KeyFileTest.done(desk().applyAll(made))).containsExactly(Outcome.CONFLICT);
  }

  @Test
  void takesItOnlyAsAGuardianWhoIsNotLeftOutSignedIt() {
    circle = Circle.of("ada", "bob", "cat");
    SealedIntake intake = new SealedIntake(store, circle.set(), clock, new SecureRandom());
    intake.accept(intake.nonce(), "about bob", Set.of("bob"));
    SealedCase there = store.all().get(0);
    OpenCase open = open("ada");
    SealedEntry record = record(open);
    YearMonth kept = YearMonth.of(2028, 11);
    Change whole = discard(there, List.of(record), Map.of(), kept);

    // A session without the key, and a guardian whom the reporter left out.
    assertThat(desk().apply("cat", signed(whole))).isEqualTo(Outcome.REFUSED);
    assertThat(
            desk()
                .apply(
                    "bob",
                    new Change(
                            there.id(),
                            there.etag(),
                            "bob",
                            TODAY,
                            List.of(record),
                            Map.of(),
                            kept,
                            true)
                        .sign(circle.keysOf("bob").signing())))
        .isEqualTo(Outcome.NOT_FOUND);
    Map<UUID, Sealed> again = Map.of(there.entries().get(0).id(), there.entries().get(0).sealed());
    SealedEntry shared =
        new SealedEntry(UUID.randomUUID(), Box.SHARED, there.entries().get(0).sealed());
    for (Change other :
        List.of(
            discard(there, List.of(), Map.of(), kept),
            discard(there, List.of(shared), Map.of(), kept),
            discard(there, List.of(record, record(open)), Map.of(), kept),
            discard(there, List.of(record), again, kept),
            discard(there, List.of(record), Map.of(), null),
            discard(there, List.of(record), Map.of(), YearMonth.of(2028, 10)))) {
      assertThat(desk().apply("ada", signed(other))).isEqualTo(Outcome.REFUSED);
    }
    SealedEntry toStrangers =
        new SealedEntry(
            UUID.randomUUID(),
            Box.RECORD,
            Sealer.seal(
                StrictJson.object(),
                Circle.of("ada", "cat").set().guardians().stream()
                    .map(Guardian::sealing)
                    .toList()));
    assertThat(desk().apply("ada", signed(discard(there, List.of(toStrangers), Map.of(), kept))))
        .isEqualTo(Outcome.SET_CHANGED);
    assertThat(store.all()).containsExactly(there);

    assertThat(desk().apply("ada", signed(whole))).isEqualTo(Outcome.STORED);
    assertThat(desk().apply("ada", signed(whole))).isEqualTo(Outcome.CONFLICT);
    assertThat(desk().list("bob")).contains("\"cases\":[]");
  }

  @Test
  void leavesTheSameFileInWhateverOrder() throws Exception {
    Contradiction one = Contradiction.of(circle.set(), TODAY);
    Contradiction two = Contradiction.of(circle.set(), TODAY);
    Contradiction three = Contradiction.withoutAFirstText(circle.set(), TODAY);
    List<Contradiction> all = List.of(one, two, three);
    all.forEach(each -> each.to(exchange()));
    List<String> changes =
        store.all().stream()
            .filter(each -> !each.id().toString().equals(two.id()))
            .map(each -> casework().discarded(circle.open("ada", each), "Why."))
            .toList();
    List<byte[]> files = new ArrayList<>();
    for (List<Integer> order : List.of(List.of(0, 1, 2), List.of(2, 1, 0))) {
      Path file = directory.resolve("concerns-" + files.size() + ".db");
      store = new ConcernStore(file);
      store.prepare();
      order.forEach(each -> all.get(each).to(exchange()));
      for (int each : files.isEmpty() ? List.of(0, 1) : List.of(1, 0)) {
        assertThat(desk().apply("ada", changes.get(each))).isEqualTo(Outcome.STORED);
      }
      files.add(Files.readAllBytes(file));
    }

    assertThat(files.get(0)).isEqualTo(files.get(1));
    String file = new String(files.get(0), StandardCharsets.ISO_8859_1);
    assertThat(pieces(two)).as("what was kept").anyMatch(file::contains);
    assertThat(pieces(one)).as("what was discarded").noneMatch(file::contains);
    assertThat(pieces(three)).as("what was discarded").noneMatch(file::contains);
  }

  /** A long text lies in the file in pieces. */
  private static List<String> pieces(Contradiction of) {
    String text = of.ciphertext();
    List<String> pieces = new ArrayList<>();
    for (int at = 0; at + 40 < text.length(); at += 40) {
      pieces.add(text.substring(at, at + 40));
    }
    return pieces;
  }

  private SealedEntry record(OpenCase open) {
    UUID id = UUID.randomUUID();
    Plaintext words =
        new Plaintext(
            open.id(),
            id,
            0,
            TODAY,
            "",
            Plaintext.Readers.of(open.sealed()),
            new Noted("ada", CaseRecord.discarded("Why.", "1")));
    return new SealedEntry(
        id,
        Box.RECORD,
        Sealer.seal(
            words.toSignedJson(circle.keysOf("ada").signing()),
            open.sealed().recipients(Box.RECORD, circle.set())));
  }

  private static Change discard(
      SealedCase there, List<SealedEntry> put, Map<UUID, Sealed> reseal, @Nullable YearMonth kept) {
    return new Change(there.id(), there.etag(), "ada", TODAY, put, reseal, kept, true);
  }

  private String signed(Change change) {
    return change.sign(circle.keysOf("ada").signing());
  }

  private Casework casework() {
    return new Casework(circle.keysOf("ada"), List.of(), circle.set(), "2026-1", 24, TODAY);
  }

  private OpenCase open(String id) {
    return circle.open(id, store.all().get(0));
  }

  private SealedExchange exchange() {
    return new SealedExchange(store, circle.set(), LISTS.feedback(), clock, new SecureRandom());
  }

  private ReporterDesk reporter;

  private ReporterDesk reporter() {
    if (reporter == null) {
      reporter = new ReporterDesk(store, circle.set(), LISTS.feedback(), clock, new SecureRandom());
    }
    return reporter;
  }

  private CaseDesk desk() {
    return new CaseDesk(store, circle.set(), LISTS, new Retention(24), clock);
  }

  private GuardianWork work(String id) {
    return work(circle.keysOf(id), List.of());
  }

  private GuardianWork work(GuardianKeys own, List<GuardianKeys> old) {
    return KeyFileTest.done(
        GuardianWork.on(store, circle.set(), LISTS, new Retention(24), own, old, clock));
  }
}
