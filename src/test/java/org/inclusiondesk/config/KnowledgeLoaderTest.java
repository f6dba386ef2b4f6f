package org.inclusiondesk.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.inclusiondesk.answers.Article;
import org.inclusiondesk.answers.Organisation;
import org.inclusiondesk.answers.QuestionKind;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.understanding.Example;
import org.inclusiondesk.understanding.Sense;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnowledgeLoaderTest {
  private static final String TEA =
      """
      ---
      id: tea
      title: How tea is made
      organisation: ICB
      source: {document: A book of tea, date: 2020-02-15}
      owner: someone@example.org
      reviewBy: 2027-01-01
      answers: [what, how-many]
      years: [2020]
      excludes: [coffee]
      questions: [how is tea made]
      ---
      Tea is made with **water**:

      - hot,
      - fresh.
      """;

  @TempDir Path directory;
  private final List<Fault> faults = new ArrayList<>();
  private final Map<Example<Sense>, String> places = new HashMap<>();

  @Test
  void tellsTheFileOfEachExample() throws IOException {
    load("tea.md", TEA);

    assertThat(places.keySet())
        .extracting(Example::label, Example::text)
        .containsExactlyInAnyOrder(
            tuple(new Sense.Topic("tea"), "How tea is made"),
            tuple(new Sense.Topic("tea"), "how is tea made"));
    assertThat(places.values()).allMatch(file -> file.endsWith("knowledge/tea.md"));
  }

  @Test
  void takesMoreQuestionsFromTheTextFileBeside() throws IOException {
    Files.createDirectories(directory.resolve("knowledge"));
    Files.writeString(directory.resolve("knowledge/tea.txt"), "tea: how?\n# later\nwhat of tea\n");

    assertThat(load("tea.md", TEA))
        .singleElement()
        .satisfies(
            tea ->
                assertThat(tea.questions())
                    .containsExactly("how is tea made", "tea: how?", "what of tea"));
    assertThat(places)
        .hasEntrySatisfying(
            new Example<>(new Sense.Topic("tea"), "what of tea"),
            file -> assertThat(file).endsWith("knowledge/tea.txt"))
        .hasEntrySatisfying(
            new Example<>(new Sense.Topic("tea"), "how is tea made"),
            file -> assertThat(file).endsWith("knowledge/tea.md"));
  }

  @Test
  void takesAllQuestionsFromTheTextFileBeside() throws IOException {
    Files.createDirectories(directory.resolve("knowledge"));
    Files.writeString(directory.resolve("knowledge/tea.txt"), "what of tea");

    assertThat(load("tea.md", TEA.replace("questions: [how is tea made]\n", ""))).hasSize(1);
    assertThat(faults).isEmpty();
  }

  @Test
  void readsFrontMatterAndBody() throws IOException {
    List<Article> articles = load("tea.md", TEA);

    assertThat(faults).isEmpty();
    assertThat(articles)
        .singleElement()
        .satisfies(
            tea -> {
              assertThat(tea.organisation()).isEqualTo(Organisation.ICB);
              assertThat(tea.date()).isEqualTo(LocalDate.of(2020, 2, 15));
              assertThat(tea.answers())
                  .containsExactlyInAnyOrder(QuestionKind.WHAT, QuestionKind.HOW_MANY);
              assertThat(tea.years()).containsExactly(2020);
              assertThat(tea.body())
                  .containsExactly(
                      new Block.Paragraph("Tea is made with water:"),
                      new Block.Bullets(List.of("hot,", "fresh.")));
            });
  }

  @Test
  void aDateMayBeAbsent() throws IOException {
    assertThat(load("tea.md", TEA.replace(", date: 2020-02-15", "")))
        .singleElement()
        .satisfies(tea -> assertThat(tea.date()).isNull());
  }

  @Test
  void namesEveryFaultWithFileKeyAndRemedy() throws IOException {
    String broken =
        TEA.replace("organisation: ICB", "organisation: Nobody")
            .replace("2020-02-15", "yesterday")
            .replace("how-many", "how-odd")
            .replace("excludes", "exclude")
            .replace("someone@example.org", "someone");

    assertThat(load("tea.md", broken)).isEmpty();
    assertThat(faults)
        .extracting(Fault::key)
        .contains("organisation", "source.date", "answers", "exclude", "owner");
    assertThat(faults)
        .allSatisfy(
            fault -> {
              assertThat(fault.file()).endsWith("knowledge/tea.md");
              assertThat(fault.remedy()).isNotBlank();
            });
  }

  @Test
  void missesKeysThatMustBeThere() throws IOException {
    assertThat(load("tea.md", "---\nid: tea\n---\nWith water.\n")).isEmpty();
    assertThat(faults)
        .extracting(Fault::key)
        .contains(
            "title",
            "organisation",
            "source.document",
            "owner",
            "reviewBy",
            "answers",
            "questions");
  }

  @Test
  void missesTheFrontMatterAndTheAnswer() throws IOException {
    load("tea.md", "Tea is made with water.");
    load("milk.md", TEA.substring(0, TEA.lastIndexOf("---") + 4));
    load("empty.md", "");

    assertThat(faults)
        .extracting(Fault::problem)
        .anyMatch(p -> p.contains("front matter is missing"));
    assertThat(faults).extracting(Fault::problem).anyMatch(p -> p.contains("no answer below"));
  }

  @Test
  void refusesTheSameIdTwice() throws IOException {
    Files.createDirectories(directory.resolve("knowledge"));
    Files.writeString(directory.resolve("knowledge/a.md"), TEA);

    assertThat(load("b.md", TEA)).hasSize(1);
    assertThat(faults).singleElement().satisfies(f -> assertThat(f.key()).isEqualTo("id"));
  }

  @Test
  void anEmptyFolderIsAFault() throws IOException {
    assertThat(new KnowledgeLoader().load(ConfigFiles.find(directory, directory), faults, places))
        .isEmpty();
    assertThat(faults).hasSize(1);
  }

  private List<Article> load(String name, String text) throws IOException {
    Files.createDirectories(directory.resolve("knowledge"));
    Files.writeString(directory.resolve("knowledge").resolve(name), text);
    return new KnowledgeLoader().load(ConfigFiles.find(directory, directory), faults, places);
  }
}
