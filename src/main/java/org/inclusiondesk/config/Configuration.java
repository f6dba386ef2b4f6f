package org.inclusiondesk.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.inclusiondesk.answers.Article;
import org.inclusiondesk.networks.Network;
import org.inclusiondesk.speakup.SpeakUpSettings;
import org.inclusiondesk.understanding.Example;
import org.inclusiondesk.understanding.KnownNetwork;
import org.inclusiondesk.understanding.Lessons;
import org.inclusiondesk.understanding.Sense;
import org.inclusiondesk.understanding.WordCounts;

/**
 * All that {@code config/} and the environment say.
 *
 * @param origin where the files were found, for messages
 * @param places the file of each example, for messages; the first one of several
 */
public record Configuration(
    String origin,
    Settings settings,
    List<Network> networks,
    List<Article> articles,
    Language language,
    SpeakUpSettings speakUp,
    Map<Example<Sense>, String> places) {

  public Configuration {
    networks = List.copyOf(networks);
    articles = List.copyOf(articles);
    places = Map.copyOf(places);
  }

  /**
   * What was read, and what is wrong with it.
   *
   * @param configuration not to be used while there are faults
   * @param faults all of them; empty where the configuration serves
   */
  public record Loaded(Configuration configuration, List<Fault> faults) {}

  /** Reads everything; placeholders are faults in production alone. */
  public static Loaded load(ConfigFiles files, Environment environment) {
    List<Fault> faults = new ArrayList<>();
    Settings settings = new SettingsLoader(files, environment, faults).load();
    boolean production = settings.production();
    List<Network> networks = new NetworksLoader(files, production, faults).load();
    Map<Example<Sense>, String> places = new HashMap<>();
    List<Fault> intentFaults = new ArrayList<>();
    Map<Example<Sense>, String> intentPlaces = new HashMap<>();
    // Tens of thousands of examples: a start reads the two folders side by side.
    CompletableFuture<Language> intents =
        CompletableFuture.supplyAsync(
            () -> new IntentsLoader().load(files, intentFaults, intentPlaces));
    List<Article> articles = new KnowledgeLoader().load(files, faults, places);
    Language language = intents.join();
    faults.addAll(intentFaults);
    intentPlaces.forEach(places::putIfAbsent);
    SpeakUpLoader.Loaded speakUp = SpeakUpLoader.load(files);
    faults.addAll(speakUp.faults());
    if (production) {
      faults.addAll(speakUp.placeholders());
    }
    return new Loaded(
        new Configuration(
            files.origin(), settings, networks, articles, language, speakUp.settings(), places),
        List.copyOf(faults));
  }

  /**
   * What the desk learns from.
   *
   * @param counted what the build counted in the shipped lessons
   */
  public Lessons lessons(WordCounts counted) {
    return language.lessons(articles, knownNetworks(), counted);
  }

  /** The networks as understanding knows them. */
  public List<KnownNetwork> knownNetworks() {
    return networks.stream()
        .map(
            network ->
                new KnownNetwork(
                    network.id(),
                    network.name(),
                    network.knownAs(),
                    language.wordsOf(network.id())))
        .toList();
  }
}
