package org.inclusiondesk.speakup;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.inclusiondesk.speakup.SpeakUpSettings.Retention;
import org.inclusiondesk.testing.SettableClock;

/**
 * One deed on a file of concerns in a process of its own, which stops where it is told to, to be
 * killed there. What is written before the commit is spilt to the disk as it is written, as SQLite
 * does with what is too large for its cache.
 */
final class OneDeed {
  static final String NOW = "2026-11-25T10:00:00Z";

  /** What is printed on reaching the place. */
  static final String REACHED = "reached";

  private OneDeed() {}

  /**
   * @param arguments the file, the file of the key set, the deed, the file of what is sent, the
   *     beginning of the statement to be killed at, and whether to wait before it
   */
  public static void main(String... arguments) throws Exception {
    KeySet keys = KeySet.parse(Files.readString(Path.of(arguments[1])));
    byte[] sent = Files.readAllBytes(Path.of(arguments[3]));
    String place = arguments[4];
    boolean waits = Boolean.parseBoolean(arguments[5]);
    ConcernStore store = new ConcernStore(Path.of(arguments[0]));
    store.prepare();
    Statements.of(
        store,
        (sql, connection) -> {
          if (sql.startsWith("BEGIN")) {
            try (Statement small = connection.createStatement()) {
              small.execute("PRAGMA cache_size = 1");
            }
          }
          if (!place.isEmpty() && sql.startsWith(place) && hasWritten(connection, place)) {
            say(REACHED);
            if (waits) {
              forEver();
            }
          }
        });
    try {
      say(String.valueOf(done(store, keys, arguments[2], sent)));
    } catch (ConcernStoreException fault) {
      say("failed: " + fault.getMessage());
    }
  }

  /** Whether there is anything to commit: looking for what could be deleted writes nothing. */
  private static boolean hasWritten(Connection connection, String place) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet changes = statement.executeQuery("SELECT total_changes()")) {
      return !place.equals("COMMIT") || (changes.next() && changes.getInt(1) > 0);
    }
  }

  static Object done(ConcernStore store, KeySet keys, String deed, byte[] sent) {
    SettableClock clock = new SettableClock(NOW);
    SecureRandom random = new SecureRandom();
    SealedExchange exchange =
        new SealedExchange(store, keys, GuardianWorkTest.LISTS.feedback(), clock, random);
    switch (deed) {
      case "report":
        return exchange.report(sent);
      case "add":
        return exchange.add(sent);
      case "withdraw":
        return exchange.withdraw(sent);
      case "change":
        return new CaseDesk(store, keys, GuardianWorkTest.LISTS, new Retention(24), clock)
            .apply("ada", new String(sent, StandardCharsets.UTF_8));
      case "text":
        SealedIntake intake = new SealedIntake(store, keys, clock, random);
        return intake
            .accept(intake.nonce(), new String(sent, StandardCharsets.UTF_8), Set.of())
            .getClass()
            .getSimpleName();
      default:
        throw new IllegalArgumentException(deed);
    }
  }

  private static void say(String word) {
    System.out.println(word);
    System.out.flush();
  }

  private static void forEver() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
