package org.inclusiondesk.speakup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcernStoreTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 20);

  @TempDir Path directory;

  @Test
  void leavesTheSameBytesInWhateverOrderConcernsCame() throws IOException {
    byte[] one = history("one", "+0", "+1", "+2", "+3");
    byte[] other = history("other", "+3", "+1", "+0", "+2");

    assertThat(one).isEqualTo(other);
    assertThat(one.length).isGreaterThan(40_000);
  }

  @Test
  void leavesTheSameBytesWhenSomeWereRemovedInBetween() throws IOException {
    byte[] one = history("one", "+0", "+4", "+1", "-4", "+5", "-5", "+2");
    byte[] other = history("other", "+5", "+2", "+1", "+4", "-5", "+0", "-4");

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
    byte[] file = history("one", "+0", "+4", "-4");

    assertThat(new String(file, StandardCharsets.ISO_8859_1))
        .contains("m0m0")
        .doesNotContain("m4m4");
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
                    store.add(id(i), DAY, locator(i), sealed(i));
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

    store.add(UUID.randomUUID(), DAY, locator(0), new Sealed("again", "again"));

    assertThat(store.all()).hasSize(1);
    assertThat(Files.readAllBytes(directory.resolve("one"))).isEqualTo(once);
  }

  @Test
  void findsByIdAndByLocator() throws IOException {
    history("one", "+0", "+1");
    ConcernStore store = new ConcernStore(directory.resolve("one"));

    assertThat(store.find(id(1)).orElseThrow().sealed()).isEqualTo(sealed(1));
    assertThat(store.find(locator(0)).orElseThrow().id()).isEqualTo(id(0));
    assertThat(store.find(id(7))).isEmpty();
    assertThat(store.find(locator(7))).isEmpty();
    assertThat(store.remove(id(7))).isFalse();
  }

  @Test
  void listsByDay() throws IOException {
    history("one", "+1");
    ConcernStore store = new ConcernStore(directory.resolve("one"));
    store.add(id(0), DAY.minusDays(1), locator(0), sealed(0));

    assertThat(store.all())
        .extracting(ConcernStore.Stored::day)
        .containsExactly(DAY.minusDays(1), DAY);
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

  private static void step(ConcernStore store, String step) {
    int number = step.charAt(1) - '0';
    if (step.startsWith("+")) {
      store.add(id(number), DAY, locator(number), sealed(number));
    } else {
      assertThat(store.remove(id(number))).isTrue();
    }
  }

  private static UUID id(int number) {
    return UUID.nameUUIDFromBytes(new byte[] {(byte) number});
  }

  private static byte[] locator(int number) {
    byte[] locator = new byte[32];
    locator[0] = (byte) (number * 37);
    return locator;
  }

  private static Sealed sealed(int number) {
    return new Sealed(("m" + number).repeat(number % 2 == 0 ? 3000 : 11_000), "k".repeat(300));
  }

  private static void insert(Connection connection, int number) throws SQLException {
    try (var insert = connection.prepareStatement("INSERT INTO concern VALUES (?, ?, ?, ?, ?)")) {
      java.nio.ByteBuffer bytes = java.nio.ByteBuffer.allocate(16);
      bytes
          .putLong(id(number).getMostSignificantBits())
          .putLong(id(number).getLeastSignificantBits());
      insert.setBytes(1, bytes.array());
      insert.setString(2, DAY.toString());
      insert.setBytes(3, locator(number));
      insert.setString(4, sealed(number).message());
      insert.setString(5, sealed(number).ownKey());
      insert.executeUpdate();
    }
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
