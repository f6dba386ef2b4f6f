package org.inclusiondesk.config;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import org.inclusiondesk.answers.Answerer;
import org.inclusiondesk.answers.Article;
import org.inclusiondesk.answers.KnowledgeBase;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.understanding.Embedding;
import org.inclusiondesk.understanding.KnownMeanings;
import org.inclusiondesk.understanding.KnownNetwork;
import org.inclusiondesk.understanding.Learnt;
import org.inclusiondesk.understanding.Lessons;
import org.inclusiondesk.understanding.Normaliser;
import org.inclusiondesk.understanding.SentenceModel;
import org.inclusiondesk.understanding.Understanding;
import org.inclusiondesk.understanding.WordCounts;

/**
 * The content of {@code config/}, and what understands and answers by it, as the service has it.
 */
public final class ShippedContent {
  /** A day long after the older source, so that it is old. */
  public static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-20T10:00:00Z"), ZoneOffset.UTC);

  private static final ShippedContent ONCE = new ShippedContent();

  public final List<Article> articles;
  public final Language language;
  public final List<KnownNetwork> networks;
  public final Normaliser normaliser;
  public final Lessons lessons;
  public final Understanding understanding;
  public final Answerer answerer;

  private ShippedContent() {
    List<Fault> faults = new ArrayList<>();
    ConfigFiles files = ConfigFiles.find(Path.of("config"), Path.of(""));
    articles = new KnowledgeLoader().load(files, faults, new HashMap<>());
    language = new IntentsLoader().load(files, faults, new HashMap<>());
    if (!faults.isEmpty()) {
      throw new AssertionError(faults);
    }
    networks =
        Section.of("networks.yaml", files.text("networks.yaml").orElseThrow(), faults)
            .sections("networks")
            .stream()
            .map(this::network)
            .toList();
    Embedding embedding = known();
    try (DataInputStream in = built("/learnt.bin")) {
      WordCounts counted = WordCounts.read(in);
      lessons = language.lessons(articles, networks, counted);
      if (!counted.fingerprint().equals(lessons.fingerprint())) {
        throw new AssertionError("config/ has changed since the build learnt: run mvn compile");
      }
      normaliser = lessons.normaliser();
      understanding = new Understanding(lessons, Learnt.read(in, lessons), embedding);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    answerer =
        new Answerer(new KnowledgeBase(articles), language.organisations(), normaliser, CLOCK);
  }

  private static DataInputStream built(String name) {
    return new DataInputStream(
        new BufferedInputStream(
            Objects.requireNonNull(ShippedContent.class.getResourceAsStream(name))));
  }

  /** What the build worked out, and the model for the rest. */
  private static Embedding known() {
    SentenceModel model = SentenceModel.load(Path.of("target", "native"));
    try (DataInputStream in = built("/meanings.bin")) {
      return new KnownMeanings(KnownMeanings.read(in), () -> model);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** The one instance. */
  public static ShippedContent load() {
    return ONCE;
  }

  private KnownNetwork network(Section network) {
    NetworkId id = new NetworkId(network.text("id"));
    return new KnownNetwork(
        id, network.text("name"), network.texts("knownAs"), language.wordsOf(id));
  }
}
