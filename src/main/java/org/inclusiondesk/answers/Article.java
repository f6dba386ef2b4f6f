package org.inclusiondesk.answers;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.conversation.Source;
import org.jspecify.annotations.Nullable;

/**
 * One topic the desk can answer about. Immutable.
 *
 * @param id lower-case letters, digits and hyphens
 * @param title what the article is about, as offered to people
 * @param organisation whose statement it is
 * @param document the title of the document it was drawn from
 * @param date the day the document was published; null where it bears none
 * @param url where the document stands; null where that is not known
 * @param owner the mailbox that keeps the article right
 * @param reviewBy the day by which the owner looks at it again
 * @param answers the kinds of question it can answer; at least one
 * @param years the years it speaks of; a question that names another year is not answered by it
 * @param excludes words and phrases: a question that contains one asks for what the article does
 *     not hold
 * @param terms further words for the article's subject
 * @param questions questions that it answers, as people put them; at least one
 * @param body the answer
 * @param speakUp whether who asks may have something to speak up about, and is shown the ways
 */
public record Article(
    String id,
    String title,
    Organisation organisation,
    String document,
    @Nullable LocalDate date,
    @Nullable String url,
    String owner,
    LocalDate reviewBy,
    Set<QuestionKind> answers,
    Set<Integer> years,
    List<String> excludes,
    List<String> terms,
    List<String> questions,
    List<Block> body,
    boolean speakUp) {

  /**
   * @throws IllegalArgumentException if an id, a title, a kind of question, an example question or
   *     the body is missing
   */
  public Article {
    if (!id.matches("[a-z0-9][a-z0-9-]*")) {
      throw new IllegalArgumentException(
          "an article's id is made of lower-case letters, digits and hyphens");
    }
    if (title.isBlank() || answers.isEmpty() || questions.isEmpty() || body.isEmpty()) {
      throw new IllegalArgumentException(
          "an article has a title, answers, questions and a body: " + id);
    }
    answers = Set.copyOf(answers);
    years = Set.copyOf(years);
    excludes = List.copyOf(excludes);
    terms = List.copyOf(terms);
    questions = List.copyOf(questions);
    body = List.copyOf(body);
  }

  /** Whose statement this is, as shown beside the answer. */
  public Source source() {
    return new Source(organisation.fullName(), document, date);
  }
}
