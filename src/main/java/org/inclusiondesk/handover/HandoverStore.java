package org.inclusiondesk.handover;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.inclusiondesk.conversation.Address.Chat;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Reference;
import org.inclusiondesk.outbox.Message;
import org.inclusiondesk.outbox.Outbox;
import org.inclusiondesk.store.Database;
import org.inclusiondesk.store.FieldCipher;
import org.inclusiondesk.store.Lookup;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Hand-overs in the database. What one session does is stored as a whole or not at all. */
final class HandoverStore {
  private static final String TEXT = "handover.text";
  private static final String NAME = "handover.name";
  private static final String ADDRESS = "handover.address";
  private static final String CHAT = "handover.chat";
  private static final String WEEKLY_JOB = "handover-weekly";

  private final Database database;
  private final FieldCipher cipher;
  private final Lookup lookup;
  private final Outbox outbox;

  HandoverStore(Database database, FieldCipher cipher, Lookup lookup, Outbox outbox) {
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

    /** Whether a form of that key was taken before. */
    boolean hasTaken(String key) {
      return handle
          .createQuery("SELECT 1 FROM handover_taken WHERE key = :key")
          .bind("key", taking(key))
          .mapTo(Integer.class)
          .findOne()
          .isPresent();
    }

    /** What the form of a key has sent; nothing where none was taken or it was erased since. */
    Optional<Handover> takenBy(String key) {
      return handle
          .createQuery(
              """
              SELECT handover.* FROM handover_taken
              JOIN handover ON handover.id = handover_taken.handover
              WHERE handover_taken.key = :key
              """)
          .bind("key", taking(key))
          .map((row, context) -> handover(row))
          .findOne();
    }

    /** Stores a hand-over as what the form of a key has sent. */
    void take(String key, Handover handover) {
      long id =
          handle
              .createQuery(
                  """
                  INSERT INTO handover (reference, person, text, name, address, chat, day)
                  VALUES (:reference, :person, :text, :name, :address, :chat, :day)
                  RETURNING id
                  """)
              .bind("reference", handover.reference().value())
              .bind("person", personOf(handover.mailbox()))
              .bind("text", cipher.seal(handover.text(), TEXT))
              .bind("name", sealed(handover.name(), NAME))
              .bind("address", sealed(valueOf(handover.mailbox()), ADDRESS))
              .bind("chat", sealed(referenceOf(handover.chat()), CHAT))
              .bind("day", handover.day().toString())
              .mapTo(Long.class)
              .one();
      handle.execute(
          "INSERT INTO handover_taken (key, handover, day) VALUES (?, ?, ?)",
          taking(key),
          id,
          handover.day().toString());
    }

    Optional<Handover> find(Reference reference) {
      return handle
          .createQuery("SELECT * FROM handover WHERE reference = :reference")
          .bind("reference", reference.value())
          .map((row, context) -> handover(row))
          .findOne();
    }

    /** What waits for its first answer, the oldest first. */
    List<Handover> open() {
      return handle
          .createQuery("SELECT * FROM handover WHERE closed IS NULL ORDER BY day, id")
          .map((row, context) -> handover(row))
          .list();
    }

    /** A number for an answer; nothing where the key has answered before. */
    Optional<Long> answer(Reference reference, String key) {
      return handle
          .createQuery(
              """
              INSERT INTO handover_answer (key, handover)
              SELECT :key, id FROM handover WHERE reference = :reference
              ON CONFLICT (key) DO NOTHING RETURNING id
              """)
          .bind("key", lookup.of("handover.answer", key))
          .bind("reference", reference.value())
          .mapTo(Long.class)
          .findOne();
    }

    /** The number of the latest answer; nothing where none was brought. */
    Optional<Long> lastAnswer(Reference reference) {
      return handle
          .createQuery(
              """
              SELECT handover_answer.id FROM handover_answer
              JOIN handover ON handover.id = handover_answer.handover
              WHERE reference = :reference ORDER BY handover_answer.id DESC LIMIT 1
              """)
          .bind("reference", reference.value())
          .mapTo(Long.class)
          .findOne();
    }

    /** It no longer waits; its first answer counts. */
    void close(Reference reference, LocalDate day) {
      handle.execute(
          "UPDATE handover SET closed = ? WHERE reference = ? AND closed IS NULL",
          day.toString(),
          reference.value());
    }

    /** Stores an offer; one that the mail of the same key has made before gets a new token. */
    void offer(Reference token, String key, Offer offer) {
      handle
          .createUpdate(
              """
              INSERT INTO handover_offer (token, key, person, text, name, address, day)
              VALUES (:token, :key, :person, :text, :name, :address, :day)
              ON CONFLICT (key) DO UPDATE SET token = excluded.token
              """)
          .bind("token", tokenOf(token))
          .bind("key", lookup.of("handover.offer", key))
          .bind("person", personOf(offer.mailbox()))
          .bind("text", cipher.seal(offer.text(), TEXT))
          .bind("name", sealed(offer.name(), NAME))
          .bind("address", cipher.seal(offer.mailbox().value(), ADDRESS))
          .bind("day", offer.day().toString())
          .execute();
    }

    /** The offer that a token stands for, unless it was made before that day. */
    Optional<Offer> offered(Reference token, LocalDate since) {
      return handle
          .createQuery("SELECT * FROM handover_offer WHERE token = :token AND day >= :since")
          .bind("token", tokenOf(token))
          .bind("since", since.toString())
          .map((row, context) -> offerIn(row))
          .findOne();
    }

    /** What was offered to a mailbox and is not taken up, or was so by the mail of this key. */
    List<Offer> offered(Mailbox mailbox, String key, LocalDate since) {
      return handle
          .createQuery(
              """
              SELECT * FROM handover_offer
              WHERE person = :person AND day >= :since AND (used_by IS NULL OR used_by = :key)
              """)
          .bind("person", personOf(mailbox))
          .bind("key", lookup.of("handover.offer", key))
          .bind("since", since.toString())
          .map((row, context) -> offerIn(row))
          .list();
    }

    /** The mail of this key has taken an offer up. */
    void takeUp(Offer offer, String key) {
      handle.execute(
          "UPDATE handover_offer SET used_by = ? WHERE key = ? AND used_by IS NULL",
          lookup.of("handover.offer", key),
          HexFormat.of().parseHex(offer.id()));
    }

    StoredHandovers stored(Mailbox mailbox) {
      return new StoredHandovers(
          handle
              .createQuery("SELECT * FROM handover WHERE person = :person ORDER BY id")
              .bind("person", personOf(mailbox))
              .map((row, context) -> handover(row))
              .list(),
          handle
              .createQuery("SELECT * FROM handover_offer WHERE person = :person ORDER BY day")
              .bind("person", personOf(mailbox))
              .map((row, context) -> offerIn(row))
              .list());
    }

    /**
     * Erases everything about a mailbox, messages that wait to be sent included; returns how many
     * entries there were.
     */
    int erase(Mailbox mailbox) {
      byte @Nullable [] person = personOf(mailbox);
      List<String> references =
          handle
              .createQuery("SELECT reference FROM handover WHERE person = :person")
              .bind("person", person)
              .mapTo(String.class)
              .list();
      outbox.withdraw(
          handle,
          message ->
              references.stream()
                  .anyMatch(one -> message.effect().startsWith("handover:" + one + ":")));
      return handle.execute("DELETE FROM handover WHERE person = ?", person)
          + handle.execute("DELETE FROM handover_offer WHERE person = ?", person);
    }

    /** Erases offers from before one day, and from before another what was sent or answered. */
    int eraseBefore(LocalDate offers, LocalDate handovers) {
      handle.execute("DELETE FROM handover_taken WHERE day < ?", handovers.toString());
      return handle.execute("DELETE FROM handover_offer WHERE day < ?", offers.toString())
          + handle.execute(
              "DELETE FROM handover WHERE coalesce(closed, day) < ?", handovers.toString());
    }

    /** The last week whose mail was dealt with. */
    Optional<String> lastWeekly() {
      return handle
          .createQuery("SELECT period FROM last_run WHERE job = :job")
          .bind("job", WEEKLY_JOB)
          .mapTo(String.class)
          .findOne();
    }

    void weeklyDone(String week) {
      handle.execute(
          "INSERT INTO last_run (job, period) VALUES (?, ?)"
              + " ON CONFLICT (job) DO UPDATE SET period = excluded.period",
          WEEKLY_JOB,
          week);
    }
  }

  private Handover handover(ResultSet row) throws SQLException {
    String address = opened(row.getBytes("address"), ADDRESS);
    String chat = opened(row.getBytes("chat"), CHAT);
    return new Handover(
        new Reference(row.getString("reference")),
        cipher.open(row.getBytes("text"), TEXT),
        opened(row.getBytes("name"), NAME),
        address == null ? null : new Mailbox(address),
        chat == null ? null : new Chat(chat),
        LocalDate.parse(row.getString("day")),
        row.getString("closed") == null);
  }

  private Offer offerIn(ResultSet row) throws SQLException {
    return new Offer(
        HexFormat.of().formatHex(row.getBytes("key")),
        cipher.open(row.getBytes("text"), TEXT),
        opened(row.getBytes("name"), NAME),
        new Mailbox(cipher.open(row.getBytes("address"), ADDRESS)),
        LocalDate.parse(row.getString("day")));
  }

  private byte @Nullable [] sealed(@Nullable String text, String context) {
    return text == null ? null : cipher.seal(text, context);
  }

  private @Nullable String opened(byte @Nullable [] sealed, String context) {
    return sealed == null ? null : cipher.open(sealed, context);
  }

  private static @Nullable String valueOf(@Nullable Mailbox mailbox) {
    return mailbox == null ? null : mailbox.value();
  }

  private static @Nullable String referenceOf(@Nullable Chat chat) {
    return chat == null ? null : chat.reference();
  }

  private byte @Nullable [] personOf(@Nullable Mailbox mailbox) {
    return mailbox == null ? null : lookup.of("person", mailbox.canonical());
  }

  private byte[] taking(String key) {
    return lookup.of("handover", key);
  }

  private byte[] tokenOf(Reference token) {
    return lookup.of("handover.token", token.value());
  }
}
