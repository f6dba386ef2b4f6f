package org.inclusiondesk.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.inclusiondesk.testing.Crowd;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
  @TempDir Path directory;

  @Test
  void letsNobodyButTheOwnerReadWhatItWrites() throws Exception {
    Path inside = directory.resolve("made").resolve("desk.db");
    try (Database database = Database.open(inside)) {
      database.change(handle -> handle.execute("INSERT INTO last_run VALUES ('a', 'b')"));
      Database.copy(inside, inside.resolveSibling("copy.db"));
      try (Stream<Path> files = Files.list(inside.getParent())) {
        assertThat(files.toList())
            .hasSizeGreaterThanOrEqualTo(4)
            .allSatisfy(
                file ->
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isEqualTo("rw-------"));
      }
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(inside.getParent())))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void worksWhileTheMachineRecordsAndLeavesNothingInTheRecording() throws Exception {
    Path recorded = directory.resolve("flight.jfr");
    try (Recording recording = new Recording();
        Database database = Database.open(file())) {
      recording.start();
      database.change(handle -> run(handle, "canarix", "2026-01"));
      assertThat(jobs(database)).containsExactly("canarix");
      recording.stop();
      recording.dump(recorded);
    }

    List<RecordedEvent> statements =
        RecordingFile.readAllEvents(recorded).stream()
            .filter(event -> event.getEventType().getName().contains("jdbi"))
            .toList();
    assertThat(statements).isNotEmpty();
    assertThat(statements).noneMatch(event -> event.toString().contains("canarix"));
  }

  @Test
  void storesAllOfATransactionOrNothing() {
    try (Database database = Database.open(file())) {
      assertThatThrownBy(
              () ->
                  database.change(
                      handle -> {
                        run(handle, "one", "2026-01");
                        throw new IllegalStateException("in the middle");
                      }))
          .hasMessage("in the middle");
      assertThat(jobs(database)).isEmpty();

      database.change(handle -> run(handle, "two", "2026-02"));
      assertThat(jobs(database)).containsExactly("two");
    }
  }

  @Test
  void keepsWhatItReturnedFromWhenTheProcessDiesInTheNextTransaction() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                DyingWriter.class.getName(),
                file().toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue())
        .as(Files.readString(directory.resolve("output")))
        .isEqualTo(137);

    try (Database database = Database.open(file())) {
      assertThat(jobs(database)).containsExactly("acknowledged");
    }
  }

  /** Dies as by kill -9: no shutdown hook, no close. */
  static final class DyingWriter {
    private DyingWriter() {}

    public static void main(String[] arguments) {
      Database database = Database.open(Path.of(arguments[0]));
      database.change(handle -> run(handle, "acknowledged", "1"));
      database.change(
          handle -> {
            run(handle, "half done", "1");
            Runtime.getRuntime().halt(137);
          });
    }
  }

  @Test
  void refusesAWriteInsideAWriteAndStoresNeither() {
    try (Database database = Database.open(file())) {
      assertThatThrownBy(
              () ->
                  database.change(
                      outer -> {
                        run(outer, "outer", "1");
                        database.change(inner -> run(inner, "inner", "1"));
                      }))
          .isInstanceOf(RuntimeException.class);
      assertThat(jobs(database)).isEmpty();
    }
  }

  @Test
  void readsOneStateWhileOthersWrite() {
    try (Database database = Database.open(file())) {
      database.read(
          handle -> {
            assertThat(count(handle)).isZero();
            database.change(writing -> run(writing, "meanwhile", "1"));
            assertThat(count(handle)).isZero();
            return true;
          });
      assertThat(jobs(database)).containsExactly("meanwhile");
    }
  }

  @Test
  void neverWritesWhereItReads() {
    try (Database database = Database.open(file())) {
      assertThatThrownBy(() -> database.read(handle -> handle.execute("DELETE FROM last_run")))
          .hasMessageContaining("readonly");
    }
  }

  @Test
  void countsEveryWriteOfManyThreadsAndTwoProcesses() throws Exception {
    try (Database one = Database.open(file());
        Database other = Database.open(file())) {
      one.change(handle -> run(handle, "counter", "0"));
      Crowd.of(
          40,
          number -> {
            (number % 2 == 0 ? one : other)
                .change(
                    handle -> {
                      int before =
                          handle
                              .createQuery("SELECT period FROM last_run WHERE job = 'counter'")
                              .mapTo(Integer.class)
                              .one();
                      handle.execute(
                          "UPDATE last_run SET period = ? WHERE job = 'counter'", before + 1);
                    });
            return true;
          });
      assertThat(
              one.<String>read(
                  handle ->
                      handle.createQuery("SELECT period FROM last_run").mapTo(String.class).one()))
          .isEqualTo("40");
    }
  }

  @Test
  void waitsForAnotherProcessThatWrites() throws Exception {
    try (Database one = Database.open(file());
        Database other = Database.open(file())) {
      CountDownLatch holding = new CountDownLatch(1);
      CountDownLatch started = new CountDownLatch(1);
      Crowd.of(
          2,
          number -> {
            if (number == 0) {
              one.change(
                  handle -> {
                    run(handle, "first", "1");
                    holding.countDown();
                    await(started);
                  });
            } else {
              await(holding);
              started.countDown();
              other.change(handle -> run(handle, "second", "1"));
            }
            return true;
          });
      assertThat(jobs(one)).containsExactly("first", "second");
    }
  }

  @Test
  void givesUpOnABusyDatabaseAfterAWhileAndWorksAgainAfterwards() throws Exception {
    try (Database database = Database.open(file(), Duration.ofMillis(50));
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      assertThatThrownBy(() -> database.change(handle -> run(handle, "kept out", "secret value")))
          .isInstanceOf(StoreUnavailable.class)
          .hasStackTraceContaining("SQLITE_BUSY")
          .satisfies(fault -> assertThat(fault.toString()).doesNotContain("secret value"));
      statement.execute("ROLLBACK");

      database.change(handle -> run(handle, "let in", "1"));
      assertThat(jobs(database)).containsExactly("let in");
    }
  }

  @Test
  void keepsBoundValuesOutOfFaults() {
    try (Database database = Database.open(file())) {
      database.change(handle -> run(handle, "once", "1"));
      assertThatThrownBy(
              () ->
                  database.change(
                      handle ->
                          handle.execute(
                              "INSERT INTO last_run (job, period) SELECT ?, ? FROM nowhere",
                              "Zadie Canary",
                              "zadie@canary.example")))
          .isNotInstanceOf(StoreUnavailable.class)
          .satisfies(
              fault -> {
                for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
                  assertThat(cause.toString()).doesNotContainIgnoringCase("zadie");
                }
              });
    }
  }

  @Test
  void saysThatAFileIsNoDatabaseAndLeavesItAsItIs() throws Exception {
    Files.writeString(file(), "This is a letter, not a database. ".repeat(200));
    byte[] before = Files.readAllBytes(file());
    assertThatThrownBy(() -> Database.open(file()))
        .isInstanceOf(StoreFault.class)
        .hasMessageContaining(file().toString())
        .hasMessageContaining("restore a backup");
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  @Test
  void refusesADatabaseOfANewerVersion() {
    try (Database database = Database.open(file())) {
      database.change(
          handle ->
              handle.execute(
                  """
                  INSERT INTO flyway_schema_history (installed_rank, version, description, type,
                    script, checksum, installed_by, execution_time, success)
                  VALUES (1000, '999', 'of tomorrow', 'SQL', 'V999__of_tomorrow.sql', 1, '', 0, 1)
                  """));
    }
    assertThatThrownBy(() -> Database.open(file()))
        .isInstanceOf(StoreFault.class)
        .hasMessageContaining("newer version");
  }

  @Test
  void catchesUpWithAMigrationOfALowerNumber() {
    try (Database database = Database.open(file())) {
      database.change(
          handle -> {
            handle.execute("DELETE FROM flyway_schema_history WHERE version = '1'");
            handle.execute("DROP TABLE secret");
            handle.execute("DROP TABLE outbox");
            handle.execute("DROP TABLE last_run");
            handle.execute(
                """
                INSERT OR IGNORE INTO flyway_schema_history (installed_rank, version, description,
                  type, script, checksum, installed_by, execution_time, success)
                SELECT installed_rank + 1, version, description, type, script, checksum,
                  installed_by, execution_time, success FROM flyway_schema_history
                """);
          });
    }
    try (Database database = Database.open(file())) {
      database.change(handle -> run(handle, "works", "1"));
      assertThat(jobs(database)).containsExactly("works");
    }
  }

  @Test
  void opensANewFileForSeveralAtOnce() throws Exception {
    for (int round = 0; round < 5; round++) {
      Path fresh = directory.resolve("fresh" + round + ".db");
      List<Database> all = Crowd.of(4, number -> Database.open(fresh));
      all.get(0).change(handle -> run(handle, "works", "1"));
      assertThat(jobs(all.get(3))).containsExactly("works");
      all.forEach(Database::close);
    }
  }

  @Test
  void makesTheDirectoryOfItsFile() {
    Path deep = directory.resolve("not/yet/there/desk.db");
    Database.open(deep).close();
    assertThat(deep).exists();
  }

  @Test
  void copiesItselfWhileInUse() {
    Path copy = directory.resolve("copy.db");
    try (Database database = Database.open(file())) {
      database.change(handle -> run(handle, "kept", "1"));
      Database.copy(file(), copy);
      database.change(handle -> run(handle, "later", "1"));
      assertThatThrownBy(() -> Database.copy(file(), copy)).isInstanceOf(StoreFault.class);
    }
    try (Database restored = Database.open(copy)) {
      assertThat(jobs(restored)).containsExactly("kept");
    }
  }

  @Test
  void leavesNothingOfADeletedRowInTheFile() throws Exception {
    try (Database database = Database.open(file())) {
      database.change(handle -> run(handle, "short-lived-canary-7319", "1"));
      database.change(handle -> handle.execute("DELETE FROM last_run"));
    }
    assertThat(new String(Files.readAllBytes(file()), java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("short-lived-canary-7319");
  }

  private Path file() {
    return directory.resolve("desk.db");
  }

  private static void run(Handle handle, String job, String period) {
    handle.execute("INSERT INTO last_run (job, period) VALUES (?, ?)", job, period);
  }

  private static int count(Handle handle) {
    return handle.createQuery("SELECT count(*) FROM last_run").mapTo(Integer.class).one();
  }

  private static List<String> jobs(Database database) {
    return database.read(
        handle ->
            handle.createQuery("SELECT job FROM last_run ORDER BY job").mapTo(String.class).list());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
