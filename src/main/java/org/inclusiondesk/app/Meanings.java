package org.inclusiondesk.app;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.inclusiondesk.config.ConfigFiles;
import org.inclusiondesk.config.Configuration;
import org.inclusiondesk.config.Environment;
import org.inclusiondesk.understanding.Embedding;
import org.inclusiondesk.understanding.KnownMeanings;
import org.inclusiondesk.understanding.Meaning;
import org.inclusiondesk.understanding.SentenceModel;

/**
 * The sentence model, loaded beside whatever else is done, and the meanings of the examples, which
 * the build works out so that no start has to. An example that an editor changed since is worked
 * out at the start, in a few milliseconds. Safe for any number of threads.
 */
final class Meanings implements Embedding {
  private static final String BUILT = "/meanings.bin";

  private final CompletableFuture<SentenceModel> model;
  private final Embedding embedding;

  private Meanings(Map<String, Meaning> known, Path directory) {
    this.model = CompletableFuture.supplyAsync(() -> SentenceModel.load(directory));
    this.embedding = new KnownMeanings(known, model::join);
  }

  /**
   * Begins to load the model.
   *
   * @param dataDir where native libraries are unpacked, in a directory of their own
   */
  static Meanings load(Path dataDir) {
    try (InputStream built = Meanings.class.getResourceAsStream(BUILT)) {
      return new Meanings(
          built == null ? Map.of() : KnownMeanings.read(new BufferedInputStream(built)),
          dataDir.resolve("native"));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  @Override
  public Meaning of(String text) {
    return embedding.of(text);
  }

  /**
   * Waits until the model is loaded.
   *
   * @throws StartFault that says what to mend, if it cannot be
   */
  Meanings ready() {
    try {
      model.join();
      return this;
    } catch (CompletionException fault) {
      Throwable cause = fault.getCause() == null ? fault : fault.getCause();
      throw new StartFault(String.valueOf(cause.getMessage()));
    }
  }

  /**
   * Works out the meanings of the shipped examples, for the build; does nothing where all are
   * known.
   *
   * @param arguments the configuration, the file to keep them in, and a directory for native
   *     libraries
   */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[1]);
    Map<String, Meaning> before = Map.of();
    if (Files.exists(file)) {
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
        before = KnownMeanings.read(in);
      }
    }
    Configuration.Loaded loaded =
        Configuration.load(
            ConfigFiles.find(Path.of(arguments[0]), Path.of("")), new Environment(Map.of()));
    if (!loaded.faults().isEmpty()) {
      throw new StartFault(Setup.lines(loaded.faults()));
    }
    CompletableFuture<SentenceModel> model = new CompletableFuture<>();
    Embedding known =
        new KnownMeanings(
            before,
            () -> {
              if (!model.isDone()) {
                model.complete(SentenceModel.load(Path.of(arguments[2])));
              }
              return model.join();
            });
    Map<String, Meaning> asked = new TreeMap<>();
    Talks.of(
        loaded.configuration(),
        text -> asked.computeIfAbsent(text, known::of),
        URI.create("http://localhost"),
        Clock.systemUTC());
    if (!asked.keySet().equals(before.keySet())) {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
        KnownMeanings.write(asked, out);
      }
    }
  }
}
