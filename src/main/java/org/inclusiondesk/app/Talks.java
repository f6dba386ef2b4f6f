package org.inclusiondesk.app;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.inclusiondesk.answers.Answerer;
import org.inclusiondesk.answers.KnowledgeBase;
import org.inclusiondesk.config.Configuration;
import org.inclusiondesk.config.Language;
import org.inclusiondesk.config.Settings;
import org.inclusiondesk.conversation.Form;
import org.inclusiondesk.desk.Talk;
import org.inclusiondesk.speakup.Signpost;
import org.inclusiondesk.understanding.Centred;
import org.inclusiondesk.understanding.Embedding;
import org.inclusiondesk.understanding.Example;
import org.inclusiondesk.understanding.KnownNetwork;
import org.inclusiondesk.understanding.Normaliser;
import org.inclusiondesk.understanding.Understanding;
import org.inclusiondesk.understanding.WordFeatures;

/** Wires the talking half of the desk, which the service and {@code ask} share. */
final class Talks {
  private Talks() {}

  /**
   * The talk that a configuration describes. Learns from its examples: a second or less.
   *
   * @param plain gives texts their meaning
   */
  static Talk of(Configuration configuration, Embedding plain, URI publicUrl, Clock clock) {
    Language language = configuration.language();
    List<KnownNetwork> known = configuration.knownNetworks();
    Normaliser normaliser =
        new Normaliser(
            language.lexicon(),
            language.vocabulary(configuration.articles(), known),
            language.examplesWith(configuration.articles()).stream().map(Example::text).toList());
    WordFeatures features = new WordFeatures(language.lexicon(), normaliser);
    Embedding embedding =
        new Centred(
            plain,
            language.examplesWith(configuration.articles()).stream()
                .map(example -> normaliser.read(example.text()).meant())
                .toList());
    return new Talk(
        new Understanding(
            language.examplesWith(configuration.articles()),
            known,
            normaliser,
            features,
            embedding),
        language.danger(),
        new Answerer(
            new KnowledgeBase(configuration.articles()),
            language.foreignQuestions(),
            language.organisations(),
            normaliser,
            features,
            embedding,
            clock),
        signpost(configuration, publicUrl),
        configuration.networks().stream()
            .map(network -> new Form.Network(network.id(), network.name()))
            .toList(),
        configuration.settings().mail().team());
  }

  private static Signpost signpost(Configuration configuration, URI publicUrl) {
    return new Signpost(
        configuration.speakUp().guidance(),
        configuration.speakUp().urgentHelp(),
        publicUrl + "/speak-up");
  }

  /** The address that people type, as far as it is known before the service listens. */
  static URI publicUrl(Settings settings) {
    URI configured = settings.http().publicUrl();
    return configured == null
        ? URI.create("http://localhost:" + settings.http().port())
        : configured;
  }
}
