package org.inclusiondesk.speakup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.inclusiondesk.store.OwnerOnly;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.result.ResultIterable;
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
 * <p>After each write the file is built anew ({@code VACUUM}) and its schema cookie set back, so
 * that the same concerns in any order leave the same bytes; freed pages and a write-ahead log,
 * which would tell, are not left. The cookie also tells a write that a kill kept from being tidied:
 * it stands at {@link #UNTIDY} from the write on.
 *
 * <p>Safe for any number of threads and, by SQLite's locks, processes. Each call opens the file for
 * itself: nothing about a concern stays in a cache.
 */
public final class ConcernStore {
  private static final int APPLICATION = 0x494e_4344; // "INCD", told by the file program
  private static final int VERSION = 1;
  private static final int TIDY = 1;
  private static final int UNTIDY = 2;

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
    jdbi.getConfig(SqlStatements.class).setJfrParamMaxLength(0);
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
    }
  }

  private static void create(Handle handle) {
    handle.execute(
        """
        CREATE TABLE concern (
          id BLOB NOT NULL PRIMARY KEY,
          day TEXT NOT NULL,
          locator BLOB NOT NULL UNIQUE,
          message TEXT NOT NULL,
          own_key TEXT NOT NULL
        ) WITHOUT ROWID, STRICT
        """);
    handle.execute("PRAGMA application_id = " + APPLICATION);
    handle.execute("PRAGMA user_version = " + VERSION);
    handle.execute("PRAGMA schema_version = " + TIDY);
  }

  /**
   * Stores a concern, unless one with its locator is there already.
   *
   * @param id random
   * @throws ConcernStoreException if it is not stored
   */
  void add(UUID id, LocalDate day, byte[] locator, Sealed sealed) {
    write(
        handle ->
            handle
                .createUpdate(
                    """
                    INSERT INTO concern (id, day, locator, message, own_key)
                    VALUES (:id, :day, :locator, :message, :ownKey)
                    ON CONFLICT (locator) DO NOTHING
                    """)
                .bind("id", bytes(id))
                .bind("day", day.toString())
                .bind("locator", locator)
                .bind("message", sealed.message())
                .bind("ownKey", sealed.ownKey())
                .execute());
  }

  /**
   * Removes a concern for good.
   *
   * @return whether it was there
   */
  boolean remove(UUID id) {
    return write(
            handle ->
                handle
                    .createUpdate("DELETE FROM concern WHERE id = :id")
                    .bind("id", bytes(id))
                    .execute())
        > 0;
  }

  /** All concerns, still sealed, by day; within a day in no order that means anything. */
  List<Stored> all() {
    return run(handle -> stored(handle, "ORDER BY day, id", null).list());
  }

  /** The concern with this id, still sealed. */
  Optional<Stored> find(UUID id) {
    return run(handle -> stored(handle, "WHERE id = :key", bytes(id)).findOne());
  }

  /** The concern with this locator, still sealed. */
  Optional<Stored> find(byte[] locator) {
    return run(handle -> stored(handle, "WHERE locator = :key", locator).findOne());
  }

  /** A concern as it is stored. */
  record Stored(UUID id, LocalDate day, Sealed sealed) {}

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
            if (number(handle, "PRAGMA schema_version") != TIDY) {
              handle.execute("VACUUM");
              handle.execute("PRAGMA schema_version = " + TIDY);
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
  private int write(HandleCallback<Integer, SQLException> update) {
    writing.lock();
    try {
      int changed =
          run(
              handle ->
                  transaction(
                      handle,
                      same -> {
                        int rows = update.withHandle(same);
                        if (rows > 0) {
                          same.execute("PRAGMA schema_version = " + UNTIDY);
                        }
                        return rows;
                      }));
      tidy();
      return changed;
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

  private static ResultIterable<Stored> stored(
      Handle handle, String clause, byte @Nullable [] key) {
    var query = handle.createQuery("SELECT id, day, message, own_key FROM concern " + clause);
    if (key != null) {
      query.bind("key", key);
    }
    return query.map(
        (row, context) -> {
          ByteBuffer id = ByteBuffer.wrap(row.getBytes("id"));
          return new Stored(
              new UUID(id.getLong(), id.getLong()),
              LocalDate.parse(row.getString("day")),
              new Sealed(row.getString("message"), row.getString("own_key")));
        });
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
