package org.inclusiondesk.speakup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.inclusiondesk.calendar.London;
import org.inclusiondesk.testing.Readings;
import org.inclusiondesk.testing.SettableClock;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.util.OSInfo;

/**
 * A life of cases, of which each deed is killed, or finds the disk full or the file locked, in a
 * process of its own. Whatever happens, the file has afterwards, to the byte, what it has in a life
 * without any of that.
 */
@Tag("full")
class ConcernKilledIT {
  private static final Circle CIRCLE = Circle.of("ada", "bob");

  /** Begins with no word of {@code words.txt}: passphrases are drawn from it. */
  private static final String MARKER = "canarixtext of Canaria Reporter";

  private static final int MOST_TRIES = 25;
  private static final int LONGEST_SECONDS = 60;

  /** A deed with the file before and after it. */
  private record Deed(String name, String kind, byte[] sent, byte[] before, byte[] after) {}

  @TempDir private static Path life;

  private static final List<Deed> DEEDS = new ArrayList<>();

  @TempDir private Path directory;

  @BeforeAll
  static void liveUndisturbed() throws Exception {
    ConcernStore store = new ConcernStore(life.resolve("concerns.db"));
    store.prepare();
    Files.writeString(life.resolve("keys.json"), CIRCLE.set().toJson());
    for (int other = 0; other < 4; other++) {
      SealedAway away = new SealedAway(CIRCLE, "another " + "long ".repeat(other * 3000));
      OneDeed.done(store, CIRCLE.set(), "report", bytes(away.report()));
    }
    SealedAway first = new SealedAway(CIRCLE, "something is wrong " + "x".repeat(15_000));
    SealedAway second = new SealedAway(CIRCLE, "something else is wrong");
    live(store, "first report", "report", first.report());
    live(store, "addition", "add", first.addition());
    Casework ada =
        new Casework(
            CIRCLE.keysOf("ada"),
            List.of(),
            CIRCLE.set(),
            GuardianWorkTest.LISTS.version(),
            24,
            London.today(new SettableClock(OneDeed.NOW)));
    live(store, "guardian's change", "change", ada.replied(open(store, first), "Who?"));
    live(store, "late withdrawal", "withdraw", first.withdrawal());
    OpenCase withdrawn = open(store, first);
    assertThat(withdrawn.shared()).anyMatch(line -> line.said() instanceof Said.Withdrawal);
    live(store, "sealing anew", "change", ada.resealed(withdrawn));
    OneDeed.done(store, CIRCLE.set(), "report", bytes(second.report()));
    live(store, "withdrawal", "withdraw", second.addition());
    Contradiction odd =
        Contradiction.of(CIRCLE.set(), London.today(new SettableClock(OneDeed.NOW)));
    OneDeed.done(store, CIRCLE.set(), "report", odd.body());
    SealedCase contradicting =
        store.all().stream()
            .filter(each -> each.id().toString().equals(odd.id()))
            .findFirst()
            .orElseThrow();
    live(store, "discarding", "change", ada.discarded(CIRCLE.open("ada", contradicting), "Why."));
  }

  private static OpenCase open(ConcernStore store, SealedAway away) {
    SealedCase found =
        store.all().stream()
            .filter(each -> each.id().toString().equals(away.id()))
            .findFirst()
            .orElseThrow();
    return CIRCLE.open("ada", found);
  }

  private static void live(ConcernStore store, String name, String kind, String sent)
      throws IOException {
    byte[] before = Files.readAllBytes(life.resolve("concerns.db"));
    Object outcome = OneDeed.done(store, CIRCLE.set(), kind, bytes(sent));
    assertThat(outcome).hasToString("STORED");
    byte[] after = Files.readAllBytes(life.resolve("concerns.db"));
    assertThat(after).isNotEqualTo(before);
    DEEDS.add(new Deed(name, kind, bytes(sent), before, after));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "first report",
        "addition",
        "guardian's change",
        "late withdrawal",
        "sealing anew",
        "withdrawal",
        "discarding"
      })
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  private @interface EveryDeed {}

  @EveryDeed
  void leavesNoHalfOfWhatWasKilledBeforeItsCommit(String name) throws Exception {
    Deed deed = deed(name);

    try (Child child = start(deed, "COMMIT", true)) {
      child.reaches();
      child.kill();
    }

    // It is in the middle: old pages are in a journal, and of what is long some new in the file.
    assertThat(journal()).isNotEmptyFile();
    if (name.equals("first report")) {
      assertThat(Files.readAllBytes(file())).isNotEqualTo(deed.before());
    }
    new ConcernStore(file()).prepare();
    assertThat(Files.readAllBytes(file())).isEqualTo(deed.before());
    again(deed);
  }

  @EveryDeed
  void keepsWhatWasKilledAfterItsCommit(String name) throws Exception {
    Deed deed = deed(name);

    try (Child child = start(deed, "VACUUM", true)) {
      child.reaches();
      child.kill();
    }

    assertThat(Files.readAllBytes(file())).isNotEqualTo(deed.after());
    new ConcernStore(file()).prepare();
    assertThat(Files.readAllBytes(file())).isEqualTo(deed.after());
    again(deed);
  }

  @Test
  void keepsAllWhenKilledInTheMiddleOfTheRebuilding() throws Exception {
    int inTheMiddle = 0;
    for (int tried = 0; tried < MOST_TRIES && inTheMiddle < 2; tried++) {
      Deed deed = DEEDS.get(tried % DEEDS.size());
      try (Child child = start(deed, "VACUUM", false)) {
        child.reaches();
        while (child.runs() && size(journal()) < 20_000 + 8_000 * (tried % 5)) {
          Thread.onSpinWait();
        }
        child.kill();
      }
      if (size(journal()) > 0) {
        inTheMiddle++;
      }
      new ConcernStore(file()).prepare();
      assertThat(Files.readAllBytes(file())).isEqualTo(deed.after());
      again(deed);
    }
    assertThat(inTheMiddle).as("kills that left a journal of the rebuilding").isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"INSERT INTO entry", "COMMIT", "VACUUM"})
  void leavesNoMarkedTextWhereverItIsKilled(String place) throws Exception {
    Deed typed = new Deed("", "text", bytes(MARKER), deed("addition").before(), new byte[0]);
    ConcernStore store = new ConcernStore(file());

    try (Child child = start(typed, place, true)) {
      child.reaches();
      child.kill();
    }
    assertClean();
    store.prepare();

    boolean committed = place.equals("VACUUM");
    assertThat(CIRCLE.texts("ada", store).contains(MARKER)).isEqualTo(committed);
    if (!committed) {
      assertThat(Files.readAllBytes(file())).isEqualTo(typed.before());
    }
    assertClean();
  }

  @ParameterizedTest
  @CsvSource({
    "first report, true",
    "guardian's change, true",
    "late withdrawal, true",
    "sealing anew, true",
    "withdrawal, false",
    "discarding, false"
  })
  void keepsAllOrNothingAsTheDiskFillsUp(String name, boolean grows) throws Exception {
    Deed deed = deed(name);
    int before = deed.before().length;
    int after = Math.max(deed.after().length, before);

    assertThat(withRoomFor(before / 2, deed)).startsWith("failed: ").contains("concerns.db");
    new ConcernStore(file()).prepare();
    assertThat(Files.readAllBytes(file())).isEqualTo(deed.before());
    again(deed);

    // Enough for the deed, too little for the journal of the rebuilding.
    if (grows) {
      assertThat(withRoomFor(after, deed)).isEqualTo("STORED");
      assertThat(Files.readAllBytes(file())).isNotEqualTo(deed.after());
      new ConcernStore(file()).prepare();
      assertThat(Files.readAllBytes(file())).isEqualTo(deed.after());
      again(deed);
    }

    assertThat(withRoomFor(3 * after, deed)).isEqualTo("STORED");
    assertThat(Files.readAllBytes(file())).isEqualTo(deed.after());
    again(deed);
  }

  private String withRoomFor(int bytes, Deed deed) throws Exception {
    try (Child child = start(deed, "", false, bytes)) {
      return child.end();
    }
  }

  @Test
  void saysThatTheDiskIsFullAndChangesNothing() throws Exception {
    for (String name :
        List.of("first report", "guardian's change", "late withdrawal", "sealing anew")) {
      Deed deed = deed(name);
      Files.write(file(), deed.before());
      ConcernStore full = new ConcernStore(file());
      Statements.of(
          full,
          (sql, connection) -> {
            if (sql.startsWith("BEGIN")) {
              try (var statement = connection.createStatement()) {
                statement.execute("PRAGMA max_page_count = 1"); // means: as many as there are
              }
            }
          });

      assertThatThrownBy(() -> OneDeed.done(full, CIRCLE.set(), deed.kind(), deed.sent()))
          .isInstanceOf(ConcernStoreException.class)
          .hasMessageContaining("the disk is full")
          .hasNoCause();

      assertThat(Files.readAllBytes(file())).isEqualTo(deed.before());
      OneDeed.done(new ConcernStore(file()), CIRCLE.set(), deed.kind(), deed.sent());
      assertThat(Files.readAllBytes(file())).isEqualTo(deed.after());
    }
  }

  @Test
  void changesNothingWhenItBreaksHalfWay() throws Exception {
    for (Deed deed : DEEDS) {
      Files.write(file(), deed.before());
      ConcernStore breaking = new ConcernStore(file());
      Statements.of(
          breaking,
          (sql, connection) -> {
            if (sql.startsWith("SELECT total_changes")) {
              throw new IllegalStateException(MARKER);
            }
          });

      assertThatThrownBy(() -> OneDeed.done(breaking, CIRCLE.set(), deed.kind(), deed.sent()))
          .as(deed.name())
          .isInstanceOf(IllegalStateException.class);

      assertThat(Files.readAllBytes(file())).as(deed.name()).isEqualTo(deed.before());
      OneDeed.done(new ConcernStore(file()), CIRCLE.set(), deed.kind(), deed.sent());
      assertThat(Files.readAllBytes(file())).isEqualTo(deed.after());
    }
  }

  @Test
  void waitsForAnotherProcessAndThenSaysSoAndChangesNothing() throws Exception {
    Deed deed = deed("withdrawal");
    ConcernStore store = new ConcernStore(file(), Duration.ofMillis(50));

    try (Child child = start(deed, "COMMIT", true)) {
      child.reaches();
      for (Deed other : DEEDS) {
        assertThatThrownBy(() -> OneDeed.done(store, CIRCLE.set(), other.kind(), other.sent()))
            .as(other.name())
            .isInstanceOf(ConcernStoreException.class)
            .hasMessageContaining("locked by another process")
            .hasNoCause();
      }
      assertThat(store.isWritable()).isFalse();
      assertThat(store.tidy()).isFalse();
      child.kill();
    }

    again(deed);
  }

  /** The same once more, as who got no answer does: it is there once, and nothing else is. */
  private void again(Deed deed) throws IOException {
    OneDeed.done(new ConcernStore(file()), CIRCLE.set(), deed.kind(), deed.sent());

    assertThat(Files.readAllBytes(file())).isEqualTo(deed.after());
    try (var left = Files.list(directory)) {
      assertThat(left.map(each -> each.getFileName().toString()).toList())
          .containsExactlyInAnyOrder("concerns.db", "sent", "out", "err", "tmp");
    }
    assertThat(directory.resolve("err")).isEmptyFile();
    try (var temporary = Files.list(directory.resolve("tmp"))) {
      assertThat(temporary.filter(each -> !isLibrary(each)).toList()).isEmpty();
    }
  }

  private void assertClean() throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        if (each.equals(directory.resolve("sent")) || isLibrary(each)) {
          continue;
        }
        for (String reading : Readings.of(Files.readAllBytes(each))) {
          assertThat(reading.toLowerCase(Locale.ROOT))
              .as(each.toString())
              .doesNotContain("canarix", "canaria");
        }
      }
    }
  }

  private static boolean isLibrary(Path file) {
    return file.getFileName().toString().contains("sqlitejdbc");
  }

  private static Deed deed(String name) {
    return DEEDS.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  private Path file() {
    return directory.resolve("concerns.db");
  }

  private Path journal() {
    return directory.resolve("concerns.db-journal");
  }

  private static long size(Path file) {
    return file.toFile().length();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Child start(Deed deed, String place, boolean waits) throws IOException {
    return start(deed, place, waits, -1);
  }

  /**
   * @param room how large a file the process can write, in bytes; negative for any
   */
  private Child start(Deed deed, String place, boolean waits, long room) throws IOException {
    Files.deleteIfExists(journal());
    Files.write(file(), deed.before());
    Path sent = Files.write(directory.resolve("sent"), deed.sent());
    Path temporary = Files.createDirectories(directory.resolve("tmp"));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + temporary,
                "-Dorg.sqlite.lib.path=" + library().getParent(),
                "-Dorg.sqlite.lib.name=" + library().getFileName(),
                "-cp",
                System.getProperty("java.class.path"),
                OneDeed.class.getName(),
                file().toString(),
                life.resolve("keys.json").toString(),
                deed.kind(),
                sent.toString(),
                place,
                String.valueOf(waits)));
    if (room >= 0) {
      // POSIX counts in blocks of 512 bytes.
      command.addAll(0, List.of("sh", "-c", "ulimit -f " + room / 512 + "; exec \"$@\"", "sh"));
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile());
    builder.environment().put("SQLITE_TMPDIR", temporary.toString());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    return new Child(builder.start(), directory.resolve("out"));
  }

  /** SQLite's library, laid out once: a process that may write but little cannot unpack it. */
  private static Path library() throws IOException {
    String name = System.mapLibraryName("sqlitejdbc");
    Path library = life.resolve(name);
    if (!Files.exists(library)) {
      String from = "/org/sqlite/native/" + OSInfo.getNativeLibFolderPathForCurrentOS() + "/";
      try (InputStream in = OSInfo.class.getResourceAsStream(from + name)) {
        Files.copy(in, library);
      }
    }
    return library;
  }

  /** A process that does one deed. */
  private record Child(Process process, Path out) implements AutoCloseable {
    /** Waits until it says that it is where it was told to stop. */
    void reaches() throws Exception {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
      while (!Files.readString(out).contains(OneDeed.REACHED)) {
        if (!runs() || System.nanoTime() > end) {
          throw new AssertionError("it did not get there: " + Files.readString(out));
        }
        Thread.onSpinWait();
      }
    }

    boolean runs() {
      return process.isAlive();
    }

    /** Ends it at once, as kill -9 does. */
    void kill() throws InterruptedException {
      process.destroyForcibly();
      assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    /** What it said by its end. */
    String end() throws Exception {
      assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      try (BufferedReader said = Files.newBufferedReader(out)) {
        return String.valueOf(said.readLine());
      }
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
