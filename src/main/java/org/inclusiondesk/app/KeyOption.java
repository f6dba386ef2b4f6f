package org.inclusiondesk.app;

import java.io.Console;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.inclusiondesk.config.Environment;
import org.inclusiondesk.config.Fault;
import org.inclusiondesk.config.Secret;
import org.inclusiondesk.speakup.GuardianKeys;
import org.inclusiondesk.speakup.KeyFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of every command that works with a guardian's key, and how its passphrase is had. */
final class KeyOption {
  static final String PASSPHRASE = "DESK_GUARDIAN_PASSPHRASE";
  private static final String OLD_PASSPHRASE = "DESK_GUARDIAN_OLD_PASSPHRASE";

  @Option(names = "--key", required = true, paramLabel = "FILE", description = "The key file.")
  private Path file = Path.of("");

  /**
   * The keys in the file.
   *
   * @throws StartFault if the file cannot be read, or the passphrase does not open it
   */
  GuardianKeys open() {
    return open(file);
  }

  /** The same for a file that was named in another way. */
  static GuardianKeys open(Path file) {
    return GuardianCommand.value(KeyFile.open(file, asked(PASSPHRASE, "Passphrase: ")));
  }

  /** The same for a file of keys that were renewed since. */
  static GuardianKeys openOld(Path file) {
    return GuardianCommand.value(
        KeyFile.open(file, asked(OLD_PASSPHRASE, "Passphrase of " + file + ": ")));
  }

  /** What a variable or the file that it names holds; null where neither is set. */
  static @Nullable Secret given(String variable) {
    List<Fault> faults = new ArrayList<>();
    Secret given = new Environment(System.getenv()).secret(variable, faults).orElse(null);
    if (!faults.isEmpty()) {
      throw new StartFault(Setup.lines(faults));
    }
    return given;
  }

  @SuppressWarnings("SystemConsoleNull") // Null up to Java 21 where there is no terminal.
  private static String asked(String variable, String prompt) {
    Secret given = given(variable);
    if (given != null) {
      return given.reveal();
    }
    Console console = System.console();
    char[] typed = console == null ? null : console.readPassword(prompt);
    if (typed == null) {
      throw new StartFault(
          "There is no passphrase. Type it at the prompt, or set " + variable + ".");
    }
    return new String(typed);
  }
}
