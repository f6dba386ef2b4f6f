package org.inclusiondesk.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.inclusiondesk.answers.Evaluation;
import org.inclusiondesk.conversation.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationLinesTest {
  @TempDir Path directory;
  private final List<Fault> faults = new ArrayList<>();

  @Test
  void readsOneLinePerObject() throws IOException {
    List<Evaluation.Line> lines =
        load(
            """
            {"q":"how is tea made","kind":"answer","also":["clarify"],"must":["WATER"],"network":null}

            {"q":"count me in","kind":"join","must":[],"network":"women","note":"x"}
            """);

    assertThat(faults).isEmpty();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0).also()).containsExactly(Reply.Kind.CLARIFY);
    assertThat(lines.get(0).must().get(0).matcher("with water").find()).isTrue();
    assertThat(lines.get(0).network()).isNull();
    assertThat(lines.get(1).network()).isEqualTo("women");
  }

  @Test
  void namesEachBrokenLineAndReadsTheOthers() throws IOException {
    List<Evaluation.Line> lines =
        load(
            """
            not json
            {"kind":"answer"}
            {"q":"x","kind":"dance"}
            {"q":"x","kind":"answer","must":["("]}
            {"q":"x","kind":"answer"}
            """);

    assertThat(lines).hasSize(1);
    assertThat(faults)
        .extracting(Fault::key)
        .containsExactly("line 1", "line 2", "line 3", "line 4");
  }

  @Test
  void takesOfADirectoryTheFilesOfLinesByName() throws IOException {
    Files.createFile(directory.resolve("b.jsonl"));
    Files.createFile(directory.resolve("a.jsonl"));
    Files.createFile(directory.resolve("notes.md"));

    assertThat(new EvaluationLines().files(directory, faults))
        .containsExactly(directory.resolve("a.jsonl"), directory.resolve("b.jsonl"));
    assertThat(faults).isEmpty();
  }

  @Test
  void aDirectoryWithoutSuchAFileIsAFault() {
    assertThat(new EvaluationLines().files(directory, faults)).isEmpty();
    assertThat(faults).extracting(Fault::file).containsExactly(directory.toString());
  }

  @Test
  void aFileThatIsNotThereIsAFault() {
    assertThat(new EvaluationLines().load(directory.resolve("none.jsonl"), faults)).isEmpty();
    assertThat(faults).hasSize(1);
  }

  private List<Evaluation.Line> load(String text) throws IOException {
    Path file = directory.resolve("lines.jsonl");
    Files.writeString(file, text);
    return new EvaluationLines().load(file, faults);
  }
}
