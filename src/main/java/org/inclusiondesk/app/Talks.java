package org.inclusiondesk.app;

import java.net.URI;
import java.time.Clock;
import org.inclusiondesk.answers.Answerer;
import org.inclusiondesk.answers.KnowledgeBase;
import org.inclusiondesk.config.Configuration;
import org.inclusiondesk.config.Settings;
import org.inclusiondesk.conversation.Form;
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
    Lessons lessons = configuration.lessons();
    return new Talk(
        new Understanding(lessons, meanings.learnt(lessons), meanings),
        new Answerer(
            new KnowledgeBase(configuration.articles()),
            configuration.language().organisations(),
            lessons.normaliser(),
            clock),
        signpost(configuration, publicUrl),
        configuration.networks().stream()
            .map(network -> new Form.Network(network.id(), network.name()))
            .toList(),
        configuration.settings().mail().team());
  }

  private static Signpost signpost(Configuration configuration, URI publicUrl) {
    return new Signpost(configuration.speakUp().guidance(), publicUrl + "/speak-up");
  }

  /** The address that people type, as far as it is known before the service listens. */
  static URI publicUrl(Settings settings) {
    URI configured = settings.http().publicUrl();
    return configured == null
        ? URI.create("http://localhost:" + settings.http().port())
        : configured;
  }
}
