package org.inclusiondesk.answers;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All articles. Immutable.
 *
 * @param articles at least one, each id once
 */
public record KnowledgeBase(List<Article> articles) {
  /**
   * @throws IllegalArgumentException if there is no article, or two have the same id
   */
  public KnowledgeBase {
    articles = List.copyOf(articles);
    Set<String> ids = new HashSet<>();
    for (Article article : articles) {
      if (!ids.add(article.id())) {
        throw new IllegalArgumentException("two articles have the id " + article.id());
      }
    }
    if (articles.isEmpty()) {
      throw new IllegalArgumentException("a knowledge base holds at least one article");
    }
  }

  /** The article of that id, or nothing. */
  public Optional<Article> article(String id) {
    return articles.stream().filter(article -> article.id().equals(id)).findFirst();
  }
}
