package org.inclusiondesk.outbox;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.inclusiondesk.conversation.Address;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.outbox.Message.Channel;
import org.inclusiondesk.store.Database;
import org.inclusiondesk.store.FieldCipher;
import org.inclusiondesk.store.StoreFault;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores what is to be sent together with its cause, and hands it out for delivery. Safe for any
 * number of threads and for several processes on one database.
 */
public final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final String CONTEXT = "outbox.sealed";
  // Nothing is made to wait for longer; what seems to be was stored by a clock that ran ahead.
  private static final Duration LONGEST_WAIT = Duration.ofDays(2);

  private final Database database;
  private final FieldCipher cipher;
  private final Clock clock;
  private final ObjectMapper json =
      new ObjectMapper()
          .addMixIn(Address.class, StoredAddress.class)
          .addMixIn(Block.class, StoredBlock.class);

  public Outbox(Database database, FieldCipher cipher, Clock clock) {
    this.database = database;
    this.cipher = cipher;
    this.clock = clock;
  }

  /**
   * Stores a message in the caller's transaction; it leaves once that has been committed. Nothing
   * happens where a message of the same effect was stored before.
   *
   * @return whether it was stored now
   */
  public boolean add(Handle handle, Message message) {
    return handle
            .createUpdate(
                """
            INSERT INTO outbox (effect, sealed, state, channel, due, day)
            VALUES (:effect, :sealed, 'waiting', :channel, :due, :day)
            ON CONFLICT (effect) DO NOTHING
            """)
            .bind("effect", message.effect())
            .bind("sealed", cipher.seal(write(message), CONTEXT))
            .bind("channel", word(message.channel()))
            .bind("due", clock.millis())
            .bind("day", LocalDate.now(clock).toString())
            .execute()
        > 0;
  }

  /** Like {@link #add(Handle, Message)}, in a transaction of its own. */
  public void add(Message message) {
    database.change(handle -> add(handle, message));
  }

  /**
   * Takes messages that are due; nobody else gets them until the lease ends. A moment that lies
   * days ahead, as a clock leaves it that was put back, counts as over. A message that cannot be
   * read is not handed out, and not lost either: it is reported and comes up again.
   */
  List<Leased> lease(int most, Duration lease) {
    return lease(EnumSet.allOf(Channel.class), most, lease);
  }

  /**
   * Like {@link #lease(int, Duration)}, of these channels alone. A message that was stored before
   * channels were told apart is of each of them.
   */
  List<Leased> lease(Set<Channel> channels, int most, Duration lease) {
    Instant now = clock.instant();
    Instant until = now.plus(lease);
    List<Leased> leased = new ArrayList<>();
    database.change(
        handle ->
            handle
                .createQuery(
                    """
                    UPDATE outbox SET leased = :until, attempts = attempts + 1
                    WHERE id IN (SELECT id FROM outbox
                                 WHERE state = 'waiting'
                                   AND (due <= :now OR due > :never)
                                   AND (leased <= :now OR leased > :never)
                                   AND (channel IS NULL OR channel IN (<channels>))
                                 ORDER BY due, id LIMIT :most)
                    RETURNING id, sealed, attempts, day
                    """)
                .bindList("channels", channels.stream().map(Outbox::word).toList())
                .bind("until", until.toEpochMilli())
                .bind("now", now.toEpochMilli())
                .bind("never", now.plus(LONGEST_WAIT).toEpochMilli())
                .bind("most", most)
                .map((row, context) -> readable(row, until))
                .forEach(message -> message.ifPresent(leased::add)));
    leased.sort(Comparator.comparingLong(Leased::id));
    return leased;
  }

  private Optional<Leased> readable(ResultSet row, Instant until) throws SQLException {
    long id = row.getLong("id");
    try {
      return Optional.of(
          new Leased(
              id,
              read(cipher.open(row.getBytes("sealed"), CONTEXT)),
              row.getInt("attempts"),
              LocalDate.parse(row.getString("day")),
              until));
    } catch (StoreFault | IllegalStateException unreadable) {
      LOG.error("event=delivery outcome=unreadable outbox={}", id);
      return Optional.empty();
    }
  }

  /**
   * Ends every lease, so that what a killed process held is tried again at once. Only for a process
   * that knows that no other one dispatches: what another one is sending would be sent twice.
   */
  public void endLeases() {
    database.change(
        handle -> handle.execute("UPDATE outbox SET leased = 0 WHERE state = 'waiting'"));
  }

  /** The message has left; its text is erased. */
  void delivered(Leased leased) {
    database.change(
        handle ->
            handle.execute(
                "UPDATE outbox SET state = 'delivered', sealed = NULL WHERE id = ?", leased.id()));
  }

  /**
   * The message is given up; its text is erased, and what is to be sent in its place is stored in
   * the same transaction.
   */
  void refused(Leased leased, String reason) {
    database.change(
        handle -> {
          int givenUp =
              handle.execute(
                  "UPDATE outbox SET state = 'refused', reason = ?, sealed = NULL"
                      + " WHERE id = ? AND state = 'waiting' AND leased = ?",
                  reason,
                  leased.id(),
                  leased.until().toEpochMilli());
          Message otherwise = leased.message().otherwise();
          if (givenUp > 0 && otherwise != null) {
            add(handle, otherwise);
          }
        });
  }

  /**
   * The message is tried again, not before the given moment. Nothing happens where the lease has
   * ended and somebody else has the message.
   */
  void again(Leased leased, Instant due, String reason) {
    database.change(
        handle ->
            handle.execute(
                "UPDATE outbox SET due = ?, leased = 0, reason = ?"
                    + " WHERE id = ? AND state = 'waiting' AND leased = ?",
                due.toEpochMilli(),
                reason,
                leased.id(),
                leased.until().toEpochMilli()));
  }

  /** The stored effect that fits, the latest first; nothing where none does or it is forgotten. */
  public Optional<String> effect(Predicate<String> fits) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT effect FROM outbox ORDER BY id DESC")
                .mapTo(String.class)
                .list()
                .stream()
                .filter(fits)
                .findFirst());
  }

  /**
   * Marks that a report came: the message that had left did not reach its receiver. It is told
   * aloud once, and sent no more often for that.
   */
  public void returned(String effect) {
    Optional<Long> marked =
        database.write(
            handle ->
                handle
                    .createQuery(
                        """
                        UPDATE outbox SET returned = :day
                        WHERE effect = :effect AND returned IS NULL AND state <> 'refused'
                        RETURNING id
                        """)
                    .bind("day", LocalDate.now(clock).toString())
                    .bind("effect", effect)
                    .mapTo(Long.class)
                    .findOne());
    marked.ifPresent(id -> LOG.error("event=delivery outcome=returned outbox={}", id));
  }

  /** What became of the message of an effect; nothing where there was none or it is forgotten. */
  public Optional<Fate> fate(Handle handle, String effect) {
    return handle
        .createQuery("SELECT state, returned FROM outbox WHERE effect = :effect")
        .bind("effect", effect)
        .map(
            (row, context) ->
                row.getString("returned") != null
                    ? Fate.RETURNED
                    : Fate.valueOf(row.getString("state").toUpperCase(Locale.ROOT)))
        .findOne();
  }

  /**
   * Takes back, in the caller's transaction, the waiting messages that fit; one that is being
   * delivered at this moment may still leave.
   *
   * @param unwanted told each message; one that cannot be read stays
   */
  public void withdraw(Handle handle, Predicate<Message> unwanted) {
    List<Long> ids = new ArrayList<>();
    handle
        .createQuery("SELECT id, sealed, attempts, day FROM outbox WHERE state = 'waiting'")
        .map((row, context) -> readable(row, Instant.MIN))
        .forEach(
            found ->
                found
                    .filter(leased -> unwanted.test(leased.message()))
                    .ifPresent(leased -> ids.add(leased.id())));
    ids.forEach(id -> handle.execute("DELETE FROM outbox WHERE id = ?", id));
  }

  /**
   * Forgets what was delivered or given up before a day. Whoever names an effect again after that
   * sends it again, so the day lies before everything that may still be repeated.
   */
  public void forgetBefore(LocalDate day) {
    database.change(
        handle ->
            handle.execute(
                "DELETE FROM outbox WHERE state <> 'waiting' AND day < ?", day.toString()));
  }

  /** How many messages wait, and how long the oldest has been due. */
  public Backlog backlog() {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT count(*) AS waiting, coalesce(min(due), :now) AS oldest,
                           (SELECT count(*) FROM outbox WHERE state = 'refused') AS refused,
                           (SELECT count(*) FROM outbox WHERE returned IS NOT NULL) AS returned
                    FROM outbox WHERE state = 'waiting'
                    """)
                .bind("now", clock.millis())
                .map(
                    (row, context) ->
                        new Backlog(
                            row.getInt("waiting"),
                            Duration.ofMillis(Math.max(0, clock.millis() - row.getLong("oldest"))),
                            row.getInt("refused"),
                            row.getInt("returned")))
                .one());
  }

  private static String word(Channel channel) {
    return channel.name().toLowerCase(Locale.ROOT);
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

  /**
   * A message in the hands of one dispatcher.
   *
   * @param attempts how often it was handed out, this time included
   * @param day when it was stored
   * @param until when somebody else may get it
   */
  record Leased(long id, Message message, int attempts, LocalDate day, Instant until) {}

  /**
   * What waits.
   *
   * @param waiting messages not yet delivered nor given up
   * @param age since when the oldest of them has been due; zero where none waits
   * @param refused messages given up so far
   * @param returned messages of which a report said so far that they did not reach their receiver
   */
  public record Backlog(int waiting, Duration age, int refused, int returned) {}

  /** The names stand in stored messages: an older name must be read for as long as they wait. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Address.Mailbox.class, name = "mailbox"),
    @JsonSubTypes.Type(value = Address.Chat.class, name = "chat")
  })
  private interface StoredAddress {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Block.Heading.class, name = "heading"),
    @JsonSubTypes.Type(value = Block.Paragraph.class, name = "paragraph"),
    @JsonSubTypes.Type(value = Block.Bullets.class, name = "bullets"),
    @JsonSubTypes.Type(value = Block.Facts.class, name = "facts"),
    @JsonSubTypes.Type(value = Block.Small.class, name = "small")
  })
  private interface StoredBlock {}
}
