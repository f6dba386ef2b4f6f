package org.inclusiondesk.app;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.inclusiondesk.config.ConfigFiles;
import org.inclusiondesk.config.Configuration;
import org.inclusiondesk.config.Environment;
import org.inclusiondesk.config.Fault;
import org.jspecify.annotations.Nullable;

/** Reads the configuration for a command. */
final class Setup {
  private Setup() {}

  /**
   * The configuration, without a fault.
   *
   * @throws StartFault that names every fault
   */
  static Configuration load(@Nullable Path directory) {
    Configuration.Loaded loaded = read(directory);
    if (!loaded.faults().isEmpty()) {
      throw new StartFault(lines(loaded.faults()));
    }
    return loaded.configuration();
  }

  /**
   * The configuration with its faults.
   *
   * @throws StartFault if it cannot be read at all
   */
  static Configuration.Loaded read(@Nullable Path directory) {
    try {
      return Configuration.load(
          ConfigFiles.find(directory, Path.of("")), new Environment(System.getenv()));
    } catch (UncheckedIOException unreadable) {
      throw new StartFault(String.valueOf(unreadable.getMessage()));
    }
  }

  /** One line for each fault. */
  static List<String> lines(List<Fault> faults) {
    return faults.stream().map(Fault::toString).toList();
  }
}
