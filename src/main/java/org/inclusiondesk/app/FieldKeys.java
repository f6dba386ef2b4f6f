package org.inclusiondesk.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.inclusiondesk.config.Secret;
import org.inclusiondesk.config.Settings;
import org.inclusiondesk.store.FieldCipher;

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
    return new FieldCipher(
        configured == null ? own(settings.dataDir().resolve(FILE)) : configured.reveal());
  }

  private static String own(Path file) {
    try {
      if (!Files.exists(file)) {
        make(file);
      }
      return Files.readString(file);
    } catch (IOException | UnsupportedOperationException fault) {
      throw new StartFault(
          file + " cannot be read or written. Check the rights of DATA_DIR and its free space.");
    }
  }

  /** Written whole or not at all, whatever kills the process in between. */
  private static void make(Path file) throws IOException {
    Path directory = Files.createDirectories(file.toAbsolutePath().getParent());
    Path whole =
        Files.createTempFile(
            directory,
            ".field-keys",
            null,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(whole, FieldCipher.newKeySet());
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
