package org.inclusiondesk.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.inclusiondesk.store.OwnerOnly;

/** Files that commands read and write, with what to do where they cannot. */
final class TextFile {
  private TextFile() {}

  /**
   * @throws StartFault if it cannot be read
   */
  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new StartFault(file + " cannot be read. Look at its name and its rights.");
    }
  }

  /**
   * Writes one line into a new file that its owner alone can read.
   *
   * @throws StartFault if it is there already or cannot be written
   */
  static void write(Path file, String text) {
    try {
      OwnerOnly.create(file, (text + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (FileAlreadyExistsException there) {
      throw new StartFault(file + " is there already. Name a file that does not exist yet.");
    } catch (IOException unwritable) {
      throw new StartFault(file + " cannot be written. Look at its directory and the free space.");
    }
  }

  /** Writes a file whole or not at all, over one that is there. */
  static void replace(Path file, String text) {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.deleteIfExists(part);
      OwnerOnly.create(part, (text + "\n").getBytes(StandardCharsets.UTF_8));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException unwritable) {
      throw new StartFault(file + " cannot be written. Look at its directory and the free space.");
    }
  }
}
