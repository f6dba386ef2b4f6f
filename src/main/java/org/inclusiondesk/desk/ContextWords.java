package org.inclusiondesk.desk;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inclusiondesk.answers.Article;
import org.inclusiondesk.answers.KnowledgeBase;
import org.inclusiondesk.conversation.Choice;
import org.inclusiondesk.conversation.Context;
import org.inclusiondesk.conversation.Form;
import org.inclusiondesk.conversation.Form.Wish;
import org.inclusiondesk.conversation.NetworkId;

/**
 * Puts a context into a few words out of a vocabulary that the desk's content alone determines, for
 * channels that can keep no more than marks of words, and back. Safe for any number of threads.
 */
public final class ContextWords {
  private static final String ARTICLE = "article ";
  private static final String NETWORK = "network ";
  private static final String CHOICE = "choice ";

  private final List<Form.Network> networks;
  private final Map<String, String> articles = new LinkedHashMap<>();
  private final Map<String, NetworkId> chosen = new LinkedHashMap<>();
  private final Map<String, Choice> choices = new LinkedHashMap<>();

  /**
   * @param networks all networks, in the order in which they are offered
   */
  public ContextWords(KnowledgeBase knowledge, List<Form.Network> networks) {
    this.networks = List.copyOf(networks);
    List<Choice> offers = new ArrayList<>(Talk.openings());
    for (Article article : knowledge.articles()) {
      articles.put(ARTICLE + article.id(), article.id());
      offers.add(Talk.choice(article));
    }
    for (Form.Network network : networks) {
      chosen.put(NETWORK + network.id(), network.id());
      for (Wish wish : Wish.values()) {
        offers.add(Talk.choice(wish, network.name()));
      }
    }
    offers.forEach(choice -> choices.put(CHOICE + choice.says(), choice));
  }

  /** All the words there are. */
  public Set<String> vocabulary() {
    Set<String> all = new HashSet<>(articles.keySet());
    all.addAll(chosen.keySet());
    all.addAll(choices.keySet());
    for (Wish wish : Wish.values()) {
      all.add(wish.name());
    }
    return all;
  }

  /** The words for a context; what has none is left out. */
  public List<String> of(Context context) {
    List<String> words = new ArrayList<>();
    if (context.article() != null) {
      words.add(ARTICLE + context.article());
    }
    if (context.offered() instanceof Form.Membership form) {
      words.add(form.wish().name());
      form.chosen().stream().sorted().forEach(network -> words.add(NETWORK + network));
    }
    context.choices().forEach(choice -> words.add(CHOICE + choice.says()));
    words.retainAll(vocabulary());
    return words;
  }

  /** The context that these words are for. */
  public Context read(List<String> words) {
    String article = null;
    Wish wish = null;
    Set<NetworkId> named = new HashSet<>();
    List<Choice> offered = new ArrayList<>();
    for (String word : words) {
      if (articles.containsKey(word)) {
        article = articles.get(word);
      } else if (chosen.containsKey(word)) {
        named.add(chosen.get(word));
      } else if (choices.containsKey(word)) {
        offered.add(choices.get(word));
      } else {
        wish = Wish.valueOf(word);
      }
    }
    return new Context(
        article, offered, wish == null ? null : new Form.Membership(wish, networks, named));
  }
}
