package org.inclusiondesk.desk;

import java.util.List;
import org.inclusiondesk.answers.Article;
import org.inclusiondesk.conversation.Choice;
import org.inclusiondesk.conversation.Form.Wish;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.understanding.Intent;
import org.jspecify.annotations.Nullable;

/** How what somebody said follows from what was said before. Immutable. */
sealed interface FollowUp {
  /** It stands on its own. */
  record Alone() implements FollowUp {}

  /** It picks one of the choices offered. */
  record Picked(Choice choice) implements FollowUp {}

  /** It picks, but one cannot tell which of those offered; at least one was. */
  record Unpicked() implements FollowUp {}

  /** It names networks for the wish that was offered to be filled in, or a wish for those named. */
  record Wished(Wish wish, List<NetworkId> networks) implements FollowUp {
    public Wished {
      networks = List.copyOf(networks);
    }
  }

  /** Yes. */
  record Agreed() implements FollowUp {}

  /** No, or not any more. */
  record Declined() implements FollowUp {}

  /**
   * It asks on about an article.
   *
   * @param question what was said, the article's title joined to it
   * @param held whether the article speaks of everything that was named
   * @param alone the same without the title, where it has words of its own: if it can be answered
   *     alone, it is; null where it cannot be meant alone
   */
  record About(
      Article article, Intent.Question question, boolean held, Intent.@Nullable Question alone)
      implements FollowUp {}

  /** It asks for more than an article has told. */
  record More(Article article) implements FollowUp {}

  /** It asks the same of another organisation, or for one point of an article's list. */
  record Beside(Article article, Intent.Question question) implements FollowUp {}

  /** It refers to something, and nothing was said that it can refer to. */
  record Lost() implements FollowUp {}
}
