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
import org.inclusiondesk.understanding.Lessons;
import org.inclusiondesk.understanding.Lexicon;
import org.inclusiondesk.understanding.Sense;
import org.inclusiondesk.understanding.WordCounts;

/**
 * What {@code config/intents} says about how people write.
 *
 * @param examples utterances and what they are examples of
 * @param lexicon what single words mean
 * @param networkWords words by which people describe themselves, by network
 * @param otherGroups groups that people ask for and that are none of the networks
 * @param organisations how people call organisations
 * @param danger the words of danger
 */
public record Language(
    List<Example<Sense>> examples,
    Lexicon lexicon,
    Map<NetworkId, List<String>> networkWords,
    List<String> otherGroups,
    OrganisationNames organisations,
    Danger danger) {
  public Language {
    examples = List.copyOf(examples);
    networkWords = Map.copyOf(networkWords);
    otherGroups = List.copyOf(otherGroups);
  }

  /** The words for the people of a network; perhaps none. */
  public List<String> wordsOf(NetworkId network) {
    return networkWords.getOrDefault(network, List.of());
  }

  /** The examples, and the title and each example question of the articles as more. */
  public List<Example<Sense>> examplesWith(List<Article> articles) {
    List<Example<Sense>> all = new ArrayList<>(examples);
    for (Article article : articles) {
      all.addAll(examplesOf(article));
    }
    return all;
  }

  /** The title of an article, and its example questions. */
  static List<Example<Sense>> examplesOf(Article article) {
    Sense topic = new Sense.Topic(article.id());
    List<Example<Sense>> examples = new ArrayList<>();
    examples.add(new Example<>(topic, article.title()));
    article.questions().forEach(text -> examples.add(new Example<>(topic, text)));
    return examples;
  }

  /** What the desk learns from. */
  Lessons lessons(List<Article> articles, List<KnownNetwork> networks, WordCounts counted) {
    return new Lessons(
        examplesWith(articles),
        networks,
        otherGroups,
        lexicon,
        vocabulary(articles, networks),
        counted);
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
