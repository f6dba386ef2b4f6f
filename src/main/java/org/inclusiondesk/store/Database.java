package org.inclusiondesk.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * {@code desk.db}: one connection that writes, others that only read. Safe for any number of
 * threads, and for several processes on one file.
 *
 * <p>A write is one {@code BEGIN IMMEDIATE … COMMIT} in SQL: the driver's own transaction modes
 * take the lock at the wrong moment, and a deferred transaction that reads before it writes fails
 * at once when another process writes. What a write returned from is on the disk ({@code
 * synchronous=FULL}).
 */
public final class Database implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** BUSY, LOCKED, IOERR, FULL and CANTOPEN (sqlite.org/rescode.html). */
  private static final Set<Integer> PASSING = Set.of(5, 6, 10, 13, 14);

  /** Where the desk writes; where it reads, this is a fault of the statement. */
  private static final int READONLY = 8;

  /** The part of a result code that is not its variety. */
  private static final int PRIMARY = 0xFF;

  private final Path file;
  private final Jdbi readers;
  private final Connection writer;
  private final Handle writing;
  private final ReentrantLock turn = new ReentrantLock();

  private Database(Path file, Jdbi readers, Connection writer) {
    this.file = file;
    this.readers = readers;
    this.writer = writer;
    this.writing = quiet(Jdbi.create(writer)).open();
  }

  /**
   * Opens the database, makes it where there is none, and brings its schema up to date.
   *
   * @throws StoreFault if the file is not such a database, is of a newer version, or cannot be
   *     written
   */
  public static Database open(Path file) {
    return open(file, PATIENCE);
  }

  /**
   * @param patience how long a write waits for another process that writes
   */
  static Database open(Path file, Duration patience) {
    try {
      Path directory = file.toAbsolutePath().getParent();
      if (directory != null) {
        OwnerOnly.createDirectories(directory);
      }
      // SQLite gives its log and its shared memory the rights of the database.
      for (Path each : List.of(file, lockOf(file))) {
        if (!Files.exists(each)) {
          create(each);
        }
      }
      migrate(file, patience);
      Jdbi readers = quiet(Jdbi.create(source(file, true, patience)));
      return new Database(file, readers, source(file, false, patience).getConnection());
    } catch (SQLException | FlywayException | IOException fault) {
      throw new StoreFault(
          "The database "
              + file
              + " cannot be opened: it is not a database of this desk, is of a newer version, or"
              + " cannot be written. Move it away or restore a backup, and check the rights of its"
              + " directory.");
    }
  }

  /**
   * Runs statements in one transaction: all of them are stored, or none.
   *
   * @throws StoreUnavailable if the database cannot be written just now, whatever the statements
   */
  public <T> T write(Function<Handle, T> work) {
    turn.lock();
    try {
      writing.execute("BEGIN IMMEDIATE");
      try {
        T result = work.apply(writing);
        writing.execute("COMMIT");
        return result;
      } catch (RuntimeException | Error fault) {
        rollBack(fault);
        throw fault;
      }
    } catch (JdbiException fault) {
      throw told(fault, true);
    } finally {
      turn.unlock();
    }
  }

  private static RuntimeException told(JdbiException fault, boolean writes) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      int code = cause instanceof SQLException said ? said.getErrorCode() & PRIMARY : 0;
      if (PASSING.contains(code) || (writes && code == READONLY)) {
        return new StoreUnavailable(fault);
      }
    }
    return fault;
  }

  /** Like {@link #write}, for work without a result. */
  public void change(Consumer<Handle> work) {
    write(
        handle -> {
          work.accept(handle);
          return true;
        });
  }

  /**
   * Reads one consistent state. The handle cannot write.
   *
   * @throws StoreUnavailable if the database cannot be read just now
   */
  public <T> T read(Function<Handle, T> work) {
    try {
      return readers.withHandle(
          handle -> {
            handle.execute("PRAGMA query_only = true");
            handle.execute("BEGIN");
            try {
              return work.apply(handle);
            } finally {
              handle.execute("COMMIT");
            }
          });
    } catch (JdbiException fault) {
      throw told(fault, false);
    }
  }

  /**
   * Copies a database as it stands now, whoever writes to it meanwhile.
   *
   * @param copy must not exist yet
   * @throws StoreFault if the file is no database or the copy cannot be written
   */
  public static void copy(Path file, Path copy) {
    try {
      OwnerOnly.create(copy, new byte[0]);
      quiet(Jdbi.create(source(file, true, PATIENCE)))
          .useHandle(handle -> handle.execute("VACUUM INTO ?", copy.toString()));
    } catch (RuntimeException | IOException fault) {
      throw new StoreFault(
          "The database "
              + file
              + " cannot be copied to "
              + copy
              + ": it is not a database of this desk, or the copy cannot be written.");
    }
  }

  /** Where the database lies. */
  public Path file() {
    return file;
  }

  @Override
  public void close() {
    turn.lock();
    try {
      writing.close();
      writer.close();
    } catch (SQLException fault) {
      throw new IllegalStateException("closing the database failed", fault);
    } finally {
      turn.unlock();
    }
  }

  private void rollBack(Throwable cause) {
    try {
      writing.execute("ROLLBACK");
    } catch (RuntimeException alreadyRolledBack) {
      cause.addSuppressed(alreadyRolledBack);
    }
  }

  /**
   * One at a time, whichever process: Flyway has no lock of its own on SQLite. Numbers are given
   * out to features in ranges, so a lower one may come after a higher one. A version that this
   * program does not know makes it stop.
   */
  private static synchronized void migrate(Path file, Duration patience) throws IOException {
    try (FileChannel channel = FileChannel.open(lockOf(file), StandardOpenOption.WRITE)) {
      FileLock lock = channel.lock();
      Flyway.configure()
          .dataSource(source(file, false, patience))
          .locations("classpath:db/desk")
          .outOfOrder(true)
          .ignoreMigrationPatterns(new String[0])
          .loggers("slf4j")
          .load()
          .migrate();
      lock.release();
    }
  }

  private static void create(Path file) throws IOException {
    try {
      OwnerOnly.create(file, new byte[0]);
    } catch (FileAlreadyExistsException madeMeanwhile) {
      // By another process of the desk.
    }
  }

  private static Path lockOf(Path file) {
    return file.resolveSibling(file.getFileName() + ".lock");
  }

  private static SQLiteDataSource source(Path file, boolean readOnly, Duration patience) {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout((int) patience.toMillis());
    config.enforceForeignKeys(true);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
    if (!readOnly) {
      config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    }
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }

  /** Keeps bound values out of exception messages and flight recordings. */
  private static Jdbi quiet(Jdbi jdbi) {
    jdbi.getConfig(StatementExceptions.class)
        .setMessageRendering(StatementExceptions.MessageRendering.NONE);
    // Nothing but an ellipsis is left of two characters; with fewer Jdbi fails while JFR records.
    jdbi.getConfig(SqlStatements.class).setJfrParamMaxLength(2);
    return jdbi;
  }
}
