package org.inclusiondesk.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The texts of the configuration files, by their path below the configuration directory, such as
 * {@code knowledge/objectives.md}. Read once, so that all parts see the same state.
 */
public final class ConfigFiles {
  private static final String IN_THE_JAR = "default-config";
  private static final int DEPTH = 2;
  private static final List<String> ENDINGS = List.of(".yaml", ".md", ".json");

  /** Stands in a decoded text for what is not UTF-8, or was written on purpose. */
  private static final char REPLACED = '\uFFFD';

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
      if (!"jar".equals(url.getProtocol())) {
        return read(Path.of(url.toURI()).resolveSibling("."), "built-in config");
      }
      JarURLConnection connection = (JarURLConnection) url.openConnection();
      connection.setUseCaches(false);
      try (JarFile jar = connection.getJarFile()) {
        return new ConfigFiles("built-in config", texts(jar));
      }
    } catch (IOException | URISyntaxException fault) {
      throw unreadable("The program's own configuration cannot be read.");
    }
  }

  private static SortedMap<String, String> texts(JarFile jar) throws IOException {
    SortedMap<String, String> texts = new TreeMap<>();
    for (JarEntry entry : Collections.list(jar.entries())) {
      String name = entry.getName();
      if (name.startsWith(IN_THE_JAR + "/")) {
        String path = name.substring(IN_THE_JAR.length() + 1);
        if (isRead(path)) {
          try (InputStream in = jar.getInputStream(entry)) {
            texts.put(path, text(in, name));
          }
        }
      }
    }
    return texts;
  }

  private static boolean isRead(String path) {
    return ENDINGS.stream().anyMatch(path::endsWith)
        || (path.endsWith(Examples.ENDING) && path.contains("/"));
  }

  private static ConfigFiles read(Path directory, String origin) {
    SortedMap<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory, DEPTH)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        String path = directory.relativize(file).normalize().toString().replace('\\', '/');
        if (isRead(path)) {
          try (InputStream in = Files.newInputStream(file)) {
            texts.put(path, text(in, file.toString()));
          }
        }
      }
    } catch (IOException | UncheckedIOException fault) {
      throw unreadable(
          "The configuration in " + directory + " cannot be read: " + fault.getMessage());
    }
    return new ConfigFiles(origin, texts);
  }

  private static String text(InputStream in, String file) throws IOException {
    byte[] bytes = in.readAllBytes();
    String text = new String(bytes, StandardCharsets.UTF_8);
    try {
      if (text.indexOf(REPLACED) >= 0) {
        text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      }
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException notUtf8) {
      throw new IOException(file + " is not written in UTF-8; save it as UTF-8");
    }
  }

  private static UncheckedIOException unreadable(String message) {
    return new UncheckedIOException(message, new IOException(message));
  }
}
