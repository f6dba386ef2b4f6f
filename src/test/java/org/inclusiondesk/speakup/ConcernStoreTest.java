package org.inclusiondesk.speakup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.inclusiondesk.speakup.ConcernStore.Added;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcernStoreTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 20);

  private static final Circle CIRCLE = Circle.of("ada", "bob");
  private static final List<String> WORDS =
      List.of("abacus", "zoom", "kennel", "unruly", "ability", "able", "abide");
  private static final Map<Integer, SealedCase> CASES = new ConcurrentHashMap<>();
  private static final Map<Integer, SealedEntry> ENTRIES = new ConcurrentHashMap<>();

  @TempDir Path directory;

  @Test
  void leavesTheSameBytesInWhateverOrderConcernsCame() throws IOException {
    byte[] one = history("one", "+0", "+1", "+2", "+3");
    byte[] other = history("other", "+3", "+1", "+0", "+2");

    assertThat(one).isEqualTo(other);
    assertThat(one.length).isGreaterThan(40_000);
  }

  @Test
  void takesConcernsWhileTheMachineRecordsAndLeavesNothingInTheRecording() throws IOException {
    try (Recording recording = new Recording()) {
      recording.start();
      assertThat(history("one", "+0", "*0")).isEqualTo(history("other", "+0", "*0"));
      recording.stop();
      recording.dump(directory.resolve("flight.jfr"));
    }

    List<RecordedEvent> statements =
        RecordingFile.readAllEvents(directory.resolve("flight.jfr")).stream()
            .filter(event -> event.getEventType().getName().contains("jdbi"))
            .toList();
    assertThat(statements).isNotEmpty();
    assertThat(statements).allMatch(event -> event.getString("parameters").length() <= 2);
  }

  @Test
  void leavesTheSameBytesWhenSomeWereRemovedInBetween() throws IOException {
    byte[] one = history("one", "+0", "+4", "+1", "*0", "-4", "+5", "*5", "-5", "+2", "*2");
    byte[] other = history("other", "+5", "+2", "+1", "*2", "+4", "*5", "-5", "+0", "*0", "-4");

    assertThat(one).isEqualTo(other);
  }

  @Test
  void leavesTheSameBytesInBackups() throws IOException {
    history("one", "+0", "+1", "+2");
    history("other", "+2", "+0", "+1");
    Path copyOfOne = directory.resolve("one.copy");
    Path copyOfOther = directory.resolve("other.copy");

    new ConcernStore(directory.resolve("one")).copyTo(copyOfOne);
    new ConcernStore(directory.resolve("other")).copyTo(copyOfOther);

    assertThat(Files.readAllBytes(copyOfOne)).isEqualTo(Files.readAllBytes(copyOfOther));
    ConcernStore copy = new ConcernStore(copyOfOne);
    copy.prepare();
    assertThat(copy.all()).hasSize(3);
    assertThatThrownBy(() -> copy.copyTo(copyOfOther))
        .isInstanceOf(ConcernStoreException.class)
        .hasMessageContaining("exists already");
    assertThatThrownBy(() -> copy.copyTo(directory.resolve("no/where")))
        .isInstanceOf(ConcernStoreException.class)
        .hasMessageContaining("cannot be created");
  }

  @Test
  void leavesNothingOfWhatWasRemoved() throws IOException {
    byte[] file = history("one", "+0", "+4", "*4", "-4");

    assertThat(new String(file, StandardCharsets.ISO_8859_1))
        .contains(ciphertext(sealed(0).entries().get(0)))
        .doesNotContain(ciphertext(sealed(4).entries().get(0)), ciphertext(ENTRIES.get(4)));
    assertThat(files()).containsExactly("one");
  }

  @Test
  void tidiesUpAtTheNextStartAfterAKill() throws Exception {
    byte[] undisturbed = history("one", "+0", "+1", "+2");
    history("other", "+2");
    // What a process leaves that is killed between its write and its tidying up.
    try (Connection connection = connect("other");
        Statement statement = connection.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      insert(connection, 0);
      statement.execute("PRAGMA schema_version = 2");
      statement.execute("COMMIT");
    }
    ConcernStore restarted = new ConcernStore(directory.resolve("other"));
    restarted.prepare();
    step(restarted, "+1");

    assertThat(Files.readAllBytes(directory.resolve("other"))).isEqualTo(undisturbed);
  }

  @Test
  void takesWritesFromTwoProcessesAtOnce() throws Exception {
    history("one");
    ExecutorService processes = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (int process = 0; process < 2; process++) {
        ConcernStore store = new ConcernStore(directory.resolve("one"), Duration.ofSeconds(60));
        int first = process;
        writers.add(
            processes.submit(
                () -> {
                  for (int i = first; i < 20; i += 2) {
                    store.add(locator(i), sealed(i));
                  }
                }));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      processes.shutdownNow();
    }

    assertThat(new ConcernStore(directory.resolve("one")).all()).hasSize(20);
  }

  @Test
  void startingAgainChangesNoByte() throws IOException {
    byte[] before = history("one", "+0", "+1");

    for (int i = 0; i < 3; i++) {
      new ConcernStore(directory.resolve("one")).prepare();
    }

    assertThat(Files.readAllBytes(directory.resolve("one"))).isEqualTo(before);
  }

  @Test
  void keepsAConcernOnceWhenItsLocatorIsThere() throws IOException {
    byte[] once = history("one", "+0");
    ConcernStore store = new ConcernStore(directory.resolve("one"));

    assertThat(store.add(locator(0), sealed(0))).isEqualTo(Added.SAME);
    assertThat(store.add(locator(0), sealed(1))).isEqualTo(Added.TAKEN);
    assertThat(store.add(locator(1), sealed(0))).isEqualTo(Added.TAKEN);

    assertThat(store.all()).hasSize(1);
    assertThat(Files.readAllBytes(directory.resolve("one"))).isEqualTo(once);
  }

  @Test
  void findsByIdAndByLocator() throws IOException {
    history("one", "+0", "+1");
    ConcernStore store = new ConcernStore(directory.resolve("one"));

    assertThat(store.find(id(1)).orElseThrow()).isEqualTo(sealed(1));
    assertThat(store.find(locator(0)).orElseThrow()).isEqualTo(sealed(0));
    assertThat(store.find(id(7))).isEmpty();
    assertThat(store.find(locator(7))).isEmpty();
    assertThat(store.remove(id(7))).isFalse();
  }

  @Test
  void removesWhatWasKeptLongEnoughAndNothingThatWaits() throws IOException {
    byte[] one = history("one", "+1", "+2", "+0", "*0", "-0");
    history("other", "+0", "*0", "+2", "+1");
    ConcernStore store = new ConcernStore(directory.resolve("other"));

    assertThat(store.waitingSince()).contains(DAY);
    assertThat(store.removeKeptUntilBefore(YearMonth.of(2028, 11))).isZero();
    assertThat(store.removeKeptUntilBefore(YearMonth.of(2028, 12))).isEqualTo(1);

    assertThat(store.find(id(0))).isEmpty();
    assertThat(Files.readAllBytes(directory.resolve("other"))).isEqualTo(one);
  }

  @Test
  void skipsDaysAndMonthsThatAreDamaged() throws Exception {
    history("one", "+0", "+1", "+2", "*2");
    ConcernStore store = new ConcernStore(directory.resolve("one"));
    for (String odd : List.of("0", "2026-1", "2026-13", "")) {
      try (Connection connection = connect("one");
          var update =
              connection.prepareStatement(
                  "UPDATE concern SET waiting_since = ?, keep_until = ? WHERE locator = ?")) {
        update.setString(1, odd);
        update.setString(2, null);
        update.setBytes(3, locator(0));
        update.executeUpdate();
        update.setString(1, null);
        update.setString(2, odd);
        update.setBytes(3, locator(2));
        update.executeUpdate();
      }

      assertThat(store.waitingSince()).as(odd).contains(DAY);
      assertThat(store.removeKeptUntilBefore(YearMonth.of(2099, 1))).as(odd).isZero();
    }
    try (Connection connection = connect("one");
        Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM concern WHERE waiting_since = '" + DAY + "'");
    }
    assertThat(store.waitingSince()).isEmpty();
  }

  @Test
  void changesACaseOnlyIfTheChangeAgrees() throws IOException {
    byte[] before = history("one", "+0");
    ConcernStore store = new ConcernStore(directory.resolve("one"));

    assertThat(store.change(id(0), found -> Optional.empty())).isEmpty();
    assertThat(store.change(id(7), Optional::of)).isEmpty();
    assertThat(Files.readAllBytes(directory.resolve("one"))).isEqualTo(before);
    step(store, "*0");
    assertThat(store.find(id(0)).orElseThrow().isOpened()).isTrue();
    assertThat(store.waitingSince()).isEmpty();
    assertThat(store.removeUnopened(locator(0))).isFalse();
  }

  @Test
  void makesAFileOfTheFirstFormatAnewIfItHoldsNoConcern() throws Exception {
    byte[] fresh = history("one", "+0");
    try (Connection connection = connect("other");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE concern (id BLOB PRIMARY KEY) WITHOUT ROWID");
      statement.execute("PRAGMA application_id = " + 0x494e_4344);
      statement.execute("PRAGMA user_version = 1");
    }
    ConcernStore store = new ConcernStore(directory.resolve("other"));
    store.prepare();
    step(store, "+0");

    assertThat(store.all()).containsExactly(sealed(0));
    assertThat(new String(fresh, StandardCharsets.ISO_8859_1)).contains("CREATE TABLE entry");
  }

  @Test
  void refusesAFileOfTheFirstFormatThatHoldsConcerns() throws Exception {
    try (Connection connection = connect("other");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE concern (id BLOB PRIMARY KEY) WITHOUT ROWID");
      statement.execute("INSERT INTO concern VALUES (x'00')");
      statement.execute("PRAGMA application_id = " + 0x494e_4344);
      statement.execute("PRAGMA user_version = 1");
    }

    assertThatThrownBy(() -> new ConcernStore(directory.resolve("other")).prepare())
        .isInstanceOf(ConcernStoreException.class)
        .hasMessageContaining("version 0.1");
  }

  @Test
  void listsByDay() throws IOException {
    history("one", "+1");
    ConcernStore store = new ConcernStore(directory.resolve("one"));
    SealedCase sealed = sealed(0);
    store.add(
        locator(0),
        new SealedCase(
            sealed.id(), DAY.minusDays(1), List.of(), null, null, sealed.own(), sealed.entries()));

    assertThat(store.all()).extracting(SealedCase::day).containsExactly(DAY.minusDays(1), DAY);
  }

  @Test
  void keepsTheFileToItsOwner() throws IOException {
    history("one", "+0");

    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("one"))))
        .isEqualTo("rw-------");
  }

  @Test
  void saysSoWhenTheFileIsNotADatabase() throws IOException {
    Path file = directory.resolve("notes");
    Files.writeString(file, "These are my notes, and they are long enough. ".repeat(40));
    byte[] before = Files.readAllBytes(file);

    assertThatThrownBy(() -> new ConcernStore(file).prepare())
        .isInstanceOf(ConcernStoreException.class)
        .hasMessageContaining("notes is not a database");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void saysSoWhenTheDatabaseBelongsToSomethingElse() throws SQLException {
    try (Connection connection = connect("other");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (x)");
    }

    assertThatThrownBy(() -> new ConcernStore(directory.resolve("other")).prepare())
        .isInstanceOf(ConcernStoreException.class)
        .hasMessageContaining("another program");
  }

  @Test
  void saysSoWhenTheDatabaseIsOfANewerVersion() throws Exception {
    history("one", "+0");
    try (Connection connection = connect("one");
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA user_version = 99");
    }
    byte[] before = Files.readAllBytes(directory.resolve("one"));

    assertThatThrownBy(() -> new ConcernStore(directory.resolve("one")).prepare())
        .isInstanceOf(ConcernStoreException.class)
        .hasMessageContaining("newer version of the desk (format 99");
    assertThat(Files.readAllBytes(directory.resolve("one"))).isEqualTo(before);
  }

  @Test
  void saysSoWhenTheDirectoryIsMissingOrTheFileIsADirectory() {
    assertThatThrownBy(() -> new ConcernStore(directory.resolve("no/where")).prepare())
        .isInstanceOf(ConcernStoreException.class)
        .hasMessageContaining("cannot be created");
    assertThatThrownBy(() -> new ConcernStore(directory).prepare())
        .isInstanceOf(ConcernStoreException.class)
        .hasMessageContaining("is not a file");
  }

  @Test
  void saysSoWhenAnotherProcessLocksIt() throws Exception {
    history("one", "+0");
    ConcernStore store = new ConcernStore(directory.resolve("one"), Duration.ofMillis(50));
    assertThat(store.isWritable()).isTrue();
    try (Connection other = connect("one");
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");

      assertThat(store.isWritable()).isFalse();
      assertThatThrownBy(() -> step(store, "+1"))
          .isInstanceOf(ConcernStoreException.class)
          .hasMessageContaining("locked by another process")
          .hasNoCause();
    }
    assertThat(store.all()).hasSize(1);
  }

  @Test
  void keepsAConcernThatItCannotTidyUpAfterAndTidiesLater() throws Exception {
    byte[] undisturbed = history("other", "+0", "+1");
    history("one", "+1");
    ConcernStore store = new ConcernStore(directory.resolve("one"), Duration.ofMillis(50));
    try (Connection connection = connect("one");
        Statement statement = connection.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      insert(connection, 0);
      statement.execute("PRAGMA schema_version = 2");
      statement.execute("COMMIT");
      statement.execute("BEGIN");
      statement.executeQuery("SELECT count(*) FROM concern").close();
      assertThat(store.all()).hasSize(2);
      assertThat(store.tidy()).isFalse();
      statement.execute("COMMIT");
    }

    assertThat(store.tidy()).isTrue();
    assertThat(Files.readAllBytes(directory.resolve("one"))).isEqualTo(undisturbed);
  }

  private byte[] history(String name, String... steps) throws IOException {
    ConcernStore store = new ConcernStore(directory.resolve(name));
    store.prepare();
    for (String step : steps) {
      step(store, step);
    }
    return Files.readAllBytes(directory.resolve(name));
  }

  private static String ciphertext(SealedEntry entry) {
    return entry.sealed().toJson().path("ciphertext").textValue().substring(100, 200);
  }

  private static void step(ConcernStore store, String step) {
    int number = step.charAt(1) - '0';
    if (step.startsWith("*")) {
      assertThat(store.change(id(number), before -> Optional.of(more(before, number)))).isPresent();
    } else if (step.startsWith("+")) {
      store.add(locator(number), sealed(number));
    } else {
      assertThat(store.remove(id(number))).isTrue();
    }
  }

  private static UUID id(int number) {
    return sealed(number).id();
  }

  private static byte[] locator(int number) {
    byte[] locator = new byte[32];
    locator[0] = (byte) (number * 37);
    return locator;
  }

  /** The same each time, as sealing would not be. */
  private static SealedCase sealed(int number) {
    return CASES.computeIfAbsent(
        number,
        which ->
            Reporting.report(
                Receipt.of(WORDS),
                ("m" + which).repeat(which % 2 == 0 ? 1500 : 5500),
                List.of(),
                CIRCLE.set(),
                DAY,
                new SecureRandom()));
  }

  /** A case with one more entry, the same each time, opened by a guardian. */
  private static SealedCase more(SealedCase before, int number) {
    List<SealedEntry> entries = new ArrayList<>(before.entries());
    entries.add(
        ENTRIES.computeIfAbsent(
            number,
            which ->
                new SealedEntry(
                    UUID.randomUUID(), Box.RECORD, sealed(which).entries().get(0).sealed())));
    return new SealedCase(
        before.id(),
        before.day(),
        before.leftOut(),
        null,
        YearMonth.of(2028, 11),
        before.own(),
        entries);
  }

  private static void insert(Connection connection, int number) throws SQLException {
    SealedCase whole = sealed(number);
    try (var insert =
        connection.prepareStatement("INSERT INTO concern VALUES (?, ?, ?, ?, ?, ?, ?)")) {
      insert.setBytes(1, bytes(whole.id()));
      insert.setString(2, DAY.toString());
      insert.setBytes(3, locator(number));
      insert.setString(4, whole.own().toJson().toString());
      insert.setString(5, "");
      insert.setString(6, DAY.toString());
      insert.setString(7, null);
      insert.executeUpdate();
    }
    for (SealedEntry entry : whole.entries()) {
      try (var insert = connection.prepareStatement("INSERT INTO entry VALUES (?, ?, ?, ?)")) {
        insert.setBytes(1, bytes(whole.id()));
        insert.setBytes(2, bytes(entry.id()));
        insert.setString(3, entry.box().id());
        insert.setString(4, entry.sealed().json());
        insert.executeUpdate();
      }
    }
  }

  private static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  private Connection connect(String name) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + directory.resolve(name));
  }

  private List<String> files() throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
