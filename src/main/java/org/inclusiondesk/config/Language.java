package org.inclusiondesk.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.inclusiondesk.answers.Article;
import org.inclusiondesk.answers.OrganisationNames;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.understanding.Danger;
import org.inclusiondesk.understanding.Example;
import org.inclusiondesk.understanding.KnownNetwork;
import org.inclusiondesk.understanding.Label;
import org.inclusiondesk.understanding.Lexicon;

/**
 * What {@code config/intents} says about how people write.
 *
 * @param examples utterances and what they are examples of
 * @param lexicon what single words mean
 * @param networkWords words by which people describe themselves, by network
 * @param organisations how people call organisations
 * @param danger the words of danger
 */
public record Language(
    List<Example<Label>> examples,
    Lexicon lexicon,
    Map<NetworkId, List<String>> networkWords,
    OrganisationNames organisations,
    Danger danger) {
  public Language {
    examples = List.copyOf(examples);
    networkWords = Map.copyOf(networkWords);
  }

  /** The words for the people of a network; perhaps none. */
  public List<String> wordsOf(NetworkId network) {
    return networkWords.getOrDefault(network, List.of());
  }

  /** The examples, and each example question of the articles as one more. */
  public List<Example<Label>> examplesWith(List<Article> articles) {
    List<Example<Label>> all = new ArrayList<>(examples);
    for (Article article : articles) {
      article.questions().forEach(text -> all.add(new Example<>(Label.QUESTION, text)));
    }
    return all;
  }

  /** What no article answers. */
  public List<String> foreignQuestions() {
    return examples.stream()
        .filter(example -> example.label() == Label.OUT_OF_SCOPE)
        .map(Example::text)
        .toList();
  }

  /** Texts whose words are certainly spelt right. */
  public List<String> vocabulary(List<Article> articles, List<KnownNetwork> networks) {
    List<String> all = new ArrayList<>();
    for (Article article : articles) {
      all.add(article.title());
      all.addAll(article.terms());
      all.addAll(article.excludes());
      article.body().forEach(block -> all.add(block.plain()));
    }
    for (KnownNetwork network : networks) {
      all.add(network.name());
      all.addAll(network.knownAs());
      all.addAll(network.words());
    }
    organisations.own().values().forEach(all::addAll);
    all.addAll(organisations.others());
    return all;
  }
}
