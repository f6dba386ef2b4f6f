package org.inclusiondesk.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.inclusiondesk.config.Secret;
import org.inclusiondesk.config.Settings;
import org.inclusiondesk.store.FieldCipher;
import org.inclusiondesk.store.OwnerOnly;

/** Where the keys of encrypted fields come from. */
final class FieldKeys {
  private static final String FILE = "field-keys.json";

  private FieldKeys() {}

  /**
   * The configured keys; in the embedded default, where none are configured, keys of its own in
   * {@code DATA_DIR}, made at the first start.
   *
   * @throws StartFault if they cannot be read or written
   */
  static FieldCipher of(Settings settings) {
    Secret configured = settings.fieldKeys();
    return new FieldCipher(configured == null ? own(settings.dataDir()) : configured.reveal());
  }

  private static String own(Path directory) {
    Path file = directory.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        make(directory, file);
      }
      return Files.readString(file);
    } catch (IOException | UnsupportedOperationException fault) {
      throw new StartFault(
          file + " cannot be read or written. Check the rights of DATA_DIR and its free space.");
    }
  }

  /**
   * Written whole or not at all, whatever kills the process in between, and never over a set that
   * another process has made meanwhile and may have written with.
   */
  private static void make(Path directory, Path file) throws IOException {
    OwnerOnly.createDirectories(directory);
    Path whole = directory.resolve(".field-keys-" + UUID.randomUUID());
    OwnerOnly.create(whole, FieldCipher.newKeySet().getBytes(StandardCharsets.UTF_8));
    try {
      Files.createLink(file, whole);
    } catch (FileAlreadyExistsException madeMeanwhile) {
      // That set is the one.
    } finally {
      Files.delete(whole);
    }
  }
}
