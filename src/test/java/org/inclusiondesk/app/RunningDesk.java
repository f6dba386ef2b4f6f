package org.inclusiondesk.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.inclusiondesk.config.ConfigFiles;
import org.inclusiondesk.config.Configuration;
import org.inclusiondesk.config.Environment;

/** The whole service on free ports. */
final class RunningDesk implements AutoCloseable {
  static final String TEAM = "kmicb.od@nhs.net";
  static final String ADDRESS = "inclusion-desk@kmicb.example";

  private final App app;
  private final Configuration configuration;
  private final DeskClient client;

  private RunningDesk(Configuration configuration) {
    this(configuration, Clock.systemUTC());
  }

  private RunningDesk(Configuration configuration, Clock clock) {
    this.configuration = configuration;
    this.app = new App(configuration, clock);
    try {
      app.start();
    } catch (RuntimeException fault) {
      app.close();
      throw fault;
    }
    this.client = new DeskClient(app.port());
  }

  /** The embedded default. */
  static RunningDesk in(Path dataDir) {
    return in(dataDir, Map.of());
  }

  /** The embedded default by a clock of its own. */
  static RunningDesk by(Clock clock, Path dataDir) {
    return new RunningDesk(configuration(Path.of("config"), variables(dataDir, Map.of())), clock);
  }

  /** The embedded default but for some variables of the environment. */
  static RunningDesk in(Path dataDir, Map<String, String> more) {
    return new RunningDesk(configuration(Path.of("config"), variables(dataDir, more)));
  }

  static RunningDesk in(Path dataDir, Path config, Map<String, String> more) {
    return new RunningDesk(configuration(config, variables(dataDir, more)));
  }

  /** Ports of its own choice, and files in a directory. */
  static Map<String, String> variables(Path dataDir, Map<String, String> more) {
    Map<String, String> variables = new HashMap<>();
    variables.put("PORT", "0");
    variables.put("DESK_INNER_SMTP_PORT", "0");
    variables.put("DESK_INNER_IMAP_PORT", "0");
    variables.put("DATA_DIR", dataDir.toString());
    variables.putAll(more);
    return variables;
  }

  static Configuration configuration(Path directory, Map<String, String> variables) {
    Configuration.Loaded loaded =
        Configuration.load(
            ConfigFiles.find(directory, Path.of("")), new Environment(Map.copyOf(variables)));
    if (!loaded.faults().isEmpty()) {
      throw new IllegalStateException(loaded.faults().toString());
    }
    return loaded.configuration();
  }

  /** A copy of the shipped configuration in which some file reads differently. */
  static Path configWith(Path copy, String file, UnaryOperator<String> change) {
    try (Stream<Path> files = Files.walk(Path.of("config"))) {
      for (Path from : (Iterable<Path>) files::iterator) {
        Path to = copy.resolve(Path.of("config").relativize(from).toString());
        if (Files.isDirectory(from)) {
          Files.createDirectories(to);
        } else if (!Files.exists(to)) {
          Files.copy(from, to);
        }
      }
      Path changed = copy.resolve(file);
      String before = Files.readString(changed);
      String after = change.apply(before);
      if (after.equals(before)) {
        throw new IllegalStateException("nothing was changed in " + file);
      }
      Files.writeString(changed, after);
      return copy;
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  Configuration configuration() {
    return configuration;
  }

  /** Who talks with it. */
  DeskClient client() {
    return client;
  }

  @Override
  public void close() {
    app.close();
  }
}
