package org.inclusiondesk.speakup;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;
import org.inclusiondesk.store.OwnerOnly;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Sealed concerns in a SQLite file of their own, which shows neither the order nor, finer than the
 * day, the time in which they came.
 *
 * <p>After each write the file is built anew ({@code VACUUM}), from a schema cookie that the write
 * set back, so that the same concerns in any order leave the same bytes; freed pages and a
 * write-ahead log, which would tell, are not left. The cookie also tells a write that a kill kept
 * from being tidied: it stands at {@link #UNTIDY} from the write on, until the rebuilding, in one
 * step with all else that it does, counts it up to {@link #TIDY}. So a kill leaves no other file
 * than no kill.
 *
 * <p>Safe for any number of threads and, by SQLite's locks, processes. Each call opens the file for
 * itself: nothing about a concern stays in a cache.
 */
public final class ConcernStore {
  private static final int APPLICATION = 0x494e_4344; // "INCD", told by the file program
  private static final int VERSION = 2;
  private static final int UNTIDY = 2;
  private static final int TIDY = UNTIDY + 1; // a VACUUM counts the cookie up by one

  private static final String COLUMNS =
      "SELECT id, day, own_key, left_out, waiting_since, keep_until FROM concern";

  private final Path file;
  private final Jdbi jdbi;
  private final ReentrantLock writing = new ReentrantLock();

  /** Concerns in this file, which {@link #prepare} makes where there is none. */
  public ConcernStore(Path file) {
    this(file, Duration.ofSeconds(5));
  }

  /**
   * @param patience how long to wait for a lock that another process holds
   */
  ConcernStore(Path file, Duration patience) {
    this.file = file;
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(Math.toIntExact(patience.toMillis()));
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    this.jdbi = Jdbi.create(source);
    jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
    // Nothing but an ellipsis is left of two characters; with fewer Jdbi fails while JFR records.
    jdbi.getConfig(SqlStatements.class).setJfrParamMaxLength(2);
  }

  /**
   * Makes the file ready: creates it, readable by its owner alone, or checks that it is one of
   * ours, and tidies up after a kill. To be called before anything else.
   *
   * @throws ConcernStoreException if the file is no database, or one of another program or a newer
   *     version, or cannot be written
   */
  public void prepare() {
    try {
      OwnerOnly.create(file, new byte[0]);
    } catch (FileAlreadyExistsException there) {
      if (!Files.isRegularFile(file)) {
        throw new ConcernStoreException(
            file + " is not a file. Move it away, or set DATA_DIR to another directory.");
      }
    } catch (IOException fault) {
      throw new ConcernStoreException(
          file
              + " cannot be created. Check that DATA_DIR exists, belongs to the service and has"
              + " room.");
    }
    run(
        handle ->
            transaction(
                handle,
                same -> {
                  claim(same);
                  return true;
                }));
    tidy();
  }

  private void claim(Handle handle) {
    int application = number(handle, "PRAGMA application_id");
    int version = number(handle, "PRAGMA user_version");
    boolean empty = number(handle, "SELECT count(*) FROM sqlite_schema") == 0;
    if (empty && application == 0) {
      create(handle);
    } else if (application != APPLICATION) {
      throw new ConcernStoreException(
          file
              + " is a database of another program. Move it away, or set DATA_DIR to another"
              + " directory.");
    } else if (version > VERSION) {
      throw new ConcernStoreException(
          file
              + " was written by a newer version of the desk (format "
              + version
              + ", this one knows "
              + VERSION
              + "). Run the newer version.");
    } else if (version < VERSION) {
      replaceFirstFormat(handle);
    }
  }

  /** The first format was never in production: without concerns it gives way. */
  private void replaceFirstFormat(Handle handle) {
    if (number(handle, "SELECT count(*) FROM concern") > 0) {
      throw new ConcernStoreException(
          file
              + " holds concerns of version 0.1 of the desk, which this one cannot open. Read them"
              + " with that version, then move the file away.");
    }
    handle.execute("DROP TABLE concern");
    create(handle);
    handle.execute("PRAGMA schema_version = " + UNTIDY);
  }

  private static void create(Handle handle) {
    handle.execute(
        """
        CREATE TABLE concern (
          id BLOB NOT NULL PRIMARY KEY,
          day TEXT NOT NULL,
          locator BLOB NOT NULL UNIQUE,
          own_key TEXT NOT NULL,
          left_out TEXT NOT NULL,
          waiting_since TEXT,
          keep_until TEXT
        ) WITHOUT ROWID, STRICT
        """);
    handle.execute(
        """
        CREATE TABLE entry (
          concern BLOB NOT NULL,
          id BLOB NOT NULL,
          box TEXT NOT NULL,
          sealed TEXT NOT NULL,
          PRIMARY KEY (concern, id)
        ) WITHOUT ROWID, STRICT
        """);
    handle.execute("PRAGMA application_id = " + APPLICATION);
    handle.execute("PRAGMA user_version = " + VERSION);
    handle.execute("PRAGMA schema_version = " + TIDY);
  }

  /** What became of a case that was to be added. */
  enum Added {
    /** It is stored. */
    STORED,
    /** It was there already, under the same id and locator. */
    SAME,
    /** Its id or its locator belongs to another case; nothing was stored. */
    TAKEN
  }

  /**
   * Stores a case, unless one with its locator is there already.
   *
   * @throws ConcernStoreException if it is not stored
   */
  Added add(byte[] locator, SealedCase fresh) {
    return write(
        handle -> {
          Optional<SealedCase> there = cases(handle, "WHERE locator = :key", locator).findFirst();
          if (there.isPresent()) {
            return there.get().id().equals(fresh.id()) ? Added.SAME : Added.TAKEN;
          }
          if (byId(handle, fresh.id()).isPresent()) {
            return Added.TAKEN;
          }
          handle
              .createUpdate(
                  """
                  INSERT INTO concern
                    (id, day, locator, own_key, left_out, waiting_since, keep_until)
                  VALUES (:id, :day, :locator, :ownKey, :leftOut, :waitingSince, :keepUntil)
                  """)
              .bind("id", bytes(fresh.id()))
              .bind("day", fresh.day().toString())
              .bind("locator", locator)
              .bind("ownKey", fresh.own().toJson().toString())
              .bind("leftOut", String.join(" ", fresh.leftOut()))
              .bind("waitingSince", text(fresh.waitingSince()))
              .bind("keepUntil", text(fresh.keepUntil()))
              .execute();
          putEntries(handle, fresh);
          return Added.STORED;
        });
  }

  /**
   * Changes a case, if the change agrees: nobody else changes it in between.
   *
   * @param change from the case as it is to the case as it shall be, which may have more entries or
   *     other sealings of the same ones; nothing, to leave it
   * @return the case as it is now, or nothing where it is not there or was left
   */
  Optional<SealedCase> change(UUID id, Function<SealedCase, Optional<SealedCase>> change) {
    return write(handle -> changed(handle, byId(handle, id), change));
  }

  /** The same for the case with this locator. */
  Optional<SealedCase> change(byte[] locator, Function<SealedCase, Optional<SealedCase>> change) {
    return write(
        handle ->
            changed(handle, cases(handle, "WHERE locator = :key", locator).findFirst(), change));
  }

  private static Optional<SealedCase> changed(
      Handle handle,
      Optional<SealedCase> found,
      Function<SealedCase, Optional<SealedCase>> change) {
    Optional<SealedCase> shall = found.flatMap(change);
    shall
        .filter(changed -> !shall.equals(found)) // a second press leaves no trace
        .ifPresent(
            changed -> {
              handle
                  .createUpdate(
                      """
                  UPDATE concern SET waiting_since = :waitingSince, keep_until = :keepUntil
                  WHERE id = :id
                  """)
                  .bind("id", bytes(changed.id()))
                  .bind("waitingSince", text(changed.waitingSince()))
                  .bind("keepUntil", text(changed.keepUntil()))
                  .execute();
              putEntries(handle, changed);
            });
    return shall;
  }

  /**
   * Puts what is left of a case in the place of all that was there, if the change agrees. No
   * locator leads to it any more.
   *
   * @return what is left, or nothing where the case is not there or was left as it is
   */
  Optional<SealedCase> discard(UUID id, Function<SealedCase, Optional<SealedCase>> change) {
    return write(
        handle -> {
          Optional<SealedCase> left = byId(handle, id).flatMap(change);
          left.ifPresent(rest -> replace(handle, rest));
          return left;
        });
  }

  private static void replace(Handle handle, SealedCase rest) {
    byte[] id = bytes(rest.id());
    handle.createUpdate("DELETE FROM entry WHERE concern = :id").bind("id", id).execute();
    // An id is shorter than any locator, and as random.
    handle
        .createUpdate(
            """
            UPDATE concern
            SET locator = id, waiting_since = :waitingSince, keep_until = :keepUntil
            WHERE id = :id
            """)
        .bind("id", id)
        .bind("waitingSince", text(rest.waitingSince()))
        .bind("keepUntil", text(rest.keepUntil()))
        .execute();
    putEntries(handle, rest);
  }

  private static void putEntries(Handle handle, SealedCase whole) {
    for (SealedEntry entry : whole.entries()) {
      handle
          .createUpdate(
              """
              INSERT INTO entry (concern, id, box, sealed) VALUES (:concern, :id, :box, :sealed)
              ON CONFLICT (concern, id) DO UPDATE SET sealed = excluded.sealed
              WHERE sealed <> excluded.sealed
              """)
          .bind("concern", bytes(whole.id()))
          .bind("id", bytes(entry.id()))
          .bind("box", entry.box().id())
          .bind("sealed", entry.sealed().json())
          .execute();
    }
  }

  /**
   * Removes a case for good.
   *
   * @return whether it was there
   */
  boolean remove(UUID id) {
    return write(handle -> removed(handle, bytes(id)));
  }

  /**
   * Removes the case with this locator for good, if no guardian has opened it.
   *
   * @return whether it was removed
   */
  boolean removeUnopened(byte[] locator) {
    return write(
        handle -> {
          Optional<SealedCase> found = cases(handle, "WHERE locator = :key", locator).findFirst();
          return found.isPresent()
              && !found.get().isOpened()
              && removed(handle, bytes(found.get().id()));
        });
  }

  private static boolean removed(Handle handle, byte[] id) {
    handle.createUpdate("DELETE FROM entry WHERE concern = :id").bind("id", id).execute();
    return handle.createUpdate("DELETE FROM concern WHERE id = :id").bind("id", id).execute() > 0;
  }

  /**
   * Removes for good what was to be kept until a month before this one. What waits to be read
   * stays, and so does what bears a damaged month.
   *
   * @return how many cases
   */
  public int removeKeptUntilBefore(YearMonth month) {
    return write(
        handle -> {
          List<byte[]> due =
              handle
                  .createQuery(
                      """
                      SELECT id, keep_until FROM concern
                      WHERE waiting_since IS NULL AND keep_until IS NOT NULL
                      """)
                  .map((row, context) -> keptLongEnough(row, month))
                  .list()
                  .stream()
                  .flatMap(Optional::stream)
                  .toList();
          due.forEach(each -> removed(handle, each));
          return due.size();
        });
  }

  /** The id of a case that was to be kept until a month before this one. */
  private static Optional<byte[]> keptLongEnough(ResultSet row, YearMonth month)
      throws SQLException {
    byte[] id = row.getBytes("id");
    return unlessDamaged(row.getString("keep_until"), YearMonth::parse)
        .filter(month::isAfter)
        .map(until -> id);
  }

  /** What a text is, or nothing where it is damaged. */
  private static <T> Optional<T> unlessDamaged(String text, Function<String, T> parse) {
    try {
      return Optional.of(parse.apply(text));
    } catch (DateTimeException damaged) {
      return Optional.empty();
    }
  }

  /**
   * The day since which something of a reporter waits that no guardian has opened. Days that are
   * damaged do not count: they must not keep reminders of the others from being sent.
   */
  public Optional<LocalDate> waitingSince() {
    return run(
        handle ->
            handle
                .createQuery(
                    "SELECT DISTINCT waiting_since FROM concern WHERE waiting_since IS NOT NULL")
                .mapTo(String.class)
                .list()
                .stream()
                .flatMap(each -> unlessDamaged(each, LocalDate::parse).stream())
                .min(Comparator.naturalOrder()));
  }

  /** All cases that can be read, by day; within a day in no order that means anything. */
  List<SealedCase> all() {
    return shelf().cases();
  }

  /** All cases, those of which something is damaged apart, so that they hide no other. */
  Shelf shelf() {
    return run(
        handle -> {
          List<SealedCase> whole = new ArrayList<>();
          List<Damaged> damaged = new ArrayList<>();
          handle
              .createQuery(COLUMNS + " ORDER BY day, id")
              .map(
                  (row, context) -> {
                    try {
                      return whole.add(read(handle, row));
                    } catch (DamagedConcernException unreadable) {
                      return damaged.add(damaged(handle, row));
                    }
                  })
              .list();
          return new Shelf(whole, damaged);
        });
  }

  /**
   * What lies in the file.
   *
   * @param cases by day
   * @param damaged of which something cannot be read
   */
  record Shelf(List<SealedCase> cases, List<Damaged> damaged) {
    Shelf {
      cases = List.copyOf(cases);
      damaged = List.copyOf(damaged);
    }

    /** What a guardian may know to be there. */
    Shelf of(String guardian, KeySet keys) {
      return new Shelf(
          cases.stream().filter(each -> each.isFor(guardian, keys)).toList(),
          damaged.stream().filter(each -> each.isFor(guardian, keys)).toList());
    }
  }

  /**
   * A case that cannot be read as a whole.
   *
   * @param id as far as it can be told
   * @param leftOut ids of guardians whom the reporter left out, as they stand there
   * @param readers the keys that open each entry that can be read
   */
  record Damaged(String id, List<String> leftOut, List<List<String>> readers) {
    Damaged {
      leftOut = List.copyOf(leftOut);
      readers = List.copyOf(readers);
    }

    /** Whether nothing that can be read keeps it from a guardian. */
    boolean isFor(String guardian, KeySet keys) {
      Set<String> kids = keys.sealingKeysOf(guardian);
      return !leftOut.contains(guardian)
          && readers.stream().allMatch(each -> each.stream().anyMatch(kids::contains));
    }
  }

  private static Damaged damaged(Handle handle, ResultSet row) throws SQLException {
    byte[] id = row.getBytes("id");
    List<List<String>> readers = new ArrayList<>();
    List<String> all =
        handle
            .createQuery("SELECT sealed FROM entry WHERE concern = :concern")
            .bind("concern", id)
            .mapTo(String.class)
            .list();
    for (String each : all) {
      try {
        readers.add(Sealed.parse(each).kids());
      } catch (ParseException unreadable) {
        // It says nothing of its readers.
      }
    }
    return new Damaged(told(id), leftOut(row), readers);
  }

  private static List<String> leftOut(ResultSet row) throws SQLException {
    String leftOut = row.getString("left_out");
    return leftOut.isEmpty() ? List.of() : List.of(leftOut.split(" "));
  }

  /** The case with this id. */
  Optional<SealedCase> find(UUID id) {
    return run(handle -> byId(handle, id));
  }

  /** The case with this locator. */
  Optional<SealedCase> find(byte[] locator) {
    return run(handle -> cases(handle, "WHERE locator = :key", locator).findFirst());
  }

  /**
   * Copies all concerns into a new file, which tells no more than this one.
   *
   * @throws ConcernStoreException if the copy exists already or cannot be written
   */
  public void copyTo(Path copy) {
    try {
      OwnerOnly.create(copy, new byte[0]);
    } catch (FileAlreadyExistsException there) {
      throw new ConcernStoreException(
          copy + " exists already and was left as it is. Name another file.");
    } catch (IOException fault) {
      throw new ConcernStoreException(
          copy + " cannot be created. Check that its directory exists and may be written.");
    }
    tidy();
    run(handle -> handle.execute("VACUUM INTO ?", copy.toString()));
  }

  /**
   * Whether a concern could be stored now: for health checks, which may say so in a log, as a
   * request must not.
   */
  public boolean isWritable() {
    try {
      return run(
          handle -> {
            handle.execute("BEGIN IMMEDIATE");
            handle.execute("ROLLBACK");
            return Files.isWritable(file);
          });
    } catch (ConcernStoreException fault) {
      return false;
    }
  }

  /**
   * Rebuilds the file if a write was not followed by that yet, because of a kill or another
   * process's reading.
   *
   * @return whether the file is tidy now
   */
  public boolean tidy() {
    writing.lock();
    try {
      return run(
          handle -> {
            int cookie = number(handle, "PRAGMA schema_version");
            if (cookie != TIDY) {
              if (cookie != UNTIDY) {
                handle.execute("PRAGMA schema_version = " + UNTIDY);
              }
              handle.execute("VACUUM");
            }
            return true;
          });
    } catch (ConcernStoreException busy) {
      return false;
    } finally {
      writing.unlock();
    }
  }

  /** Writes in one transaction; whoever gets the answer finds it stored, tidied up or not. */
  private <T> T write(HandleCallback<T, SQLException> update) {
    writing.lock();
    try {
      T result =
          run(
              handle ->
                  transaction(
                      handle,
                      same -> {
                        T done = update.withHandle(same);
                        if (number(same, "SELECT total_changes()") > 0) {
                          same.execute("PRAGMA schema_version = " + UNTIDY);
                        }
                        return done;
                      }));
      tidy();
      return result;
    } finally {
      writing.unlock();
    }
  }

  private static <T> T transaction(Handle handle, HandleCallback<T, SQLException> work)
      throws SQLException {
    handle.execute("BEGIN IMMEDIATE");
    try {
      T result = work.withHandle(handle);
      handle.execute("COMMIT");
      return result;
    } catch (RuntimeException | SQLException fault) {
      try {
        handle.execute("ROLLBACK");
      } catch (JdbiException alreadyRolledBack) {
        fault.addSuppressed(alreadyRolledBack);
      }
      throw fault;
    }
  }

  private <T> T run(HandleCallback<T, SQLException> work) {
    try (Handle handle = jdbi.open()) {
      handle.execute("PRAGMA secure_delete = ON");
      handle.execute("PRAGMA synchronous = EXTRA");
      return work.withHandle(handle);
    } catch (JdbiException | SQLException fault) {
      throw new ConcernStoreException(explain(fault));
    }
  }

  /** Says what is wrong in words of ours: a driver's message might carry a value. */
  private String explain(Exception fault) {
    SQLiteErrorCode code = SQLiteErrorCode.UNKNOWN_ERROR;
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLiteException sqlite) {
        code = sqlite.getResultCode();
      }
    }
    return switch (SQLiteErrorCode.getErrorCode(code.code & 0xff)) {
      case SQLITE_NOTADB, SQLITE_CORRUPT ->
          file + " is not a database, or is damaged. Move it away and restore it from a backup.";
      case SQLITE_BUSY, SQLITE_LOCKED ->
          file + " is locked by another process. Try again, and end that process if it stays.";
      case SQLITE_FULL -> file + " cannot grow: the disk is full. Make room.";
      case SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN, SQLITE_IOERR ->
          file + " cannot be read or written. Check its owner, its mode and the disk.";
      default -> file + " cannot be used (SQLite says " + code.name() + ").";
    };
  }

  private static Optional<SealedCase> byId(Handle handle, UUID id) {
    return cases(handle, "WHERE id = :key", bytes(id)).findFirst();
  }

  private static Stream<SealedCase> cases(Handle handle, String clause, Object key) {
    return handle
        .createQuery(COLUMNS + " " + clause)
        .bind("key", key)
        .map((row, context) -> read(handle, row))
        .list()
        .stream();
  }

  private static SealedCase read(Handle handle, ResultSet row) throws SQLException {
    byte[] id = row.getBytes("id");
    String waitingSince = row.getString("waiting_since");
    String keepUntil = row.getString("keep_until");
    try {
      List<SealedEntry> entries = entries(handle, id);
      if (entries.isEmpty()) {
        throw StrictJson.refused("a case with an entry");
      }
      return new SealedCase(
          id(id),
          LocalDate.parse(row.getString("day")),
          leftOut(row),
          waitingSince == null ? null : LocalDate.parse(waitingSince),
          keepUntil == null ? null : YearMonth.parse(keepUntil),
          OwnKey.parse(StrictJson.object(row.getString("own_key"))),
          entries);
    } catch (ParseException | DateTimeException | BufferUnderflowException damaged) {
      throw new DamagedConcernException(
          "Concern " + told(id) + " is damaged. Restore concerns.db from a backup.");
    }
  }

  private static List<SealedEntry> entries(Handle handle, byte[] concern) throws ParseException {
    List<SealedEntry> entries = new ArrayList<>();
    List<Optional<SealedEntry>> rows =
        handle
            .createQuery("SELECT id, box, sealed FROM entry WHERE concern = :concern ORDER BY id")
            .bind("concern", concern)
            .map((row, context) -> entry(row))
            .list();
    for (Optional<SealedEntry> each : rows) {
      entries.add(each.orElseThrow(() -> StrictJson.refused("an entry of a case")));
    }
    return entries;
  }

  /** An entry, or nothing where it is damaged. */
  private static Optional<SealedEntry> entry(ResultSet row) throws SQLException {
    try {
      return Optional.of(
          new SealedEntry(
              id(row.getBytes("id")),
              Box.parse(row.getString("box")),
              Sealed.parse(row.getString("sealed"))));
    } catch (ParseException | BufferUnderflowException damaged) {
      return Optional.empty();
    }
  }

  /** The id of a case, whatever it is, for people. */
  private static String told(byte[] id) {
    return id.length == 16 ? id(id).toString() : HexFormat.of().formatHex(id);
  }

  private static UUID id(byte[] bytes) {
    ByteBuffer id = ByteBuffer.wrap(bytes);
    return new UUID(id.getLong(), id.getLong());
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static int number(Handle handle, String sql) {
    return handle.createQuery(sql).mapTo(Integer.class).one();
  }

  private static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }
}
