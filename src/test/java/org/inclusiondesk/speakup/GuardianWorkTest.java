package org.inclusiondesk.speakup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.inclusiondesk.speakup.CaseDesk.Outcome;
import org.inclusiondesk.speakup.CaseRecord.Did;
import org.inclusiondesk.speakup.Intake.Outcome.Accepted;
import org.inclusiondesk.speakup.OpenCase.Doubt;
import org.inclusiondesk.speakup.ReporterDesk.Deed;
import org.inclusiondesk.speakup.ReporterDesk.Done;
import org.inclusiondesk.speakup.ReporterDesk.Visit;
import org.inclusiondesk.speakup.Said.Message;
import org.inclusiondesk.speakup.Said.Noted;
import org.inclusiondesk.speakup.SpeakUpSettings.Code;
import org.inclusiondesk.speakup.SpeakUpSettings.CodeLists;
import org.inclusiondesk.speakup.SpeakUpSettings.Retention;
import org.inclusiondesk.testing.SettableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reporter and guardians, with a store between them. */
class GuardianWorkTest {
  static final CodeLists LISTS =
      new CodeLists(
          "2026-1",
          List.of(new Code("safety", "Safety"), new Code("bullying", "Bullying")),
          List.of(new Code("nurses", "Nurses")),
          List.of(new Code("yes", "Yes"), new Code("no", "No")));

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
  void tellsTheReporterThatAGuardianHasReadIt() {
    String receipt = raise("text");
    assertThat(visit(receipt).state()).isEqualTo(State.NEW);
    assertThat(visit(receipt).acknowledgedBy()).isEqualTo(LocalDate.of(2026, 12, 2));
    assertThat(visit(receipt).feedbackBy()).isEqualTo(LocalDate.of(2027, 2, 25));

    OpenCase open = open("ada");
    assertThat(open.isWaiting()).isTrue();
    OpenCase opened = KeyFileTest.done(work("ada").opened(open));

    assertThat(visit(receipt).state()).isEqualTo(State.OPEN);
    assertThat(opened.isWaiting()).isFalse();
    assertThat(opened.standing().orElseThrow().state()).isEqualTo(State.OPEN);
    assertThat(store.waitingSince()).isEmpty();
    // Opening it again writes nothing.
    KeyFileTest.done(work("ada").opened(open("ada")));
    assertThat(open("ada").record()).hasSize(1);
  }

  @Test
  void carriesWordsBothWays() {
    String receipt = raise("text");
    KeyFileTest.done(work("ada").reply(open("ada"), "Who else saw it?\r\n"));
    Visit visit = visit(receipt);
    assertThat(reporter().act(visit.ticket(), new Deed.Add("The night shift.")))
        .isEqualTo(Done.STORED);
    // The same button twice.
    assertThat(reporter().act(visit.ticket(), new Deed.Add("The night shift.")))
        .isEqualTo(Done.STORED);
    assertThat(reporter().act(visit.ticket(), new Deed.Answer("yes"))).isEqualTo(Done.STORED);

    OpenCase bobs = open("bob");

    assertThat(bobs.doubts()).isEmpty();
    assertThat(bobs.isWaiting()).isTrue();
    assertThat(bobs.shared())
        .extracting(line -> line.said())
        .containsSubsequence(
            new Message("ada", "Who else saw it?", State.OPEN),
            new Said.Addition("The night shift."),
            new Said.Feedback("yes"))
        .hasSize(4);
    assertThat(bobs.shared()).allMatch(OpenCase.Line::proven);
    assertThat(visit(receipt).lines()).isEqualTo(bobs.shared());
    assertThat(visit(receipt).answered()).contains("yes");
  }

  @Test
  void showsTheReporterNothingOfTheRecord() {
    String receipt = raise("text");
    OpenCase open = open("ada");
    KeyFileTest.done(work("ada").record(open, notes(work("ada").standing(open), "secret notes")));

    SealedCase kept = store.all().get(0);

    assertThat(kept.entries()).extracting(SealedEntry::box).contains(Box.RECORD);
    assertThat(kept.entries())
        .filteredOn(entry -> entry.box() == Box.RECORD)
        .allMatch(entry -> !entry.sealed().kids().contains(kept.own().key().getKeyID()));
    assertThat(kept.toReporterJson().toString()).doesNotContain("record");
    assertThat(visit(receipt).lines())
        .noneMatch(line -> line.said() instanceof Noted)
        .anyMatch(line -> line.said() instanceof Message);
    assertThat(open("bob").standing().orElseThrow().notes()).isEqualTo("secret notes");
  }

  @Test
  void keepsEveryStepAsItsHistory() {
    raise("text");
    GuardianWork ada = work("ada");
    GuardianWork bob = work("bob");
    KeyFileTest.done(ada.opened(open("ada")));
    KeyFileTest.done(bob.record(open("bob"), notes(bob.standing(open("bob")), "n")));
    KeyFileTest.done(ada.close(open("ada"), "Thank you."));
    assertThat(store.all().get(0).keepUntil()).isEqualTo(YearMonth.of(2028, 11));
    KeyFileTest.done(bob.reopen(open("bob"), ""));
    assertThat(store.all().get(0).keepUntil()).isNull();
    KeyFileTest.done(bob.notACase(open("bob"), "This belongs elsewhere."));

    assertThat(open("ada").record())
        .extracting(
            line -> ((Noted) line.said()).by() + " " + ((Noted) line.said()).standing().did())
        .containsExactly("ada OPENED", "bob NOTED", "ada CLOSED", "bob REOPENED", "bob NOT_A_CASE");
    assertThat(open("ada").standing().orElseThrow().notACase()).isTrue();
    assertThat(open("ada").standing().orElseThrow().notes()).isEqualTo("n");
    assertThat(store.all().get(0).keepUntil()).isEqualTo(YearMonth.of(2028, 11));
  }

  @Test
  void deletesAClosedCaseWhenItsTimeIsOverUnlessTheReporterCameBack() {
    String receipt = raise("text");
    KeyFileTest.done(work("ada").close(open("ada"), ""));
    assertThat(store.removeKeptUntilBefore(YearMonth.of(2028, 11))).isZero();
    assertThat(reporter().act(visit(receipt).ticket(), new Deed.Add("again")))
        .isEqualTo(Done.STORED);
    assertThat(store.removeKeptUntilBefore(YearMonth.of(2028, 12))).isZero();
    KeyFileTest.done(work("bob").opened(open("bob")));
    assertThat(store.all().get(0).keepUntil()).isEqualTo(YearMonth.of(2028, 11));
    assertThat(store.removeKeptUntilBefore(YearMonth.of(2028, 12))).isEqualTo(1);
    assertThat(reporter().visit(receipt)).isEmpty();
  }

  @Test
  void overwritesNothingWhenTwoGuardiansWorkAtOnce() {
    raise("text");
    OpenCase adas = open("ada");
    OpenCase bobs = open("bob");
    KeyFileTest.done(work("ada").reply(adas, "from ada"));

    assertThat(KeyFileTest.failed(work("bob").reply(bobs, "from bob")).problem())
        .contains("has changed since");
    assertThat(open("bob").shared())
        .extracting(line -> line.said())
        .contains(new Message("ada", "from ada", State.OPEN))
        .hasSize(2);
    KeyFileTest.done(work("bob").reply(open("bob"), "from bob"));
    assertThat(open("ada").shared()).hasSize(3);
  }

  @Test
  void noticesWhenTheReporterAddsInBetween() {
    String receipt = raise("text");
    OpenCase before = open("ada");
    reporter().act(visit(receipt).ticket(), new Deed.Add("more"));

    assertThat(KeyFileTest.failed(work("ada").opened(before)).problem()).contains("changed");
    assertThat(store.waitingSince()).isPresent();
  }

  @Test
  void keepsAwayWhoWasLeftOut() {
    SealedIntake intake = intake();
    intake.accept(intake.nonce(), "about bob", Set.of("bob"));

    assertThat(work("bob").all()).isEmpty();
    assertThat(KeyFileTest.failed(work("bob").find(store.all().get(0).id().toString())).problem())
        .contains("no concern");
    CaseDesk desk = desk();
    String id = store.all().get(0).id().toString();
    assertThat(desk.find("bob", id)).isEmpty();
    assertThat(desk.list("bob")).contains("\"cases\":[]");
    assertThat(desk.bundle("bob")).contains("\"cases\":[]");
    OpenCase adas = open("ada");
    KeyFileTest.done(work("ada").reply(adas, "reply"));
    assertThat(store.all().get(0).entries())
        .allMatch(
            entry -> !entry.sealed().kids().contains(circle.keysOf("bob").sealing().getKeyID()));
    // Nor does bob get in with a change of his own.
    Casework bobs = casework("bob", circle);
    String change = bobs.opened(circle.open("ada", store.all().get(0)));
    assertThat(desk.apply("bob", change)).isEqualTo(Outcome.NOT_FOUND);
  }

  @Test
  void showsNobodyACaseWithoutEntriesOrOneThatLeavesThemOut() throws Exception {
    raise("text");
    SealedCase kept = store.all().get(0);

    assertThat(kept.isFor("bob", circle.set())).isTrue();
    assertThat(like(kept, List.of("bob"), kept.own(), kept.entries()).isFor("bob", circle.set()))
        .isFalse();
    assertThat(like(kept, List.of()).isFor("bob", circle.set())).isFalse();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("concerns.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM entry");
    }
    assertThat(work("bob").all()).isEmpty();
    assertThat(work("bob").damaged()).containsExactly(kept.id().toString());
  }

  @Test
  void importsTheChangesBehindOneToADamagedCase() throws Exception {
    raise("one");
    raise("two");
    Path bundle = directory.resolve("ada.bundle");
    Path changes = directory.resolve("ada.changes");
    Files.writeString(bundle, desk().bundle("ada"));
    GuardianWork offline =
        KeyFileTest.done(GuardianWork.onBundle(bundle, changes, circle.keysOf("ada"), List.of()));
    List<OpenCase> both = offline.all();
    both.forEach(each -> KeyFileTest.done(offline.opened(each)));
    String first = both.get(0).id().toString().replace("-", "");
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("concerns.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE concern SET own_key = '{}' WHERE lower(hex(id)) = '" + first + "'");
    }

    assertThat(KeyFileTest.done(desk().applyAll(Files.readString(changes))))
        .containsExactly(Outcome.DAMAGED, Outcome.STORED);
  }

  @Test
  void writesNothingForAReporterToReadersWhomTheServerPutIn() throws Exception {
    SealedIntake intake = intake();
    String receipt =
        String.join(
            " ",
            ((Accepted) intake.accept(intake.nonce(), "about bob", Set.of("bob"))).receiptWords());
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("concerns.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE concern SET left_out = ''");
    }
    String ticket = visit(receipt).ticket();

    for (Deed deed : List.of(new Deed.Add("more"), new Deed.Answer("yes"))) {
      assertThat(reporter().act(ticket, deed)).isEqualTo(Done.MISDIRECTED);
    }
    assertThat(reporter().actWithReceipt(receipt, new Deed.Add("more")))
        .isEqualTo(Done.MISDIRECTED);
    assertThat(store.all().get(0).entries()).hasSize(1);
  }

  @Test
  void refusesWhatIsSignedBeforeTheKeyHolds() throws IOException {
    raise("text");
    circle = circle.then(LocalDate.of(2026, 11, 27), Circle.keys("ada"), circle.keysOf("bob"));
    assertThat(desk().apply("bob", casework("bob", circle).opened(open("bob"))))
        .isEqualTo(Outcome.STORED);
    KeyFileTest.done(work("bob").reseal(work("bob").all().get(0)));
    String early = casework("ada", circle).replied(open("ada"), "early");
    assertThat(desk().apply("ada", early)).isEqualTo(Outcome.NOT_YET);
    assertThat(KeyFileTest.failed(work("ada").reply(open("ada"), "early")).problem())
        .contains("did not hold yet");

    clock.advance(java.time.Duration.ofDays(2));

    // Made too early, it stays so: what is in it bears its day.
    assertThat(desk().apply("ada", early)).isEqualTo(Outcome.NOT_YET);
    KeyFileTest.done(work("ada").reply(open("ada"), "in time"));
    assertThat(open("bob").doubts()).isEmpty();
  }

  @Test
  void worksWithNoKeysOfWhichOnlyOneIsInTheSet() {
    GuardianKeys ada = circle.keysOf("ada");
    Guardian named = ada.guardian();
    com.nimbusds.jose.jwk.ECKey sealing = Curve256.newSealing();
    GuardianKeys half =
        new GuardianKeys(
            new Guardian(
                named.id(), named.name(), named.mailbox(), sealing.toPublicJWK(), named.signing()),
            sealing,
            ada.signing());

    assertThat(
            KeyFileTest.failed(
                    GuardianWork.on(
                        store, circle.set(), LISTS, new Retention(24), half, List.of(), clock))
                .problem())
        .contains("does not stand in the set");
  }

  @Test
  void refusesWhatIsForged() {
    raise("text");
    CaseDesk desk = desk();
    OpenCase open = open("ada");
    String good = casework("ada", circle).opened(open);
    Circle strangers = Circle.of("ada", "bob");

    assertThat(desk.apply("bob", good)).isEqualTo(Outcome.REFUSED);
    assertThat(desk.apply("eve", good)).isEqualTo(Outcome.REFUSED);
    assertThat(desk.apply("ada", good + "x")).isEqualTo(Outcome.REFUSED);
    assertThat(desk.apply("ada", "")).isEqualTo(Outcome.REFUSED);
    assertThat(desk.apply("ada", casework("ada", strangers).opened(open)))
        .isEqualTo(Outcome.REFUSED);
    // Rightly signed, but sealed to strangers as well, or to fewer.
    assertThat(desk.apply("ada", change(open, strangers))).isEqualTo(Outcome.SET_CHANGED);
    assertThat(store.all().get(0).entries()).hasSize(1);
    assertThat(desk.apply("ada", good)).isEqualTo(Outcome.STORED);
    assertThat(desk.apply("ada", good)).isEqualTo(Outcome.CONFLICT);
  }

  @Test
  void refusesToDeleteBeforeTheTimeOfRetention() {
    raise("text");
    OpenCase open = open("ada");
    CaseDesk desk = desk();
    SealedEntry entry = entry(open, Box.RECORD, circle);
    for (YearMonth month :
        List.of(YearMonth.of(2026, 11), YearMonth.of(2028, 10), YearMonth.of(2080, 1))) {
      Change change =
          new Change(
              open.id(),
              open.sealed().etag(),
              "ada",
              LocalDate.of(2026, 11, 25),
              List.of(entry),
              Map.of(),
              month);
      assertThat(desk.apply("ada", change.sign(circle.keysOf("ada").signing())))
          .isEqualTo(Outcome.REFUSED);
    }
  }

  @Test
  void refusesADeedThatLeavesNoRecord() {
    raise("text");
    OpenCase open = open("ada");
    SealedEntry message = entry(open, Box.SHARED, circle);
    SealedEntry report = open.sealed().entries().get(0);
    Map<UUID, Sealed> again = Map.of(report.id(), report.sealed());
    YearMonth month = YearMonth.of(2028, 11);

    for (Change silent :
        List.of(
            change(open, List.of(), Map.of(), null),
            change(open, List.of(), Map.of(), month),
            change(open, List.of(message), Map.of(), null),
            change(open, List.of(message), again, null),
            change(open, List.of(), again, month))) {
      assertThat(desk().apply("ada", silent.sign(circle.keysOf("ada").signing())))
          .isEqualTo(Outcome.REFUSED);
    }
    assertThat(store.waitingSince()).isPresent();
    assertThat(store.all()).containsExactly(open.sealed());

    Change recorded =
        change(open, List.of(message, entry(open, Box.RECORD, circle)), Map.of(), month);
    assertThat(desk().apply("ada", recorded.sign(circle.keysOf("ada").signing())))
        .isEqualTo(Outcome.STORED);
  }

  private static Change change(
      OpenCase open, List<SealedEntry> put, Map<UUID, Sealed> reseal, @Nullable YearMonth keep) {
    return new Change(
        open.id(), open.sealed().etag(), "ada", LocalDate.of(2026, 11, 25), put, reseal, keep);
  }

  @Test
  void showsTheOthersWhereOneIsDamaged() throws Exception {
    raise("whole");
    String kept = store.all().get(0).id().toString();
    SealedIntake intake = intake();
    intake.accept(intake.nonce(), "about bob", Set.of("bob"));
    String broken =
        store.all().stream()
            .map(each -> each.id().toString())
            .filter(each -> !each.equals(kept))
            .findFirst()
            .orElseThrow();

    for (String damage :
        List.of(
            "UPDATE concern SET own_key = '{' WHERE left_out = 'bob'",
            "UPDATE concern SET day = 'yesterday' WHERE left_out = 'bob'",
            "UPDATE entry SET sealed = 'x' WHERE concern IN"
                + " (SELECT id FROM concern WHERE left_out = 'bob')")) {
      try (Connection connection =
              DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("concerns.db"));
          Statement statement = connection.createStatement()) {
        assertThat(statement.executeUpdate(damage)).isEqualTo(1);
      }

      GuardianWork ada = work("ada");
      assertThat(ada.all()).extracting(each -> each.id().toString()).containsExactly(kept);
      assertThat(ada.damaged()).containsExactly(broken);
      assertThat(desk().list("ada")).contains(kept, "\"damaged\":[\"" + broken + "\"]");
      assertThat(Listing.all(store).damaged()).containsExactly(broken);
      Bundle bundle = Bundle.parse(desk().bundle("ada"));
      assertThat(bundle.damaged()).containsExactly(broken);
      assertThat(Bundle.parse(bundle.toJson()).toJson()).isEqualTo(desk().bundle("ada"));
      // Whom the reporter left out is not told of it in this way either.
      assertThat(desk().list("bob")).contains(kept, "\"damaged\":[]").doesNotContain(broken);
      assertThat(desk().bundle("bob")).doesNotContain("damaged", broken);
      assertThat(work("bob").damaged()).isEmpty();
      KeyFileTest.done(ada.reply(ada.all().get(0), "reply"));
    }
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("concerns.db"));
        Statement statement = connection.createStatement()) {
      statement.execute(
          "UPDATE concern SET waiting_since = NULL, keep_until = '2026-10' WHERE left_out = 'bob'");
    }
    assertThat(store.removeKeptUntilBefore(YearMonth.of(2026, 11))).isEqualTo(1);
    assertThat(store.shelf().damaged()).isEmpty();
  }

  @Test
  void takesNoAnswerForTheReportersThatIsNotProven() {
    String receipt = raise("text");
    assertThat(reporter().act(visit(receipt).ticket(), new Deed.Answer("yes")))
        .isEqualTo(Done.STORED);
    SealedCase kept = store.all().get(0);
    UUID id = UUID.randomUUID();
    Sealed invented =
        Sealer.seal(
            new Plaintext(kept.id(), id, 9, kept.day(), "guess", new Said.Feedback("no"))
                .toJson("X"),
            kept.recipients(Box.SHARED, circle.set()));
    Additions.add(
        store,
        Receipt.parse(receipt).orElseThrow().locator(),
        new SealedEntry(id, Box.SHARED, invented),
        kept.day());

    assertThat(visit(receipt).lines()).hasSize(3);
    assertThat(visit(receipt).answered()).contains("yes");
  }

  @Test
  void showsNoForgedWordsAsAGuardians() {
    String receipt = raise("text");
    SealedCase kept = store.all().get(0);
    Circle strangers = Circle.of("ada", "bob");
    UUID id = UUID.randomUUID();
    // Whoever holds the disk can seal anything to everybody, but not sign.
    Sealed forged =
        Sealer.seal(
            new Plaintext(
                    kept.id(),
                    id,
                    1,
                    LocalDate.of(2026, 11, 25),
                    "",
                    new Message("ada", "Ring this number", State.OPEN))
                .toSignedJson(strangers.keysOf("ada").signing()),
            kept.recipients(Box.SHARED, circle.set()));
    Sealed invented =
        Sealer.seal(
            new Plaintext(
                    kept.id(),
                    id,
                    2,
                    LocalDate.of(2026, 11, 25),
                    "guess",
                    new Said.Addition("I lied"))
                .toJson("X"),
            kept.recipients(Box.SHARED, circle.set()));
    Additions.add(
        store,
        Receipt.parse(receipt).orElseThrow().locator(),
        new SealedEntry(id, Box.SHARED, forged),
        LocalDate.of(2026, 11, 25));
    UUID other = UUID.randomUUID();
    Additions.add(
        store,
        Receipt.parse(receipt).orElseThrow().locator(),
        new SealedEntry(other, Box.SHARED, invented),
        LocalDate.of(2026, 11, 25));

    assertThat(visit(receipt).doubts()).isEqualTo(2);
    assertThat(visit(receipt).lines()).hasSize(1);
    assertThat(open("ada").doubts()).containsExactlyInAnyOrder(Doubt.UNSIGNED, Doubt.MISPLACED);

    Sealed unproven =
        Sealer.seal(
            new Plaintext(
                    kept.id(),
                    other,
                    2,
                    LocalDate.of(2026, 11, 25),
                    "guess",
                    new Said.Addition("I lied"))
                .toJson("X"),
            kept.recipients(Box.SHARED, circle.set()));
    SealedCase tampered =
        new SealedCase(
            kept.id(),
            kept.day(),
            List.of("bob"),
            kept.waitingSince(),
            null,
            kept.own(),
            List.of(kept.entries().get(0), new SealedEntry(other, Box.SHARED, unproven)));
    OpenCase read = circle.open("ada", tampered);
    assertThat(read.shared().get(1).proven()).isFalse();
    assertThat(read.doubts()).containsExactly(Doubt.LEFT_OUT);
  }

  @Test
  void writesNothingToReadersWhomTheServerPutIn() throws IOException {
    SealedIntake intake = intake();
    intake.accept(intake.nonce(), "about bob", Set.of("bob"));
    SealedCase kept = store.all().get(0);
    OwnKey operators =
        OwnKey.make(Receipt.parse("abacus zoom kennel unruly ability able abide").orElseThrow());
    SealedCase otherKey = like(kept, List.of("bob"), operators, kept.entries());
    SealedCase bobLetIn = like(kept, List.of(), kept.own(), kept.entries());
    UUID id = UUID.randomUUID();
    Sealed second =
        Sealer.seal(
            new Plaintext(
                    kept.id(),
                    id,
                    0,
                    kept.day(),
                    "",
                    new Said.Report("forged", List.of(), "x", operators.key().getKeyID()))
                .toJson("X"),
            kept.recipients(Box.SHARED, circle.set()));
    SealedEntry forged = new SealedEntry(id, Box.SHARED, second);
    SealedCase withForged =
        like(kept, List.of(), operators, List.of(kept.entries().get(0), forged));

    assertThat(circle.open("ada", otherKey).doubts()).containsExactly(Doubt.OWN_KEY);
    assertThat(circle.open("ada", bobLetIn).doubts()).containsExactly(Doubt.LEFT_OUT);
    OpenCase doubtful = circle.open("ada", withForged);
    assertThat(doubtful.doubts())
        .containsExactlyInAnyOrder(Doubt.MISPLACED, Doubt.LEFT_OUT, Doubt.OWN_KEY);
    assertThat(doubtful.shared()).noneMatch(OpenCase.Line::proven);
    for (SealedCase tampered : List.of(otherKey, bobLetIn, withForged)) {
      Path bundle = directory.resolve("bundle");
      Path changes = directory.resolve("changes");
      Files.writeString(
          bundle,
          new Bundle(
                  "ada",
                  LocalDate.of(2026, 11, 25),
                  circle.set(),
                  LISTS,
                  24,
                  List.of(tampered),
                  List.of())
              .toJson());
      GuardianWork ada =
          KeyFileTest.done(GuardianWork.onBundle(bundle, changes, circle.keysOf("ada"), List.of()));
      OpenCase open = ada.all().get(0);

      KeyFileTest.done(ada.opened(open));
      assertThat(KeyFileTest.failed(ada.reply(open, "secret")).problem()).contains("other readers");
      assertThat(KeyFileTest.failed(ada.record(open, notes(ada.standing(open), "n"))).problem())
          .contains("other readers");
      assertThat(KeyFileTest.failed(ada.reseal(open)).problem()).contains("other readers");
      assertThat(changes).doesNotExist();
    }
  }

  @Test
  void writesNothingOnceTheReportersWordsAreReplacedByOthersWithOtherReaders() {
    raise("text");
    KeyFileTest.done(work("ada").opened(open("ada")));
    SealedCase kept = store.all().get(0);
    List<SealedEntry> signed =
        kept.entries().stream()
            .filter(each -> circle.open("ada", like(kept, List.of(each))).report().isEmpty())
            .toList();
    assertThat(signed).hasSize(2);
    OwnKey operators =
        OwnKey.make(Receipt.parse("abacus zoom kennel unruly ability able abide").orElseThrow());
    SealedEntry otherKey = report(kept, List.of(), operators);
    SealedEntry bobLeftOut = report(kept, List.of("bob"), kept.own());

    for (SealedEntry left : signed) {
      OpenCase read = circle.open("bob", like(kept, List.of(), operators, List.of(otherKey, left)));
      assertThat(read.doubts()).containsExactly(Doubt.OWN_KEY);
      assertThat(read.isProven()).isTrue();
      assertThat(KeyFileTest.failed(work("bob").reply(read, "secret")).problem())
          .contains("other readers");
      assertThatThrownBy(() -> casework("bob", circle).resealed(read))
          .hasMessageContaining("other readers");
      assertThat(
              circle
                  .open("ada", like(kept, List.of("bob"), kept.own(), List.of(bobLeftOut, left)))
                  .doubts())
          .containsExactly(Doubt.LEFT_OUT);
    }
    assertThat(circle.open("bob", kept).doubts()).isEmpty();
  }

  /** A first text as an operator can make it up, who knows all public keys. */
  private SealedEntry report(SealedCase of, List<String> leftOut, OwnKey own) {
    UUID id = UUID.randomUUID();
    return new SealedEntry(
        id,
        Box.SHARED,
        Sealer.seal(
            new Plaintext(
                    of.id(),
                    id,
                    0,
                    of.day(),
                    "",
                    new Said.Report("made up", leftOut, "x", own.key().getKeyID()))
                .toJson("X"),
            SealedCase.recipients(Box.SHARED, circle.set(), List.of(), own.key())));
  }

  @Test
  void resealsNothingWhoseFirstTextMayBeSomebodyElses() {
    String receipt = raise("text");
    assertThat(reporter().act(visit(receipt).ticket(), new Deed.Add("more")))
        .isEqualTo(Done.STORED);
    SealedCase kept = store.all().get(0);
    SealedEntry added =
        kept.entries().stream()
            .filter(each -> circle.open("ada", like(kept, List.of(each))).report().isEmpty())
            .findFirst()
            .orElseThrow();
    UUID id = UUID.randomUUID();
    OwnKey operators =
        OwnKey.make(Receipt.parse("abacus zoom kennel unruly ability able abide").orElseThrow());
    Sealed instead =
        Sealer.seal(
            new Plaintext(
                    kept.id(),
                    id,
                    0,
                    kept.day(),
                    "",
                    new Said.Report("forged", List.of(), "x", operators.key().getKeyID()))
                .toJson("X"),
            kept.recipients(Box.SHARED, circle.set()));
    for (List<SealedEntry> entries :
        List.of(List.of(added), List.of(added, new SealedEntry(id, Box.SHARED, instead)))) {
      OpenCase open = circle.open("ada", like(kept, List.of(), operators, entries));

      assertThatThrownBy(() -> casework("ada", circle).resealed(open))
          .hasMessageContaining("not known");
    }
  }

  private static SealedCase like(SealedCase kept, List<SealedEntry> entries) {
    return like(kept, kept.leftOut(), kept.own(), entries);
  }

  private static SealedCase like(
      SealedCase kept, List<String> leftOut, OwnKey own, List<SealedEntry> entries) {
    return new SealedCase(
        kept.id(), kept.day(), leftOut, kept.waitingSince(), kept.keepUntil(), own, entries);
  }

  @Test
  void letsAGuardianJoinByResealing() {
    String receipt = raise("text");
    KeyFileTest.done(work("ada").reply(open("ada"), "reply"));
    GuardianKeys cat = Circle.keys("cat");
    circle =
        circle.then(LocalDate.of(2026, 11, 25), circle.keysOf("ada"), circle.keysOf("bob"), cat);
    assertThat(work("cat").all()).isEmpty();
    int before = store.all().get(0).entries().size();

    GuardianWork ada = work("ada");
    assertThat(ada.all()).allMatch(ada::isSealedToOthers);
    KeyFileTest.done(ada.reseal(ada.all().get(0)));

    assertThat(ada.all()).noneMatch(ada::isSealedToOthers);
    assertThat(open("cat").report().orElseThrow().text()).isEqualTo("text");
    assertThat(open("cat").record()).hasSize(before - 2 + 1);
    assertThat(visit(receipt).lines()).hasSize(2);
    assertThat(open("cat").doubts()).isEmpty();
  }

  @Test
  void keepsWhatWaitsWaitingWhenItIsResealed() {
    String receipt = raise("text");
    circle =
        circle.then(
            LocalDate.of(2026, 11, 25),
            circle.keysOf("ada"),
            circle.keysOf("bob"),
            Circle.keys("cat"));
    GuardianWork ada = work("ada");

    KeyFileTest.done(ada.reseal(ada.all().get(0)));

    assertThat(store.waitingSince()).contains(LocalDate.of(2026, 11, 25));
    assertThat(visit(receipt).state()).isEqualTo(State.NEW);
    assertThat(store.all().get(0).isOpened()).isFalse();
  }

  @Test
  void losesNoConcernWithOneKey() {
    raise("text");
    GuardianKeys renewed = Circle.keys("bob");
    GuardianKeys lost = circle.keysOf("bob");
    circle = circle.then(LocalDate.of(2026, 11, 25), circle.keysOf("ada"), renewed);
    assertThat(
            KeyFileTest.failed(
                    GuardianWork.on(
                        store, circle.set(), LISTS, new Retention(24), lost, List.of(), clock))
                .problem())
        .contains("does not stand in the set");
    assertThat(work("bob").all()).allMatch(open -> open.doubts().contains(Doubt.CLOSED));

    GuardianWork ada = work("ada");
    KeyFileTest.done(ada.reseal(ada.all().get(0)));

    assertThat(open("bob").report()).isPresent();
    assertThat(open("bob").doubts()).isEmpty();
  }

  @Test
  void resealsWithTheKeyBeforeItWasRenewed() {
    raise("text");
    GuardianKeys old = circle.keysOf("ada");
    GuardianKeys renewed = Circle.keys("ada");
    circle = circle.then(LocalDate.of(2026, 11, 25), renewed, circle.keysOf("bob"));

    GuardianWork both =
        KeyFileTest.done(
            GuardianWork.on(
                store, circle.set(), LISTS, new Retention(24), renewed, List.of(old), clock));
    assertThat(Listing.sealedTo(store, old)).isEqualTo(1);
    KeyFileTest.done(both.reseal(both.all().get(0)));

    assertThat(store.all().get(0).entries())
        .allMatch(entry -> !entry.sealed().kids().contains(old.sealing().getKeyID()));
    assertThat(Listing.sealedTo(store, old)).isZero();
    assertThat(Listing.sealedTo(store, renewed)).isEqualTo(1);
    assertThat(open("ada").report()).isPresent();
  }

  @Test
  void worksOnABundleElsewhereAndBringsTheChangesBack() throws IOException {
    String receipt = raise("text");
    Path bundle = directory.resolve("ada.bundle");
    Path changes = directory.resolve("ada.changes");
    Files.writeString(bundle, desk().bundle("ada"));
    for (String said : List.of("first", "second")) {
      GuardianWork offline =
          KeyFileTest.done(GuardianWork.onBundle(bundle, changes, circle.keysOf("ada"), List.of()));
      KeyFileTest.done(offline.opened(offline.all().get(0)));
      KeyFileTest.done(offline.reply(offline.all().get(0), said));
    }
    assertThat(visit(receipt).lines()).hasSize(1);

    assertThat(KeyFileTest.done(desk().applyAll(Files.readString(changes))))
        .containsExactly(Outcome.STORED, Outcome.STORED, Outcome.STORED);

    assertThat(visit(receipt).lines())
        .extracting(line -> line.said())
        .contains(
            new Message("ada", "first", State.OPEN), new Message("ada", "second", State.OPEN));
    assertThat(KeyFileTest.done(desk().applyAll(Files.readString(changes))))
        .containsOnly(Outcome.CONFLICT);
    assertThat(KeyFileTest.failed(desk().applyAll("{}")).problem()).contains("not a file of");
    assertThat(
            KeyFileTest.failed(
                    GuardianWork.onBundle(changes, bundle, circle.keysOf("ada"), List.of()))
                .problem())
        .contains("not a bundle");
  }

  @Test
  void deletesAtOnceWhatIsWithdrawnBeforeAnybodyOpenedIt() {
    String receipt = raise("text");

    assertThat(reporter().act(visit(receipt).ticket(), new Deed.Withdraw()))
        .isEqualTo(Done.REMOVED);
    assertThat(store.all()).isEmpty();
    assertThat(reporter().visit(receipt)).isEmpty();
  }

  @Test
  void tellsGuardiansOfAWithdrawalLater() {
    String receipt = raise("text");
    KeyFileTest.done(work("ada").opened(open("ada")));

    assertThat(reporter().act(visit(receipt).ticket(), new Deed.Withdraw())).isEqualTo(Done.STORED);

    assertThat(open("bob").shared())
        .anyMatch(line -> line.said() instanceof Said.Withdrawal && line.proven());
  }

  @Test
  void endsATicketAfterHalfAnHour() {
    String receipt = raise("text");
    String ticket = visit(receipt).ticket();
    clock.advance(java.time.Duration.ofMinutes(29));
    assertThat(reporter().act(ticket, new Deed.Add("in time"))).isEqualTo(Done.STORED);
    clock.advance(java.time.Duration.ofMinutes(2));

    assertThat(reporter().act(ticket, new Deed.Add("late"))).isEqualTo(Done.NOT_FOUND);
    assertThat(reporter().visitAgain(ticket)).isEmpty();
    assertThat(reporter().act("nonsense", new Deed.Add("x"))).isEqualTo(Done.NOT_FOUND);
    assertThat(reporter().act("", new Deed.Withdraw())).isEqualTo(Done.NOT_FOUND);
    assertThat(reporter().actWithReceipt(receipt, new Deed.Add("typed"))).isEqualTo(Done.STORED);
    assertThat(ticket).doesNotContain(receipt.split(" ")[0]);
  }

  @Test
  void refusesWhatIsNothingTooLongOrNoAnswer() {
    String ticket = visit(raise("text")).ticket();

    assertThat(reporter().act(ticket, new Deed.Add(" \n"))).isEqualTo(Done.EMPTY);
    assertThat(reporter().act(ticket, new Deed.Add("x".repeat(20_001)))).isEqualTo(Done.TOO_LONG);
    assertThat(reporter().act(ticket, new Deed.Answer("perhaps"))).isEqualTo(Done.UNKNOWN_ANSWER);
    assertThat(store.all().get(0).entries()).hasSize(1);
    assertThat(KeyFileTest.failed(work("ada").reply(open("ada"), " ")).problem())
        .contains("no text");
    assertThat(KeyFileTest.failed(work("ada").reply(open("ada"), "x".repeat(20_001))).problem())
        .contains("longer");
  }

  @Test
  void namesTheLimitWhereATextIsTooMuchForOneEntry() {
    raise("text");
    GuardianWork ada = work("ada");
    OpenCase before = open("ada");
    CaseRecord standing = ada.standing(before);
    String most = "\u0939".repeat(20_000); // three bytes each

    assertThat(KeyFileTest.failed(ada.record(before, record(standing, most, most))).problem())
        .contains("together longer than 90,000 bytes", "nothing was written");
    assertThat(KeyFileTest.failed(ada.reply(before, "\u0001".repeat(16_000))).problem())
        .contains("longer than 90,000 bytes");
    assertThat(store.all().get(0).entries()).hasSize(1);

    String much = "\u0939".repeat(10_000);
    OpenCase kept = KeyFileTest.done(ada.record(before, record(standing, much, most)));
    assertThat(kept.standing().orElseThrow().notes()).isEqualTo(most);
    assertThat(kept.standing().orElseThrow().outcome()).isEqualTo(much);
    KeyFileTest.done(ada.reply(kept, "\u0001".repeat(15_000)));
    KeyFileTest.done(ada.notACase(open("ada"), "\ud83e\uddff".repeat(20_000)));
    assertThat(open("bob").doubts()).isEmpty();
  }

  private static CaseRecord record(CaseRecord before, String outcome, String notes) {
    return new CaseRecord(
        Did.NOTED, before.state(), false, null, List.of(), null, null, outcome, null, notes, "1");
  }

  @Test
  void answersEveryWrongReceiptAlike() {
    raise("text");

    for (String wrong :
        List.of("", "x", "abacus zoom kennel unruly ability able abide", "ä".repeat(5000))) {
      assertThat(reporter().visit(wrong)).as(wrong).isEmpty();
    }
  }

  private ReporterDesk reporter;

  private ReporterDesk reporter() {
    if (reporter == null) {
      reporter = new ReporterDesk(store, circle.set(), LISTS.feedback(), clock, new SecureRandom());
    }
    return reporter;
  }

  private Visit visit(String receipt) {
    return reporter().visit(receipt).orElseThrow();
  }

  private SealedIntake intake() {
    return new SealedIntake(store, circle.set(), clock, new SecureRandom());
  }

  private String raise(String text) {
    SealedIntake intake = intake();
    return String.join(" ", ((Accepted) intake.accept(intake.nonce(), text)).receiptWords());
  }

  private OpenCase open(String id) {
    return circle.open(id, store.all().get(0));
  }

  private CaseDesk desk() {
    return new CaseDesk(store, circle.set(), LISTS, new Retention(24), clock);
  }

  private GuardianWork work(String id) {
    return KeyFileTest.done(
        GuardianWork.on(
            store, circle.set(), LISTS, new Retention(24), circle.keysOf(id), List.of(), clock));
  }

  private static Casework casework(String id, Circle of) {
    return new Casework(
        of.keysOf(id), List.of(), of.set(), "2026-1", 24, LocalDate.of(2026, 11, 25));
  }

  private static CaseRecord notes(CaseRecord before, String notes) {
    return new CaseRecord(
        Did.NOTED,
        before.state(),
        false,
        null,
        List.of("safety"),
        null,
        null,
        "",
        null,
        notes,
        "2026-1");
  }

  private SealedEntry entry(OpenCase open, Box box, Circle sealedTo) {
    UUID id = UUID.randomUUID();
    return new SealedEntry(
        id,
        box,
        Sealer.seal(
            new Plaintext(
                    open.id(),
                    id,
                    1,
                    LocalDate.of(2026, 11, 25),
                    "",
                    box == Box.SHARED
                        ? new Message("ada", "", State.OPEN)
                        : new Noted("ada", CaseRecord.none("1")))
                .toSignedJson(circle.keysOf("ada").signing()),
            open.sealed().recipients(box, sealedTo.set())));
  }

  /** Signed by ada, but sealed to another circle. */
  private String change(OpenCase open, Circle sealedTo) {
    return new Change(
            open.id(),
            open.sealed().etag(),
            "ada",
            LocalDate.of(2026, 11, 25),
            List.of(entry(open, Box.RECORD, sealedTo)),
            Map.of(),
            null)
        .sign(circle.keysOf("ada").signing());
  }
}
