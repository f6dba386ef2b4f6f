package org.inclusiondesk.config;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commonmark.node.BulletList;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.text.TextContentRenderer;
import org.inclusiondesk.answers.Article;
import org.inclusiondesk.answers.Organisation;
import org.inclusiondesk.answers.QuestionKind;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.understanding.Example;
import org.inclusiondesk.understanding.Sense;

/**
 * Reads the articles of {@code config/knowledge}: Markdown with YAML front matter between lines of
 * three hyphens. A text file of the same name may hold more example questions, one a line.
 */
public final class KnowledgeLoader {
  private static final String FOLDER = "knowledge";
  private static final String FENCE = "---";
  private static final String UNKNOWN = "?";

  private final Parser markdown = Parser.builder().build();
  private final TextContentRenderer text = TextContentRenderer.builder().build();

  /**
   * The articles that could be read, by file name; whatever is wrong is added to the faults.
   *
   * @param places told the file of each example
   */
  public List<Article> load(
      ConfigFiles files, List<Fault> faults, Map<Example<Sense>, String> places) {
    List<Article> articles = new ArrayList<>();
    Map<String, String> fileOfId = new HashMap<>();
    SortedMap<String, String> all = files.folder(FOLDER, ".md");
    Examples lines = Examples.in(files, FOLDER, all.keySet(), faults);
    all.forEach(
        (path, content) -> {
          String file = files.name(path);
          List<String> beside = lines.of(path);
          article(file, content, beside, faults)
              .ifPresent(
                  article -> {
                    String other = fileOfId.putIfAbsent(article.id(), file);
                    if (other == null) {
                      articles.add(article);
                      List<Example<Sense>> examples = Language.examplesOf(article);
                      int inside = examples.size() - beside.size();
                      for (int i = 0; i < examples.size(); i++) {
                        places.putIfAbsent(
                            examples.get(i), i < inside ? file : files.name(Examples.beside(path)));
                      }
                    } else {
                      faults.add(
                          new Fault(
                              file,
                              "id",
                              "'" + article.id() + "' is also the id in " + other + ".",
                              "Give each article an id of its own."));
                    }
                  });
        });
    if (all.isEmpty()) {
      faults.add(
          new Fault(
              files.name(FOLDER), "", "There is no article.", "Add at least one as name.md."));
    }
    return articles;
  }

  private Optional<Article> article(
      String file, String content, List<String> moreQuestions, List<Fault> faults) {
    List<String> lines = content.lines().toList();
    int end = lines.isEmpty() ? -1 : lines.subList(1, lines.size()).indexOf(FENCE) + 1;
    if (end < 1 || !lines.get(0).equals(FENCE)) {
      faults.add(
          new Fault(
              file,
              "",
              "The front matter is missing.",
              "Begin the file with '---', the keys, and '---' again; the answer stands below."));
      return Optional.empty();
    }
    int before = faults.size();
    Section front = Section.of(file, String.join("\n", lines.subList(1, end)), faults);
    if (faults.size() > before) {
      return Optional.empty();
    }
    List<Block> body = blocks(String.join("\n", lines.subList(end + 1, lines.size())));
    if (body.isEmpty()) {
      front.fault("", "There is no answer below the front matter.", "Write it in Markdown.");
    }
    String id = front.text("id");
    if (!id.equals(UNKNOWN) && !id.matches("[a-z0-9][a-z0-9-]*")) {
      front.fault(
          "id", "'" + id + "' does not fit.", "Use lower-case letters, digits and hyphens.");
    }
    String title = front.text("title");
    Optional<Organisation> organisation =
        required(front, "organisation", "ICB, KMPT or DESK", Organisation::valueOf);
    Section source = front.section("source");
    String document = source.text("document");
    Optional<LocalDate> date =
        source.parsed("date", "a day as 2021-10-30, or leave the key out", LocalDate::parse);
    Optional<String> url = source.optionalText("url");
    String owner = front.mailbox("owner").value();
    Optional<LocalDate> reviewBy =
        required(front, "reviewBy", "a day as 2027-04-30", LocalDate::parse);
    Set<QuestionKind> answers = kinds(front);
    Set<Integer> years = years(front);
    List<String> excludes = front.texts("excludes");
    List<String> terms = front.texts("terms");
    List<String> questions = front.texts("questions");
    questions.addAll(moreQuestions);
    if (questions.isEmpty()) {
      front.fault(
          "questions",
          "There is no example question.",
          "Add 20 or more varied ones to " + Examples.beside(file) + ", one a line.");
    }
    boolean speakUp = front.optionalText("leadsTo").filter(to -> isSpeakUp(to, front)).isPresent();
    front.finish();
    if (faults.size() > before) {
      return Optional.empty();
    }
    return Optional.of(
        new Article(
            id,
            title,
            organisation.orElseThrow(),
            document,
            date.orElse(null),
            url.orElse(null),
            owner,
            reviewBy.orElseThrow(),
            answers,
            years,
            excludes,
            terms,
            questions,
            body,
            speakUp));
  }

  private static boolean isSpeakUp(String leadsTo, Section front) {
    if (!leadsTo.equals("speak-up")) {
      front.fault("leadsTo", "'" + leadsTo + "' is not known.", "Write speak-up, or leave it out.");
    }
    return leadsTo.equals("speak-up");
  }

  private static <T> Optional<T> required(
      Section section, String key, String expected, java.util.function.Function<String, T> parser) {
    return section.text(key).equals(UNKNOWN)
        ? Optional.empty()
        : section.parsed(key, expected, parser);
  }

  private static Set<QuestionKind> kinds(Section front) {
    Set<QuestionKind> kinds = EnumSet.noneOf(QuestionKind.class);
    for (String key : front.texts("answers")) {
      QuestionKind.of(key)
          .ifPresentOrElse(
              kinds::add,
              () ->
                  front.fault(
                      "answers",
                      "'" + key + "' is no kind of question.",
                      "Known: "
                          + Stream.of(QuestionKind.values())
                              .map(QuestionKind::key)
                              .collect(Collectors.joining(", "))
                          + "."));
    }
    if (kinds.isEmpty()) {
      front.fault("answers", "No kind of question is named.", "For example [what, when].");
    }
    return kinds;
  }

  private static Set<Integer> years(Section front) {
    Set<Integer> years = new TreeSet<>();
    for (String year : front.texts("years")) {
      if (year.matches("(19|20)\\d{2}")) {
        years.add(Integer.valueOf(year));
      } else {
        front.fault("years", "'" + year + "' is not a year.", "Write years as 2021.");
      }
    }
    return years;
  }

  /** The paragraphs, headings and lists of a Markdown text, without their mark-up. */
  private List<Block> blocks(String body) {
    List<Block> blocks = new ArrayList<>();
    for (Node node = markdown.parse(body).getFirstChild(); node != null; node = node.getNext()) {
      if (node instanceof Heading) {
        blocks.add(new Block.Heading(plain(node)));
      } else if (node instanceof BulletList || node instanceof OrderedList) {
        List<String> items = new ArrayList<>();
        for (Node item = node.getFirstChild(); item != null; item = item.getNext()) {
          List<String> parts = new ArrayList<>();
          for (Node part = item.getFirstChild(); part != null; part = part.getNext()) {
            parts.add(plain(part));
          }
          items.add(String.join(" ", parts));
        }
        blocks.add(new Block.Bullets(items));
      } else if (node instanceof Paragraph || !plain(node).isBlank()) {
        blocks.add(new Block.Paragraph(plain(node)));
      }
    }
    return blocks;
  }

  private String plain(Node node) {
    return text.render(node).strip().replaceAll("\\s+", " ");
  }
}
