package org.inclusiondesk.networks;

import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inclusiondesk.calendar.Quarter;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Form.Wish;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.conversation.Reference;
import org.inclusiondesk.outbox.DailyCount;
import org.inclusiondesk.outbox.Fate;
import org.inclusiondesk.outbox.Message;
import org.inclusiondesk.outbox.Outbox;
import org.inclusiondesk.store.Database;
import org.inclusiondesk.store.FieldCipher;
import org.inclusiondesk.store.Lookup;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The ledger in the database. What one session does is stored as a whole or not at all. */
final class MembershipStore {
  private static final String NAME = "membership.name";
  private static final String ADDRESS = "membership.address";
  private static final String TOKEN = "membership.token";
  private static final Pattern CONFIRMATION = Pattern.compile("confirmation:([0-9a-f]+):[0-9-]+");

  private final Database database;
  private final FieldCipher cipher;
  private final Lookup lookup;
  private final Outbox outbox;
  private final DailyCount sent;

  MembershipStore(
      Database database, FieldCipher cipher, Lookup lookup, Outbox outbox, Clock clock) {
    this.database = database;
    this.cipher = cipher;
    this.lookup = lookup;
    this.outbox = outbox;
    this.sent = new DailyCount(lookup, clock);
  }

  <T> T write(Function<Session, T> work) {
    return database.write(handle -> work.apply(new Session(handle)));
  }

  <T> T read(Function<Session, T> work) {
    return database.read(handle -> work.apply(new Session(handle)));
  }

  /** Who asks. */
  record Person(@Nullable String name, Mailbox mailbox) {
    @Override
    public String toString() {
      return "Person[…]";
    }
  }

  /** What a confirmation stands for. */
  record Asked(long id, Wish wish, List<NetworkId> networks, Mailbox mailbox, Use use) {}

  /**
   * A confirmation that waits.
   *
   * @param token null where it cannot be sent again
   * @param day when it was sent first, from which its days are counted
   * @param mailed when it was sent last
   */
  record Waiting(
      long id,
      @Nullable Reference token,
      Wish wish,
      List<NetworkId> networks,
      LocalDate day,
      LocalDate mailed) {
    /** The same sent once more on that day. */
    Waiting on(LocalDate today) {
      return new Waiting(id, token, wish, networks, day, today);
    }
  }

  /** Whether a confirmation was used. */
  enum Use {
    NOT_YET,
    BY_THE_SAME_KEY,
    BY_ANOTHER
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

    /** The same for a mail that counts among those of its receiver's day. */
    void sendCounted(Message message) {
      sent.add(handle, outbox, message);
    }

    /** How many automatic mails the mailbox has been sent today, whatever caused them. */
    int mailsToday(Mailbox mailbox) {
      return sent.of(handle, mailbox);
    }

    /** Takes a request; false where one of the same key was taken before. */
    boolean take(String key, LocalDate day) {
      return handle.execute(
              "INSERT INTO request_taken (key, day) VALUES (?, ?) ON CONFLICT DO NOTHING",
              keyOf(key),
              day.toString())
          == 1;
    }

    boolean hasTaken(String key) {
      return handle
          .createQuery("SELECT 1 FROM request_taken WHERE key = :key")
          .bind("key", keyOf(key))
          .mapTo(Integer.class)
          .findOne()
          .isPresent();
    }

    /** Closes the open requests that were routed on that day or before. */
    void closeUntil(LocalDate day) {
      handle.execute(
          "UPDATE membership_request SET state = 'closed' WHERE state = 'open' AND day <= ?",
          day.toString());
    }

    void close(Reference reference) {
      handle.execute(
          "UPDATE membership_request SET state = 'closed' WHERE reference = ?", reference.value());
    }

    /** What became of the message of an effect; nothing where that is forgotten. */
    Optional<Fate> fate(String effect) {
      return outbox.fate(handle, effect);
    }

    Optional<Stored.Routed> routed(Reference reference) {
      return handle
          .createQuery("SELECT * FROM membership_request WHERE reference = :reference")
          .bind("reference", reference.value())
          .map((row, context) -> routedIn(row))
          .findOne();
    }

    Optional<Stored.Routed> open(Mailbox mailbox, NetworkId network) {
      return handle
          .createQuery(
              """
              SELECT * FROM membership_request
              WHERE person = :person AND network = :network AND state = 'open'
              """)
          .bind("person", personOf(mailbox))
          .bind("network", network.value())
          .map((row, context) -> routedIn(row))
          .findOne();
    }

    /** Adds an open request to the ledger and counts it. */
    void route(Stored.Routed request) {
      handle
          .createUpdate(
              """
              INSERT INTO membership_request
                (reference, person, network, wish, name, address, state, day)
              VALUES (:reference, :person, :network, :wish, :name, :address, 'open', :day)
              """)
          .bind("reference", request.reference().value())
          .bind("person", personOf(request.address()))
          .bind("network", request.network().value())
          .bind("wish", code(request.wish()))
          .bind("name", sealedName(request.name()))
          .bind("address", cipher.seal(request.address().value(), ADDRESS))
          .bind("day", request.day().toString())
          .execute();
      handle
          .createUpdate(
              """
              INSERT INTO membership_count (network, wish, quarter, count)
              VALUES (:network, :wish, :quarter, 1)
              ON CONFLICT (network, wish, quarter) DO UPDATE SET count = count + 1
              """)
          .bind("network", request.network().value())
          .bind("wish", code(request.wish()))
          .bind("quarter", Quarter.of(request.day()).id())
          .execute();
    }

    /** How many requests were routed in a quarter; a wish that nobody had is absent. */
    Map<Wish, Integer> counts(NetworkId network, Quarter quarter) {
      Map<Wish, Integer> counts = new EnumMap<>(Wish.class);
      handle
          .createQuery(
              """
              SELECT wish, count FROM membership_count
              WHERE network = :network AND quarter = :quarter
              """)
          .bind("network", network.value())
          .bind("quarter", quarter.id())
          .map((row, context) -> Map.entry(wish(row), row.getInt("count")))
          .forEach(count -> counts.put(count.getKey(), count.getValue()));
      return counts;
    }

    /**
     * How many mails of that day asked to confirm what nobody has confirmed yet. What was refused,
     * replaced or erased since counts: the mails have left.
     */
    int unconfirmed(LocalDate day) {
      return handle
          .createQuery("SELECT unconfirmed FROM confirmation_mails WHERE day = :day")
          .bind("day", day.toString())
          .mapTo(Integer.class)
          .findOne()
          .orElse(0);
    }

    /** Counts a mail of that day that asks to confirm. */
    void countMail(LocalDate day) {
      handle.execute(
          """
          INSERT INTO confirmation_mails (day, unconfirmed) VALUES (?, 1)
          ON CONFLICT (day) DO UPDATE SET unconfirmed = unconfirmed + 1
          """,
          day.toString());
    }

    /** Until that day, itself included, no mail asks the mailbox's holder about these networks. */
    void rest(Mailbox mailbox, Collection<NetworkId> networks, LocalDate until) {
      for (NetworkId network : networks) {
        handle.execute(
            """
            INSERT INTO confirmation_rest (person, network, until) VALUES (?, ?, ?)
            ON CONFLICT (person, network) DO UPDATE SET until = max(until, excluded.until)
            """,
            personOf(mailbox),
            restOf(mailbox, network),
            until.toString());
      }
    }

    boolean rests(Mailbox mailbox, NetworkId network, LocalDate day) {
      return handle
          .createQuery(
              """
              SELECT 1 FROM confirmation_rest
              WHERE person = :person AND network = :network AND until >= :day
              """)
          .bind("person", personOf(mailbox))
          .bind("network", restOf(mailbox, network))
          .bind("day", day.toString())
          .mapTo(Integer.class)
          .findOne()
          .isPresent();
    }

    /** What waits for the holder of a mailbox since that day or later, the oldest first. */
    List<Waiting> waiting(Mailbox mailbox, LocalDate since) {
      return handle
          .createQuery(
              """
              SELECT * FROM confirmation
              WHERE person = :person AND day >= :since AND used_by IS NULL ORDER BY id
              """)
          .bind("person", personOf(mailbox))
          .bind("since", since.toString())
          .map(
              (row, context) ->
                  new Waiting(
                      row.getLong("id"),
                      tokenIn(row),
                      wish(row),
                      networksOf(row.getLong("id")),
                      day(row),
                      LocalDate.parse(row.getString("mailed"))))
          .list();
    }

    /** The confirmation is mailed once more on that day. */
    void mailAgain(long confirmation, LocalDate day) {
      handle.execute(
          "UPDATE confirmation SET mailed = ? WHERE id = ?", day.toString(), confirmation);
    }

    /** The effect of the latest mail that bore a token; nothing where it is unknown. */
    Optional<String> mailOf(Reference token) {
      return handle
          .createQuery("SELECT token, mailed FROM confirmation WHERE token = :token")
          .bind("token", tokenOf(token))
          .map((row, context) -> latestMail(row))
          .findOne();
    }

    /** The token of a mail that asks to confirm; nothing where it was used or is unknown. */
    Optional<Reference> mailedToken(String effect) {
      Matcher mail = CONFIRMATION.matcher(effect);
      return mail.matches()
          ? handle
              .createQuery(
                  "SELECT sealed FROM confirmation WHERE token = :token AND sealed IS NOT NULL")
              .bind("token", HexFormat.of().parseHex(mail.group(1)))
              .map((row, context) -> tokenIn(row))
              .findOne()
          : Optional.empty();
    }

    /** Keeps what waits for the holder of the token; its own number is returned. */
    long ask(
        Reference token,
        Mailbox mailbox,
        Wish wish,
        Collection<NetworkId> networks,
        LocalDate day) {
      long id =
          handle
              .createQuery(
                  """
                  INSERT INTO confirmation (token, sealed, person, wish, address, day, mailed)
                  VALUES (:token, :sealed, :person, :wish, :address, :day, :day) RETURNING id
                  """)
              .bind("token", tokenOf(token))
              .bind("sealed", cipher.seal(token.value(), TOKEN))
              .bind("person", personOf(mailbox))
              .bind("wish", code(wish))
              .bind("address", cipher.seal(mailbox.value(), ADDRESS))
              .bind("day", day.toString())
              .mapTo(Long.class)
              .one();
      for (NetworkId network : networks) {
        handle.execute(
            "INSERT INTO confirmation_network (confirmation, network) VALUES (?, ?)",
            id,
            network.value());
      }
      return id;
    }

    /** What a token stands for, unless it was sent before that day or is unknown. */
    Optional<Asked> asked(Reference token, String key, LocalDate notBefore) {
      return handle
          .createQuery("SELECT * FROM confirmation WHERE token = :token AND day >= :day")
          .bind("token", tokenOf(token))
          .bind("day", notBefore.toString())
          .map(
              (row, context) ->
                  new Asked(
                      row.getLong("id"),
                      wish(row),
                      networksOf(row.getLong("id")),
                      address(row),
                      useOf(row.getBytes("used_by"), key)))
          .findOne();
    }

    /**
     * The confirmation can be used by no other key from now on, and no other one of the same person
     * for the same networks by any. Its mail no longer counts, and whoever has confirmed may ask
     * for something else on the same day.
     */
    void use(Asked asked, String key) {
      handle.execute(
          """
          UPDATE confirmation_mails SET unconfirmed = unconfirmed - 1
          WHERE unconfirmed > 0 AND day = (SELECT mailed FROM confirmation WHERE id = ?)
          """,
          asked.id());
      for (NetworkId network : asked.networks()) {
        handle.execute(
            "DELETE FROM confirmation_rest WHERE person = ? AND network = ?",
            personOf(asked.mailbox()),
            restOf(asked.mailbox(), network));
      }
      end(asked.id(), key);
      drop(asked.mailbox(), asked.networks());
    }

    private void end(long confirmation, String key) {
      handle.execute(
          "UPDATE confirmation SET used_by = ?, sealed = NULL WHERE id = ?",
          keyOf(key),
          confirmation);
    }

    /** Nothing waits for the holder of a mailbox any more that is about one of these networks. */
    void drop(Mailbox mailbox, Collection<NetworkId> networks) {
      for (NetworkId network : networks) {
        handle
            .createUpdate(
                """
                DELETE FROM confirmation_network
                WHERE network = :network AND confirmation IN
                  (SELECT id FROM confirmation WHERE person = :person AND used_by IS NULL)
                """)
            .bind("network", network.value())
            .bind("person", personOf(mailbox))
            .execute();
      }
      handle
          .createUpdate(
              """
              DELETE FROM confirmation
              WHERE used_by IS NULL AND person = :person
                AND id NOT IN (SELECT confirmation FROM confirmation_network)
              """)
          .bind("person", personOf(mailbox))
          .execute();
    }

    /** The confirmation can be used by nobody from now on, and forgets which networks it named. */
    void withdraw(long confirmation, String key) {
      end(confirmation, key);
      handle.execute("DELETE FROM confirmation_network WHERE confirmation = ?", confirmation);
    }

    /** Remembers that a confirmation led to a request. */
    void link(Reference reference, long confirmation) {
      handle.execute(
          "UPDATE membership_request SET confirmation = ? WHERE reference = ?",
          confirmation,
          reference.value());
    }

    List<Stored.Routed> confirmedBy(long confirmation) {
      return handle
          .createQuery("SELECT * FROM membership_request WHERE confirmation = :id ORDER BY id")
          .bind("id", confirmation)
          .map((row, context) -> routedIn(row))
          .list();
    }

    Stored stored(Mailbox mailbox) {
      return new Stored(
          handle
              .createQuery("SELECT * FROM membership_request WHERE person = :person ORDER BY id")
              .bind("person", personOf(mailbox))
              .map((row, context) -> routedIn(row))
              .list(),
          handle
              .createQuery(
                  """
                  SELECT * FROM confirmation WHERE person = :person AND used_by IS NULL ORDER BY id
                  """)
              .bind("person", personOf(mailbox))
              .map(
                  (row, context) ->
                      new Stored.Unconfirmed(
                          wish(row),
                          networksOf(row.getLong("id")),
                          day(row),
                          address(row),
                          outbox.fate(handle, latestMail(row)).orElse(null)))
              .list());
    }

    /**
     * Erases everything about a mailbox but the counts, messages that wait to be sent included;
     * returns how many entries there were.
     */
    int erase(Mailbox mailbox) {
      byte[] person = personOf(mailbox);
      Set<String> references =
          new HashSet<>(
              handle
                  .createQuery("SELECT reference FROM membership_request WHERE person = :person")
                  .bind("person", person)
                  .mapTo(String.class)
                  .list());
      outbox.withdraw(
          handle,
          message ->
              references.stream().anyMatch(one -> message.effect().startsWith("request:" + one))
                  || (message.to() instanceof Mailbox to
                      && to.canonical().equals(mailbox.canonical())));
      handle.execute("DELETE FROM confirmation_rest WHERE person = ?", person);
      return handle.execute("DELETE FROM membership_request WHERE person = ?", person)
          + handle.execute("DELETE FROM confirmation WHERE person = ?", person);
    }

    /**
     * Erases confirmations and requests from before these days, keys from before the latter, and
     * what only mattered until today.
     */
    int eraseOld(LocalDate today, LocalDate confirmations, LocalDate requests) {
      handle.execute("DELETE FROM confirmation_rest WHERE until < ?", today.toString());
      handle.execute("DELETE FROM confirmation_mails WHERE day < ?", today.toString());
      handle.execute("DELETE FROM request_taken WHERE day < ?", requests.toString());
      return handle.execute("DELETE FROM confirmation WHERE day < ?", confirmations.toString())
          + handle.execute("DELETE FROM membership_request WHERE day < ?", requests.toString());
    }

    private List<NetworkId> networksOf(long confirmation) {
      return handle
          .createQuery(
              "SELECT network FROM confirmation_network WHERE confirmation = :id ORDER BY network")
          .bind("id", confirmation)
          .map((row, context) -> new NetworkId(row.getString("network")))
          .list();
    }
  }

  private Stored.Routed routedIn(ResultSet row) throws SQLException {
    return new Stored.Routed(
        new Reference(row.getString("reference")),
        wish(row),
        new NetworkId(row.getString("network")),
        day(row),
        row.getString("state").equals("open"),
        name(row),
        address(row));
  }

  private @Nullable String name(ResultSet row) throws SQLException {
    byte[] sealed = row.getBytes("name");
    return sealed == null ? null : cipher.open(sealed, NAME);
  }

  private Mailbox address(ResultSet row) throws SQLException {
    return new Mailbox(cipher.open(row.getBytes("address"), ADDRESS));
  }

  private @Nullable Reference tokenIn(ResultSet row) throws SQLException {
    byte[] sealed = row.getBytes("sealed");
    return sealed == null ? null : new Reference(cipher.open(sealed, TOKEN));
  }

  /**
   * The effect of the mail that asks to confirm, one a day; numbers of rows are given out again.
   */
  private static String latestMail(ResultSet row) throws SQLException {
    return "confirmation:"
        + HexFormat.of().formatHex(row.getBytes("token"))
        + ":"
        + row.getString("mailed");
  }

  private byte @Nullable [] sealedName(@Nullable String name) {
    return name == null ? null : cipher.seal(name, NAME);
  }

  private Use useOf(byte @Nullable [] usedBy, String key) {
    if (usedBy == null) {
      return Use.NOT_YET;
    }
    return MessageDigest.isEqual(usedBy, keyOf(key)) ? Use.BY_THE_SAME_KEY : Use.BY_ANOTHER;
  }

  private byte[] personOf(Mailbox mailbox) {
    return lookup.of("person", mailbox.canonical());
  }

  private byte[] keyOf(String key) {
    return lookup.of("request", key);
  }

  /** The network of a rest, told by the person's own hash of it alone. */
  private byte[] restOf(Mailbox mailbox, NetworkId network) {
    return lookup.of("confirmation.rest", network.value() + " " + mailbox.canonical());
  }

  private byte[] tokenOf(Reference token) {
    return lookup.of("confirmation", token.value());
  }

  private static LocalDate day(ResultSet row) throws SQLException {
    return LocalDate.parse(row.getString("day"));
  }

  private static Wish wish(ResultSet row) throws SQLException {
    return Wish.valueOf(row.getString("wish").toUpperCase(Locale.ROOT));
  }

  private static String code(Wish wish) {
    return wish.name().toLowerCase(Locale.ROOT);
  }
}
