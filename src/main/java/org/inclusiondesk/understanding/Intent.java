package org.inclusiondesk.understanding;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.inclusiondesk.conversation.NetworkId;

/** What somebody wants, as far as the desk can tell from the words. Immutable. */
public sealed interface Intent {

  /** What each kind of intent leads to; one function is called, and its result returned. */
  default <R> R match(
      Function<Question, R> question,
      Function<Join, R> join,
      Function<Leave, R> leave,
      Function<Concern, R> concern,
      Function<Smalltalk, R> smalltalk,
      Function<Unclear, R> unclear) {
    if (this instanceof Question it) {
      return question.apply(it);
    } else if (this instanceof Join it) {
      return join.apply(it);
    } else if (this instanceof Leave it) {
      return leave.apply(it);
    } else if (this instanceof Concern it) {
      return concern.apply(it);
    } else if (this instanceof Smalltalk it) {
      return smalltalk.apply(it);
    }
    return unclear.apply((Unclear) this);
  }

  /**
   * Wants to know something.
   *
   * @param words what was asked
   * @param topics how likely each article, by its id, is the one that answers it
   * @param foreign how likely each theme is, by its name, that no article deals with
   */
  record Question(Words words, Map<String, Double> topics, Map<String, Double> foreign)
      implements Intent {
    public Question {
      topics = Map.copyOf(topics);
      foreign = Map.copyOf(foreign);
    }

    @Override
    public String toString() {
      return "Question[]";
    }
  }

  /**
   * Wants to join a staff network.
   *
   * @param networks those that the words fit, in the order of the configuration; empty where none
   *     is named, several where the person has to choose
   */
  record Join(List<NetworkId> networks) implements Intent {
    public Join {
      networks = List.copyOf(networks);
    }

    @Override
    public String toString() {
      return "Join[]";
    }
  }

  /**
   * Wants to leave a staff network.
   *
   * @param networks as for {@link Join}
   */
  record Leave(List<NetworkId> networks) implements Intent {
    public Leave {
      networks = List.copyOf(networks);
    }

    @Override
    public String toString() {
      return "Leave[]";
    }
  }

  /** Has something to speak up about. Holds no word of it, so that nothing can be passed on. */
  record Concern() implements Intent {}

  /** Is being polite, or asks what the desk is. */
  record Smalltalk(Kind kind) implements Intent {
    /** The sorts of small talk. */
    public enum Kind {
      GREETING,
      THANKS,
      BYE,
      HELP
    }
  }

  /** Said nothing, or nothing with a word in it. */
  record Unclear() implements Intent {}
}
