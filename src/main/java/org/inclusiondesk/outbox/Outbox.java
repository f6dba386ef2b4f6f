package org.inclusiondesk.outbox;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.inclusiondesk.conversation.Address;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.store.Database;
import org.inclusiondesk.store.FieldCipher;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Stores what is to be sent together with its cause, and hands it out for delivery. Safe for any
 * number of threads and for several processes on one database.
 */
public final class Outbox {
  private static final String CONTEXT = "outbox.sealed";

  private final Database database;
  private final FieldCipher cipher;
  private final Clock clock;
  private final ObjectMapper json =
      new ObjectMapper()
          .addMixIn(Address.class, Typed.class)
          .addMixIn(Block.class, Typed.class)
          .findAndRegisterModules();

  public Outbox(Database database, FieldCipher cipher, Clock clock) {
    this.database = database;
    this.cipher = cipher;
    this.clock = clock;
  }

  /**
   * Stores a message in the caller's transaction; it leaves once that has been committed. Nothing
   * happens where a message of the same effect was stored before.
   */
  public void add(Handle handle, Message message) {
    handle
        .createUpdate(
            """
            INSERT INTO outbox (effect, sealed, state, due, day)
            VALUES (:effect, :sealed, 'waiting', :due, :day)
            ON CONFLICT (effect) DO NOTHING
            """)
        .bind("effect", message.effect())
        .bind("sealed", cipher.seal(write(message), CONTEXT))
        .bind("due", clock.millis())
        .bind("day", LocalDate.now(clock).toString())
        .execute();
  }

  /** Like {@link #add(Handle, Message)}, in a transaction of its own. */
  public void add(Message message) {
    database.change(handle -> add(handle, message));
  }

  /** Takes messages that are due; nobody else gets them until the lease ends. */
  List<Leased> lease(int most, Duration lease) {
    long now = clock.millis();
    return database.write(
        handle ->
            handle
                .createQuery(
                    """
                    UPDATE outbox SET leased = :until, attempts = attempts + 1
                    WHERE id IN (SELECT id FROM outbox
                                 WHERE state = 'waiting' AND due <= :now AND leased <= :now
                                 ORDER BY due LIMIT :most)
                    RETURNING id, sealed, attempts, day
                    """)
                .bind("until", now + lease.toMillis())
                .bind("now", now)
                .bind("most", most)
                .map(
                    (row, context) ->
                        new Leased(
                            row.getLong("id"),
                            read(cipher.open(row.getBytes("sealed"), CONTEXT)),
                            row.getInt("attempts"),
                            LocalDate.parse(row.getString("day"))))
                .list());
  }

  /** The message has left; its text is erased. */
  void delivered(Leased leased) {
    finish(leased, "delivered", null);
  }

  /** The message is given up; its text is erased. */
  void refused(Leased leased, String reason) {
    finish(leased, "refused", reason);
  }

  /** The message is tried again, not before the given moment. */
  void again(Leased leased, Instant due, String reason) {
    database.change(
        handle ->
            handle.execute(
                "UPDATE outbox SET due = ?, leased = 0, reason = ? WHERE id = ?",
                due.toEpochMilli(),
                reason,
                leased.id()));
  }

  private void finish(Leased leased, String state, @Nullable String reason) {
    database.change(
        handle ->
            handle.execute(
                "UPDATE outbox SET state = ?, reason = ?, sealed = NULL WHERE id = ?",
                state,
                reason,
                leased.id()));
  }

  /** How many messages wait, and how long the oldest has been due. */
  public Backlog backlog() {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT count(*) AS waiting, coalesce(min(due), :now) AS oldest,
                           (SELECT count(*) FROM outbox WHERE state = 'refused') AS refused
                    FROM outbox WHERE state = 'waiting'
                    """)
                .bind("now", clock.millis())
                .map(
                    (row, context) ->
                        new Backlog(
                            row.getInt("waiting"),
                            Duration.ofMillis(Math.max(0, clock.millis() - row.getLong("oldest"))),
                            row.getInt("refused")))
                .one());
  }

  private String write(Message message) {
    try {
      return json.writeValueAsString(message);
    } catch (JsonProcessingException fault) {
      throw new IllegalStateException("a message could not be written as JSON");
    }
  }

  private Message read(String text) {
    try {
      return json.readValue(text, Message.class);
    } catch (JsonProcessingException fault) {
      throw new IllegalStateException("a stored message could not be read");
    }
  }

  /** A message in the hands of one dispatcher. */
  record Leased(long id, Message message, int attempts, LocalDate day) {}

  /**
   * What waits.
   *
   * @param waiting messages not yet delivered nor given up
   * @param age since when the oldest of them has been due; zero where none waits
   * @param refused messages given up so far
   */
  public record Backlog(int waiting, Duration age, int refused) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "is")
  private interface Typed {}
}
