package org.inclusiondesk.understanding;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What an example is an example of, and so what a text can turn out to be. Immutable. */
public sealed interface Sense {

  /** A name that {@link #of} understands. */
  default String key() {
    if (this instanceof Topic topic) {
      return TOPIC + topic.article();
    }
    return this instanceof Foreign foreign ? FOREIGN + foreign.theme() : toString();
  }

  /** The sense of that name. */
  static Sense of(String name) {
    if (name.startsWith(TOPIC)) {
      return new Topic(name.substring(TOPIC.length()));
    }
    return name.startsWith(FOREIGN)
        ? new Foreign(name.substring(FOREIGN.length()))
        : Wish.valueOf(name);
  }

  /** Begins the name of a topic. */
  String TOPIC = "topic ";

  /** Begins the name of a theme. */
  String FOREIGN = "foreign ";

  /** What people want who do not ask for knowledge. */
  enum Wish implements Sense {
    JOIN,
    LEAVE,
    CONCERN,
    GREETING,
    THANKS,
    BYE,
    HELP;

    /** Those that want nothing but to be answered in kind. */
    static final Set<Wish> SMALLTALK = Collections.unmodifiableSet(EnumSet.range(GREETING, HELP));
  }

  /**
   * A question that an article answers.
   *
   * @param article the article's id
   */
  record Topic(String article) implements Sense {}

  /**
   * A question that no article answers.
   *
   * @param theme what it is about, in an editor's words
   */
  record Foreign(String theme) implements Sense {}
}
