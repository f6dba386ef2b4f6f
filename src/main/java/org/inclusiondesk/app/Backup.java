package org.inclusiondesk.app;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.inclusiondesk.speakup.ConcernStore;
import org.inclusiondesk.store.Database;
import org.inclusiondesk.store.OwnerOnly;

/**
 * Both databases in one zip file, each as of one moment. Entries bear no time, so that the file
 * tells no more than its databases.
 */
final class Backup {
  private static final String DESK = "desk.db";
  private static final String CONCERNS = "concerns.db";

  private Backup() {}

  /**
   * @throws StartFault if there is nothing to back up, or the file is there already or cannot be
   *     written
   */
  static void write(Path dataDir, Path file) {
    List<Path> databases =
        Stream.of(DESK, CONCERNS).map(dataDir::resolve).filter(Files::isRegularFile).toList();
    if (databases.isEmpty()) {
      throw new StartFault(
          "There is no database in " + dataDir + ". Set DATA_DIR to where the desk's files lie.");
    }
    Path parent = file.toAbsolutePath().getParent();
    try {
      Path copies = Files.createTempDirectory(parent, ".backup-");
      try {
        Path zip = copies.resolve("zip");
        OwnerOnly.create(zip, new byte[0]);
        try (OutputStream out = Files.newOutputStream(zip);
            ZipOutputStream entries = new ZipOutputStream(out)) {
          for (Path database : databases) {
            add(database, copies, entries);
          }
        }
        if (Files.exists(file)) {
          throw new FileAlreadyExistsException(file.toString());
        }
        Files.move(zip, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        try (var left = Files.list(copies)) {
          for (Path copy : left.toList()) {
            Files.delete(copy);
          }
        }
        Files.delete(copies);
      }
    } catch (FileAlreadyExistsException there) {
      throw new StartFault(file + " is there already. Name a file that does not exist yet.");
    } catch (IOException unwritable) {
      throw new StartFault(
          "The backup cannot be written to " + file + ". Check the directory and its free space.");
    }
  }

  private static void add(Path database, Path copies, ZipOutputStream entries) throws IOException {
    Path copy = copies.resolve(database.getFileName());
    if (database.endsWith(CONCERNS)) {
      new ConcernStore(database).copyTo(copy);
    } else {
      Database.copy(database, copy);
    }
    ZipEntry entry = new ZipEntry(String.valueOf(database.getFileName()));
    entry.setTime(0);
    entries.putNextEntry(entry);
    Files.copy(copy, entries);
    entries.closeEntry();
  }
}
