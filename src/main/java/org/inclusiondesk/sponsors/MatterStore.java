package org.inclusiondesk.sponsors;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.conversation.Reference;
import org.inclusiondesk.outbox.Message;
import org.inclusiondesk.outbox.Outbox;
import org.inclusiondesk.store.Database;
import org.inclusiondesk.store.FieldCipher;
import org.inclusiondesk.store.Lookup;
import org.jdbi.v3.core.Handle;

/** Matters, responses and the last digests in the database, one transaction a session. */
final class MatterStore {
  private static final String TEXT = "matter.text";
  private static final String DIGEST_JOB = "digest";

  private final Database database;
  private final FieldCipher cipher;
  private final Lookup lookup;
  private final Outbox outbox;

  MatterStore(Database database, FieldCipher cipher, Lookup lookup, Outbox outbox) {
    this.database = database;
    this.cipher = cipher;
    this.lookup = lookup;
    this.outbox = outbox;
  }

  <T> T write(Function<Session, T> work) {
    return database.write(handle -> work.apply(new Session(handle)));
  }

  <T> T read(Function<Session, T> work) {
    return database.read(handle -> work.apply(new Session(handle)));
  }

  /** One transaction. */
  final class Session {
    private final Handle handle;

    private Session(Handle handle) {
      this.handle = handle;
    }

    /** Stores a message that leaves with this transaction. */
    void send(Message message) {
      outbox.add(handle, message);
    }

    /** The matter that a key has raised. */
    Optional<Matter> raisedBy(String key) {
      return handle
          .createQuery("SELECT * FROM matter WHERE key = :key")
          .bind("key", raising(key))
          .map((row, context) -> matter(row))
          .findOne();
    }

    void raise(Matter matter, String key) {
      handle
          .createUpdate(
              """
              INSERT INTO matter (reference, key, network, text, day)
              VALUES (:reference, :key, :network, :text, :day)
              """)
          .bind("reference", matter.reference().value())
          .bind("key", raising(key))
          .bind("network", matter.network().value())
          .bind("text", cipher.seal(matter.text(), TEXT))
          .bind("day", matter.day().toString())
          .execute();
    }

    Optional<Matter> find(Reference reference) {
      return handle
          .createQuery("SELECT * FROM matter WHERE reference = :reference")
          .bind("reference", reference.value())
          .map((row, context) -> matter(row))
          .findOne();
    }

    /** A number for a response; nothing where the key has responded before. */
    Optional<Long> respond(Reference reference, String key) {
      return handle
          .createQuery(
              """
              INSERT INTO matter_response (key, matter)
              SELECT :key, id FROM matter WHERE reference = :reference
              ON CONFLICT (key) DO NOTHING RETURNING id
              """)
          .bind("key", lookup.of("response", key))
          .bind("reference", reference.value())
          .mapTo(Long.class)
          .findOne();
    }

    /** The matter no longer waits; its first answer counts. */
    void answered(Reference reference, LocalDate day) {
      handle.execute(
          "UPDATE matter SET answered = ? WHERE reference = ? AND answered IS NULL",
          day.toString(),
          reference.value());
    }

    /** What was raised until one day and had no answer on another, the oldest first. */
    List<Matter> waiting(NetworkId network, LocalDate raisedUntil, LocalDate asOf) {
      return handle
          .createQuery(
              """
              SELECT * FROM matter
              WHERE network = :network AND day <= :raised
                AND (answered IS NULL OR answered > :asOf)
              ORDER BY day, id
              """)
          .bind("network", network.value())
          .bind("raised", raisedUntil.toString())
          .bind("asOf", asOf.toString())
          .map((row, context) -> matter(row))
          .list();
    }

    /** Erases what was answered before a day. */
    int eraseAnsweredBefore(LocalDate day) {
      return handle.execute("DELETE FROM matter WHERE answered < ?", day.toString());
    }

    /** The last week whose digests were stored. */
    Optional<String> lastDigests() {
      return handle
          .createQuery("SELECT period FROM last_run WHERE job = :job")
          .bind("job", DIGEST_JOB)
          .mapTo(String.class)
          .findOne();
    }

    void digestsDone(String week) {
      handle.execute(
          "INSERT INTO last_run (job, period) VALUES (?, ?)"
              + " ON CONFLICT (job) DO UPDATE SET period = excluded.period",
          DIGEST_JOB,
          week);
    }
  }

  private byte[] raising(String key) {
    return lookup.of("matter", key);
  }

  private Matter matter(ResultSet row) throws SQLException {
    return new Matter(
        new Reference(row.getString("reference")),
        new NetworkId(row.getString("network")),
        cipher.open(row.getBytes("text"), TEXT),
        LocalDate.parse(row.getString("day")));
  }
}
