package org.inclusiondesk.answers;

/**
 * What editors learn from use: counts by week, of nobody in particular. Each call counts once, and
 * what is counted is stored when it returns. Safe for any number of threads.
 */
public interface Feedback {

  /**
   * Somebody said whether an answer helped.
   *
   * @param article the answer's id
   */
  void rated(String article, boolean helped);

  /**
   * The desk could not answer a question.
   *
   * @param theme what it was about, as {@link Outcome.Abstained#theme()} tells; never words of the
   *     question
   */
  void unanswered(String theme);
}
