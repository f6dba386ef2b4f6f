package org.inclusiondesk.app;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.inclusiondesk.config.ConfigFiles;
import org.inclusiondesk.config.Configuration;
import org.inclusiondesk.config.Environment;
import org.inclusiondesk.config.Fault;
import org.inclusiondesk.config.Secret;
import org.inclusiondesk.config.Settings;
import org.inclusiondesk.store.FieldCipher;
import org.inclusiondesk.store.StoreFault;
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
      Configuration.Loaded loaded =
          Configuration.load(
              ConfigFiles.find(directory, Path.of("")), new Environment(System.getenv()));
      List<Fault> faults = new ArrayList<>(loaded.faults());
      checkFieldKeys(loaded.configuration().settings(), faults);
      return new Configuration.Loaded(loaded.configuration(), List.copyOf(faults));
    } catch (UncheckedIOException unreadable) {
      throw new StartFault(String.valueOf(unreadable.getMessage()));
    }
  }

  private static void checkFieldKeys(Settings settings, List<Fault> faults) {
    Secret keys = settings.fieldKeys();
    if (keys != null) {
      try {
        new FieldCipher(keys.reveal());
      } catch (StoreFault unfit) {
        faults.add(
            new Fault(
                "environment",
                "DESK_FIELD_KEYS",
                "This is not a key set.",
                "Take it from where it was kept; a new set cannot read what the old one wrote."));
      }
    }
  }

  /** One line for each fault. */
  static List<String> lines(List<Fault> faults) {
    return faults.stream().map(Fault::toString).toList();
  }
}
