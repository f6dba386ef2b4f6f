package org.inclusiondesk.config;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The environment variables of the service. A variable that is set to nothing counts as absent.
 * Each secret is read from {@code NAME} or from the file that {@code NAME_FILE} names, never both.
 */
public final class Environment {
  private static final String FILE = "environment";

  private final Map<String, String> variables;

  public Environment(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  /** The variable's value, or nothing where it is absent or blank. */
  Optional<String> text(String name) {
    return Optional.ofNullable(variables.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  /** The variable's value parsed; one that the parser refuses becomes a fault. */
  <T> Optional<T> parsed(
      String name, String expected, Function<String, T> parser, List<Fault> faults) {
    return text(name)
        .flatMap(
            text -> {
              try {
                return Optional.of(parser.apply(text));
              } catch (RuntimeException unfit) {
                faults.add(
                    new Fault(
                        FILE, name, "The value does not fit.", "Set it to " + expected + "."));
                return Optional.empty();
              }
            });
  }

  /** A port number; 0 lets the system choose. */
  int port(String name, int otherwise, List<Fault> faults) {
    return parsed(
            name,
            "a port number from 0 to 65535",
            text -> {
              int port = Integer.parseInt(text);
              if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("out of range");
              }
              return port;
            },
            faults)
        .orElse(otherwise);
  }

  /** An absolute http or https address. */
  Optional<URI> web(String name, List<Fault> faults) {
    return parsed(
        name,
        "an address such as https://desk.example.org",
        text -> {
          URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
          if (uri.getHost() == null
              || !List.of("http", "https").contains(uri.getScheme())
              || uri.getRawUserInfo() != null
              || uri.getRawQuery() != null
              || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("not a web address");
          }
          return uri;
        },
        faults);
  }

  /** A secret from the variable or from its file. */
  public Optional<Secret> secret(String name, List<Fault> faults) {
    Optional<String> direct = text(name);
    Optional<String> file = text(name + "_FILE");
    if (direct.isPresent() && file.isPresent()) {
      faults.add(
          new Fault(
              FILE, name, "Both " + name + " and " + name + "_FILE are set.", "Set one of them."));
    }
    if (direct.isPresent() || file.isEmpty()) {
      return direct.map(Secret::new);
    }
    try {
      String held = Files.readString(Path.of(file.get())).strip();
      if (!held.isEmpty()) {
        return Optional.of(new Secret(held));
      }
      faults.add(
          new Fault(FILE, name + "_FILE", "The file is empty.", "Write the secret into it."));
    } catch (IOException | RuntimeException unreadable) {
      faults.add(
          new Fault(
              FILE,
              name + "_FILE",
              "The file " + file.get() + " cannot be read.",
              "Check its path and who may read it."));
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return "Environment[…]";
  }
}
