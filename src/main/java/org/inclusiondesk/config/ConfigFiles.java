package org.inclusiondesk.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The texts of the configuration files, by their path below the configuration directory, such as
 * {@code knowledge/objectives.md}. Read once, so that all parts see the same state.
 */
public final class ConfigFiles {
  private static final String IN_THE_JAR = "default-config";
  private static final int DEPTH = 2;

  private final String origin;
  private final SortedMap<String, String> texts;

  private ConfigFiles(String origin, SortedMap<String, String> texts) {
    this.origin = origin;
    this.texts = texts;
  }

  /**
   * Finds the configuration: the directory that was asked for, else {@code ./config}, else the copy
   * inside the program.
   *
   * @param asked the directory named on the command line; null where none was
   * @throws UncheckedIOException if it cannot be read; the message says what and where
   */
  public static ConfigFiles find(@Nullable Path asked, Path workingDirectory) {
    if (asked != null) {
      if (!Files.isDirectory(asked)) {
        throw unreadable("There is no configuration directory " + asked + ".");
      }
      return read(asked, asked.toString());
    }
    Path here = workingDirectory.resolve("config");
    if (Files.isRegularFile(here.resolve("desk.yaml"))) {
      return read(here, "config");
    }
    return inTheJar();
  }

  /** The text of a file, or nothing where there is none. */
  Optional<String> text(String path) {
    return Optional.ofNullable(texts.get(path));
  }

  /** The files of a folder by path, in the order of their names. */
  SortedMap<String, String> folder(String folder, String ending) {
    SortedMap<String, String> found = new TreeMap<>(texts);
    found.keySet().removeIf(path -> !path.startsWith(folder + "/") || !path.endsWith(ending));
    return found;
  }

  /** Where the files were found, for messages. */
  public String origin() {
    return origin;
  }

  /** How a file is named in messages. */
  String name(String path) {
    return origin + "/" + path;
  }

  private static ConfigFiles inTheJar() {
    URL url = ConfigFiles.class.getClassLoader().getResource(IN_THE_JAR + "/desk.yaml");
    if (url == null) {
      throw unreadable("The program was built without its configuration.");
    }
    try {
      URI uri = url.toURI();
      if (!"jar".equals(uri.getScheme())) {
        return read(Path.of(uri).resolveSibling("."), "built-in config");
      }
      String jar = uri.toString().substring(0, uri.toString().indexOf('!'));
      try (FileSystem inside = FileSystems.newFileSystem(URI.create(jar), Map.of())) {
        return read(inside.getPath("/" + IN_THE_JAR), "built-in config");
      }
    } catch (IOException | URISyntaxException fault) {
      throw unreadable("The program's own configuration cannot be read.");
    }
  }

  private static ConfigFiles read(Path directory, String origin) {
    SortedMap<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory, DEPTH)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        String path = directory.relativize(file).normalize().toString().replace('\\', '/');
        if (path.endsWith(".yaml") || path.endsWith(".md") || path.endsWith(".json")) {
          texts.put(path, readText(file));
        }
      }
    } catch (IOException | UncheckedIOException fault) {
      throw unreadable(
          "The configuration in " + directory + " cannot be read: " + fault.getMessage());
    }
    return new ConfigFiles(origin, texts);
  }

  private static String readText(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(in.readAllBytes())).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException notUtf8) {
      throw new IOException(file + " is not written in UTF-8; save it as UTF-8");
    }
  }

  private static UncheckedIOException unreadable(String message) {
    return new UncheckedIOException(message, new IOException(message));
  }
}
