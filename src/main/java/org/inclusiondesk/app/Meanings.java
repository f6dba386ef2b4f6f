package org.inclusiondesk.app;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.inclusiondesk.config.ConfigFiles;
import org.inclusiondesk.config.Configuration;
import org.inclusiondesk.config.Environment;
import org.inclusiondesk.understanding.Embedding;
import org.inclusiondesk.understanding.KnownMeanings;
import org.inclusiondesk.understanding.Learnt;
import org.inclusiondesk.understanding.Lessons;
import org.inclusiondesk.understanding.Meaning;
import org.inclusiondesk.understanding.SentenceModel;
import org.inclusiondesk.understanding.WordCounts;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sentence model, loaded beside whatever else is done, and what the build learnt with it from
 * the shipped examples. Where an editor has changed something since, the start learns anew, a good
 * minute's work; the meanings of the shipped examples are kept for that. Safe for any number of
 * threads.
 */
final class Meanings implements Embedding {
  private static final Logger LOG = LoggerFactory.getLogger(Meanings.class);
  private static final String MEANINGS = "meanings.bin";
  private static final String LEARNT = "learnt.bin";

  private final CompletableFuture<SentenceModel> model;

  private Meanings(CompletableFuture<SentenceModel> model) {
    this.model = model;
  }

  /**
   * Begins to load the model.
   *
   * @param dataDir where native libraries are unpacked, in a directory of their own
   */
  static Meanings load(Path dataDir) {
    return new Meanings(
        CompletableFuture.supplyAsync(() -> SentenceModel.load(dataDir.resolve("native"))));
  }

  @Override
  public Meaning of(String text) {
    return model.join().of(text);
  }

  /**
   * Waits until the model is loaded.
   *
   * @throws StartFault that says what to mend, if it cannot be
   */
  Meanings ready() {
    joined(model);
    return this;
  }

  /**
   * What the work beside the start came to.
   *
   * @throws StartFault that says what to mend, if it failed
   */
  static <T> T joined(CompletableFuture<T> work) {
    try {
      return work.join();
    } catch (CompletionException fault) {
      Throwable cause = fault.getCause() == null ? fault : fault.getCause();
      throw new StartFault(String.valueOf(cause.getMessage()));
    }
  }

  /**
   * What there is to learn from, and what it teaches.
   *
   * @param learnt by the build, unless the lessons are others than its
   */
  record Taught(Lessons lessons, Learnt learnt) {}

  /** The lessons of a configuration with what they teach. */
  Taught taught(Configuration configuration) {
    try (InputStream built = Meanings.class.getResourceAsStream("/" + LEARNT)) {
      if (built == null) {
        return anew(configuration.lessons(WordCounts.NONE));
      }
      DataInputStream in = new DataInputStream(new BufferedInputStream(built));
      WordCounts counted = WordCounts.read(in);
      Lessons lessons = configuration.lessons(counted);
      return counted.fingerprint().equals(lessons.fingerprint())
          ? new Taught(lessons, Learnt.read(in, lessons))
          : anew(lessons);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private Taught anew(Lessons lessons) {
    long began = System.nanoTime();
    Learnt learnt = Learnt.from(lessons, known());
    LOG.info("examples=changed learning=done ms={}", (System.nanoTime() - began) / 1_000_000);
    return new Taught(lessons, learnt);
  }

  /** The meanings that the build worked out, and the model for the rest. */
  Embedding known() {
    ready();
    try (InputStream built = Meanings.class.getResourceAsStream("/" + MEANINGS)) {
      return new KnownMeanings(
          built == null ? Map.of() : KnownMeanings.read(new BufferedInputStream(built)),
          model::join);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /**
   * Learns from the shipped examples, for the build.
   *
   * @param arguments the configuration, the directory for what is learnt, and one for native
   *     libraries
   */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[1]);
    Configuration.Loaded loaded =
        Configuration.load(
            ConfigFiles.find(Path.of(arguments[0]), Path.of("")), new Environment(Map.of()));
    if (!loaded.faults().isEmpty()) {
      throw new StartFault(Setup.lines(loaded.faults()));
    }
    Lessons lessons = loaded.configuration().lessons(WordCounts.NONE);
    if (isLearnt(directory, lessons)) {
      return;
    }
    Map<String, Meaning> before = Map.of();
    if (Files.exists(directory.resolve(MEANINGS))) {
      try (InputStream in =
          new BufferedInputStream(Files.newInputStream(directory.resolve(MEANINGS)))) {
        before = KnownMeanings.read(in);
      }
    }
    Embedding known = new KnownMeanings(before, new OnDemand(Path.of(arguments[2])));
    Map<String, Meaning> asked = new ConcurrentSkipListMap<>();
    Learnt learnt = Learnt.from(lessons, text -> asked.computeIfAbsent(text, known::of));
    if (!asked.keySet().equals(before.keySet())) {
      try (OutputStream out = written(directory.resolve(MEANINGS))) {
        KnownMeanings.write(asked, out);
      }
    }
    try (DataOutputStream out = new DataOutputStream(written(directory.resolve(LEARNT)))) {
      lessons.counted().write(out);
      learnt.write(out);
    }
  }

  /** The sentence model, loaded when it is first asked for. */
  private static final class OnDemand implements Supplier<SentenceModel> {
    private final Path natives;
    private @Nullable SentenceModel model;

    OnDemand(Path natives) {
      this.natives = natives;
    }

    @Override
    public synchronized SentenceModel get() {
      SentenceModel loaded = model == null ? SentenceModel.load(natives) : model;
      model = loaded;
      return loaded;
    }
  }

  /** Whether the same lessons were learnt before, by the classes as they are now. */
  private static boolean isLearnt(Path directory, Lessons lessons) throws IOException {
    Path file = directory.resolve(LEARNT);
    if (!Files.exists(file)) {
      return false;
    }
    Path classes =
        directory.resolve(Lessons.class.getName().replace('.', '/') + ".class").getParent();
    FileTime learnt = Files.getLastModifiedTime(file);
    try (Stream<Path> all = Files.list(classes);
        DataInputStream in =
            new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      return all.noneMatch(one -> one.toFile().lastModified() > learnt.toMillis())
          && WordCounts.read(in).fingerprint().equals(lessons.fingerprint());
    }
  }

  private static OutputStream written(Path file) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(file));
  }
}
