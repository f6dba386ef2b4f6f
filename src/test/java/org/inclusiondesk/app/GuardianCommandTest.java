package org.inclusiondesk.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.inclusiondesk.calendar.London;
import org.inclusiondesk.speakup.CaseDesk;
import org.inclusiondesk.speakup.ConcernStore;
import org.inclusiondesk.speakup.Contradiction;
import org.inclusiondesk.speakup.Intake.Outcome.Accepted;
import org.inclusiondesk.speakup.KeySet;
import org.inclusiondesk.speakup.Listing;
import org.inclusiondesk.speakup.Overfull;
import org.inclusiondesk.speakup.SealedExchange;
import org.inclusiondesk.speakup.SealedIntake;
import org.inclusiondesk.speakup.SpeakUpSettings;
import org.inclusiondesk.testing.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Guardians make keys and a set, and work on a bundle, by commands alone. */
class GuardianCommandTest {
  @TempDir Path directory;

  private final InputStream in = System.in;

  @BeforeEach
  void passphrase() {
    assertThat(System.getenv("DESK_GUARDIAN_PASSPHRASE"))
        .as("surefire sets a passphrase for these tests")
        .isNotBlank();
  }

  @AfterEach
  void restore() {
    System.setIn(in);
  }

  @Test
  void makesASetAndWorksOnABundleWithoutTheServer() throws Exception {
    Path ada = directory.resolve("ada.key");
    Path bob = directory.resolve("bob.key");
    card("ada", ada);
    card("bob", bob);
    Path set = directory.resolve("guardians.json");
    Said drafted =
        run("set", "draft", "--card", ada + ".card", "--card", bob + ".card", set.toString());
    assertThat(drafted.status()).as(drafted.text()).isZero();
    assertThat(drafted.text()).contains("Still to be signed by ada", "ada@icb.test");
    assertThat(run("set", "verify", set.toString()).status()).isEqualTo(1);
    assertThat(run("set", "sign", "--key", ada.toString(), set.toString()).status()).isZero();
    assertThat(run("set", "sign", "--key", ada.toString(), set.toString()).text())
        .contains("signed it already");
    Said signed = run("set", "sign", "--key", bob.toString(), set.toString());
    assertThat(signed.text()).contains("Signed by all who must.", "Fingerprint ");
    KeySet keys = KeySet.parse(Files.readString(set));
    assertThat(run("set", "verify", set.toString()).text()).contains(keys.fingerprint());

    ConcernStore store = store();
    SealedIntake intake = new SealedIntake(store, keys, Clock.systemUTC(), new SecureRandom());
    assertThat(intake.accept(intake.nonce(), "text \u202e hostile", Set.of()))
        .isInstanceOf(Accepted.class);
    Path bundle = directory.resolve("bundle");
    CaseDesk desk = desk(store, keys);
    Files.writeString(bundle, desk.bundle("ada"));
    String id = Listing.all(store).whole().get(0).id().toString();

    Said opened = run("open", "--key", ada.toString(), "--bundle", bundle.toString());
    assertThat(opened.status()).as(opened.text()).isZero();
    assertThat(opened.text()).contains("text <U+202E> hostile", "To be acknowledged by");
    assertThat(opened.text()).containsOnlyOnce("version 1, fingerprint " + keys.fingerprint());
    String typed = keys.fingerprint().toLowerCase(Locale.ROOT).replace("-", " ");
    assertThat(
            run(
                    "open",
                    "--key",
                    ada.toString(),
                    "--bundle",
                    bundle.toString(),
                    "--fingerprint",
                    typed)
                .status())
        .isZero();
    String changed = Files.readString(bundle);
    String another = keys.fingerprint().startsWith("7") ? "8" : "7";
    System.setIn(new ByteArrayInputStream("Who saw it?".getBytes(StandardCharsets.UTF_8)));
    Said refused =
        run(
            "reply",
            "--key",
            ada.toString(),
            "--bundle",
            bundle.toString(),
            "--fingerprint",
            another + keys.fingerprint().substring(1),
            id);
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.text()).contains("another fingerprint, " + keys.fingerprint());
    assertThat(bundle).hasContent(changed);
    System.setIn(new ByteArrayInputStream("Who saw it?".getBytes(StandardCharsets.UTF_8)));
    assertThat(run("reply", "--key", ada.toString(), "--bundle", bundle.toString(), id).status())
        .isZero();
    Said classified =
        run(
            "classify",
            "--key",
            ada.toString(),
            "--bundle",
            bundle.toString(),
            "--element",
            "bullying",
            "--kind",
            "anonymous",
            "--detriment",
            "no",
            id);
    assertThat(classified.status()).as(classified.text()).isZero();
    assertThat(
            run(
                    "classify",
                    "--key",
                    ada.toString(),
                    "--bundle",
                    bundle.toString(),
                    "--element",
                    "flying",
                    id)
                .text())
        .contains("no such code", "bullying");
    System.setIn(new ByteArrayInputStream(new byte[0]));
    assertThat(run("close", "--key", ada.toString(), "--bundle", bundle.toString(), id).status())
        .isZero();

    String changes = Files.readString(directory.resolve("bundle.changes"));
    assertThat(GuardianCommand.value(desk.applyAll(changes)))
        .containsOnly(CaseDesk.Outcome.STORED)
        .hasSize(4);
    assertThat(changes).doesNotContain("bullying", "Who saw it");
    assertThat(run("open", "--key", bob.toString(), "--bundle", bundle.toString()).text())
        .contains("closed, anonymous; Bullying or harassment", "Who saw it?", "ada: closed");
  }

  @Test
  void namesADamagedConcernAndOpensTheOthers() throws Exception {
    Path ada = directory.resolve("ada.key");
    Path bob = directory.resolve("bob.key");
    KeySet keys = setOf("ada", ada, "bob", bob);
    ConcernStore store = store();
    SealedIntake intake = new SealedIntake(store, keys, Clock.systemUTC(), new SecureRandom());
    intake.accept(intake.nonce(), "the whole one", Set.of());
    intake.accept(intake.nonce(), "the damaged one", Set.of("bob"));
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("concerns.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE concern SET own_key = '{}' WHERE left_out = 'bob'");
    }
    String damaged = Listing.all(store).damaged().get(0);
    for (String guardian : List.of("ada", "bob")) {
      Files.writeString(directory.resolve(guardian), desk(store, keys).bundle(guardian));
    }

    String adas = directory.resolve("ada").toString();
    Said opened = run("open", "--key", ada.toString(), "--bundle", adas);
    assertThat(opened.status()).isEqualTo(1);
    assertThat(opened.text())
        .contains("the whole one", "Concern " + damaged + " is damaged")
        .doesNotContain("the damaged one");
    Said resealed = run("reseal", "--key", ada.toString(), "--bundle", adas);
    assertThat(resealed.status()).isEqualTo(1);
    assertThat(resealed.text()).contains("Concern " + damaged + " is damaged");
    Said bobs =
        run("open", "--key", bob.toString(), "--bundle", directory.resolve("bob").toString());
    assertThat(bobs.status()).as(bobs.text()).isZero();
    assertThat(bobs.text()).contains("the whole one").doesNotContain(damaged);
  }

  @Test
  void opensTheOthersWhereOneCannotBeWrittenTo() throws Exception {
    Path ada = directory.resolve("ada.key");
    Path bob = directory.resolve("bob.key");
    KeySet keys = setOf("ada", ada, "bob-of-the-longest-id", bob);
    ConcernStore store = store();
    String dated = Overfull.into(store, keys, KeyOption.open(ada), keys.since());
    SealedIntake intake = new SealedIntake(store, keys, Clock.systemUTC(), new SecureRandom());
    intake.accept(intake.nonce(), "behind it", Set.of());
    Path bundle = directory.resolve("bundle");
    Files.writeString(bundle, desk(store, keys).bundle("bob-of-the-longest-id"));

    Said opened = run("open", "--key", bob.toString(), "--bundle", bundle.toString());

    assertThat(opened.status()).isEqualTo(1);
    assertThat(opened.text()).contains("behind it", dated + ": What was to be written could not");
    assertThat(Files.readString(directory.resolve("bundle.changes"))).contains("eyJ");
  }

  @Test
  void discardsWhatContradictsItselfOnlyOnceItWasToldToAndNothingElse() throws Exception {
    Path ada = directory.resolve("ada.key");
    Path bob = directory.resolve("bob.key");
    KeySet keys = setOf("ada", ada, "bob", bob);
    ConcernStore store = store();
    SealedIntake intake = new SealedIntake(store, keys, Clock.systemUTC(), new SecureRandom());
    intake.accept(intake.nonce(), "in order", Set.of());
    String sound = Listing.all(store).whole().get(0).id().toString();
    SpeakUpSettings settings = settings();
    String odd =
        Contradiction.of(keys, London.today(Clock.systemUTC()))
            .to(
                new SealedExchange(
                    store,
                    keys,
                    settings.codeLists().feedback(),
                    Clock.systemUTC(),
                    new SecureRandom()))
            .id();
    Path bundle = directory.resolve("bundle");
    CaseDesk desk = desk(store, keys);
    Files.writeString(bundle, desk.bundle("ada"));
    String before = Files.readString(bundle);

    Said asked = run("discard", odd, "--key", ada.toString(), "--bundle", bundle.toString());
    assertThat(asked.status()).isEqualTo(1);
    assertThat(asked.text())
        .contains(
            "Nothing was discarded. The server names other readers",
            "With --yes everything in it is lost for good",
            "1 text(s) between reporter and guardians and 0 record(s)",
            "guardian open " + odd,
            "compare with another guardian first")
        .doesNotContain("against itself");
    for (String more : List.of("--yes", "--fingerprint=" + keys.fingerprint())) {
      Said refused =
          run("discard", sound, "--key", ada.toString(), "--bundle", bundle.toString(), more);
      assertThat(refused.status()).isEqualTo(1);
      assertThat(refused.text()).contains("is in order, so it was not discarded", "Close it");
    }
    assertThat(bundle).hasContent(before);
    assertThat(directory.resolve("bundle.changes")).doesNotExist();

    Said done =
        run("discard", odd, "--yes", "--key", ada.toString(), "--bundle", bundle.toString());
    assertThat(done.status()).as(done.text()).isZero();
    assertThat(done.text()).contains("Discarded.");
    assertThat(
            GuardianCommand.value(
                desk.applyAll(Files.readString(directory.resolve("bundle.changes")))))
        .containsExactly(CaseDesk.Outcome.STORED);
    Path bobs = directory.resolve("bobs");
    Files.writeString(bobs, desk.bundle("bob"));
    Said seen = run("open", odd, "--key", bob.toString(), "--bundle", bobs.toString());
    assertThat(seen.status()).as(seen.text()).isZero();
    assertThat(seen.text())
        .contains("closed, not a case", "ada: discarded", "The server names other readers")
        .doesNotContain("against itself");
  }

  @Test
  void countsAQuarterOnABundleIntoThreeNewFiles() throws Exception {
    Path ada = directory.resolve("ada.key");
    Path bob = directory.resolve("bob.key");
    KeySet keys = setOf("ada", ada, "bob", bob);
    SettableClock clock = new SettableClock("2020-05-04T10:00:00Z");
    ConcernStore store = store();
    SealedIntake intake = new SealedIntake(store, keys, clock, new SecureRandom());
    intake.accept(intake.nonce(), "of the quarter", Set.of());
    intake.accept(intake.nonce(), "of the quarter too", Set.of());
    clock.set("2020-07-01T10:00:00Z");
    intake.accept(intake.nonce(), "of the next", Set.of());
    SpeakUpSettings settings = settings();
    Path bundle = directory.resolve("bundle");
    CaseDesk desk =
        new CaseDesk(store, keys, settings.codeLists(), settings.retention(), Clock.systemUTC());
    Files.writeString(bundle, desk.bundle("ada"));
    Path out = Files.createDirectory(directory.resolve("out"));
    String[] command = {
      "return",
      "--quarter",
      "2020-Q1",
      "--key",
      ada.toString(),
      "--bundle",
      bundle.toString(),
      "--out",
      out.toString()
    };

    Said counted = run(command);

    assertThat(counted.status()).as(counted.text()).isZero();
    assertThat(counted.text()).contains("2 case(s) of", "What you were left out of is not among");
    String json = Files.readString(out.resolve("return-2020-21-Q1.json"));
    assertThat(json).contains("\"lists\" : \"" + settings.codeLists().version() + "\"");
    assertThat(json).contains("\"cases\" : 2").doesNotContain("of the quarter");
    assertThat(Files.readString(out.resolve("return-2020-21-Q1.csv"))).contains("2020-21-Q1");
    assertThat(Files.readString(out.resolve("return-2020-21-Q1-board.txt")))
        .contains("fewer than 8");
    Said again = run(command);
    assertThat(again.status()).isEqualTo(1);
    assertThat(again.text()).contains("is there already");
  }

  @Test
  void draftsASetForTheDayOnWhichItIsPutIntoPlace() throws Exception {
    Path ada = directory.resolve("ada.key");
    Path bob = directory.resolve("bob.key");
    card("ada", ada);
    card("bob", bob);
    String set = directory.resolve("guardians.json").toString();
    String cards = ada + ".card";
    Said drafted =
        run("set", "draft", "--card", cards, "--card", bob + ".card", "--since", "2030-02-01", set);
    assertThat(drafted.text()).contains("Version 1, from 2030-02-01");
    run("set", "sign", "--key", ada.toString(), set);
    run("set", "sign", "--key", bob.toString(), set);
    String next = directory.resolve("next.json").toString();
    assertThat(run("set", "draft", "--from", set, "--since", "2030-01-31", next).text())
        .contains("--since: the set before holds from 2030-02-01 on.");
    assertThat(run("set", "draft", "--from", set, "--since", "tomorrow", next).status())
        .isNotZero();
    assertThat(run("set", "draft", "--from", set, "--since", "2030-02-01", next).text())
        .contains("Version 2, from 2030-02-01");
  }

  @Test
  void refusesWhatCannotBeAKeyOrASet() throws Exception {
    assertThat(run("new-key", "--id", "Ada L", "--key", directory.resolve("x").toString()).text())
        .contains("the id is not one");
    Path ada = directory.resolve("ada.key");
    card("ada", ada);
    assertThat(
            run("set", "draft", "--card", ada + ".card", directory.resolve("set").toString())
                .text())
        .contains("fewer than two guardians");
    assertThat(run("set", "verify", ada.toString()).text()).contains("cannot be used");
    assertThat(run("set", "verify", directory.resolve("none").toString()).text())
        .contains("cannot be read");
    assertThat(
            run("set", "draft", "--card", ada.toString(), directory.resolve("set").toString())
                .text())
        .contains("is not a guardian's card");
    for (String quarter : List.of("2026", "2026-Q5", "Q1")) {
      assertThat(run("return", "--quarter", quarter, "--key", ada.toString()).text())
          .contains("write it as 2026-Q3");
    }
    assertThat(run("return", "--quarter", "2999-Q1", "--key", ada.toString()).text())
        .contains("is not over yet");
  }

  @Test
  void looksThroughNoConcernsWhereThereAreNone() throws Exception {
    assertThatThrownBy(() -> GuardianCommand.Destroy.concernsIn(directory))
        .isInstanceOfSatisfying(
            StartFault.class,
            fault -> assertThat(fault.lines().toString()).contains("nothing was destroyed"));
    assertThat(directory).isEmptyDirectory();

    new ConcernStore(directory.resolve("concerns.db")).prepare();

    GuardianCommand.Destroy.concernsIn(directory);
  }

  /** New keys of two guardians, in a set that both signed. */
  private KeySet setOf(String one, Path oneKey, String other, Path otherKey) throws Exception {
    card(one, oneKey);
    card(other, otherKey);
    Path set = directory.resolve("guardians.json");
    run("set", "draft", "--card", oneKey + ".card", "--card", otherKey + ".card", set.toString());
    run("set", "sign", "--key", oneKey.toString(), set.toString());
    run("set", "sign", "--key", otherKey.toString(), set.toString());
    return KeySet.parse(Files.readString(set));
  }

  private ConcernStore store() {
    ConcernStore store = new ConcernStore(directory.resolve("concerns.db"));
    store.prepare();
    return store;
  }

  static void card(String id, Path key) throws Exception {
    Said made =
        run(
            "new-key",
            "--id",
            id,
            "--name",
            id,
            "--mailbox",
            id + "@icb.test",
            "--key",
            key.toString());
    assertThat(made.status()).as(made.text()).isZero();
    Files.writeString(
        Path.of(key + ".card"),
        made.text().lines().filter(line -> line.startsWith("eyJ")).findFirst().orElseThrow());
  }

  private SpeakUpSettings settings() {
    return RunningDesk.configuration(Path.of("config"), RunningDesk.variables(directory, Map.of()))
        .speakUp();
  }

  private CaseDesk desk(ConcernStore store, KeySet keys) {
    SpeakUpSettings settings = settings();
    return new CaseDesk(store, keys, settings.codeLists(), settings.retention(), Clock.systemUTC());
  }

  record Said(int status, String text) {}

  static Said run(String... arguments) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintWriter out = new PrintWriter(new PrintStream(said, true, StandardCharsets.UTF_8), true);
    CommandLine line = new CommandLine(new GuardianCommand());
    line.setOut(out);
    line.setErr(out);
    line.setExecutionExceptionHandler(
        (fault, where, parsed) -> {
          out.println(fault instanceof StartFault start ? start.lines() : fault.toString());
          return 1;
        });
    int status = line.execute(arguments);
    out.flush();
    return new Said(status, said.toString(StandardCharsets.UTF_8));
  }
}
