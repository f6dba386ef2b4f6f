package org.inclusiondesk.app;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.inclusiondesk.answers.Answerer;
import org.inclusiondesk.answers.KnowledgeBase;
import org.inclusiondesk.answers.OrganisationNames;
import org.inclusiondesk.config.Configuration;
import org.inclusiondesk.config.Settings;
import org.inclusiondesk.conversation.Form;
import org.inclusiondesk.desk.ContextWords;
import org.inclusiondesk.desk.FollowUps;
import org.inclusiondesk.desk.Talk;
import org.inclusiondesk.speakup.Signpost;
import org.inclusiondesk.understanding.Lessons;
import org.inclusiondesk.understanding.Understanding;

/** Wires the talking half of the desk, which the service and {@code ask} share. */
final class Talks {
  private Talks() {}

  /**
   * The talk that a configuration describes.
   *
   * @param meanings gives texts their meaning, and knows what was learnt from the shipped examples
   */
  static Talk of(Configuration configuration, Meanings meanings, URI publicUrl, Clock clock) {
    Meanings.Taught taught = meanings.taught(configuration);
    Lessons lessons = taught.lessons();
    KnowledgeBase knowledge = new KnowledgeBase(configuration.articles());
    OrganisationNames organisations = configuration.language().organisations();
    Understanding understanding = new Understanding(lessons, taught.learnt(), meanings);
    return new Talk(
        understanding,
        new FollowUps(
            knowledge,
            configuration.knownNetworks(),
            organisations,
            lessons.normaliser(),
            understanding),
        configuration.language().danger(),
        new Answerer(knowledge, organisations, lessons.normaliser(), clock),
        signpost(configuration, publicUrl),
        networks(configuration),
        configuration.settings().mail().team());
  }

  /** The words for what a conversation of this talk may be about. */
  static ContextWords contextWords(Configuration configuration) {
    return new ContextWords(new KnowledgeBase(configuration.articles()), networks(configuration));
  }

  private static List<Form.Network> networks(Configuration configuration) {
    return configuration.networks().stream()
        .map(network -> new Form.Network(network.id(), network.name()))
        .toList();
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
