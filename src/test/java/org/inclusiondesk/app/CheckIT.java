package org.inclusiondesk.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code check} tells editors, with a few of the shipped examples. */
class CheckIT {
  private static final int EXAMPLES = 14;
  private static final Map<String, String> VARIABLES =
      Map.of("DATA_DIR", Path.of("target").toAbsolutePath().toString());

  @TempDir private Path directory;

  @BeforeEach
  void copyAFewExamplesOfEachSort() throws IOException {
    try (var files = Files.walk(Path.of("config"))) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        Path copy = directory.resolve(Path.of("config").relativize(file));
        if (file.toString().matches(".*/(icb|desk)-[^/]*")) {
          continue;
        }
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
        if (file.toString().endsWith(".txt")) {
          cut(EXAMPLES, copy);
        }
      }
    }
  }

  @Test
  void warnsOfExamplesAndStillFindsAllInOrder() throws IOException {
    cut(3, directory.resolve("knowledge/kmpt-mission.txt"));
    add("How do I join a staff network?", directory.resolve("intents/leave.txt"));
    add("How do I join a staff network?", directory.resolve("intents/join.txt"));
    try (Program check = check()) {
      assertThat(check.end()).as(check.err()).isZero();
      assertThat(check.out().lines())
          .anyMatch(
              line ->
                  line.contains("knowledge/kmpt-mission.md")
                      && line.contains("There are 3 example questions. Add 9 or more"))
          .anyMatch(
              line ->
                  line.contains("join.txt: 'How do I join a staff network?': These words stand"))
          .anyMatch(
              line ->
                  line.contains("leave.txt: 'How do I join a staff network?': This is taken for"))
          .last()
          .asString()
          .startsWith("In order: ")
          .endsWith("to look at (warnings).");
    }
  }

  @Test
  void namesFaultsAloneWhereThereAreAny() throws IOException {
    cut(3, directory.resolve("knowledge/kmpt-mission.txt"));
    Files.writeString(directory.resolve("networks.yaml"), "networks: []\n");
    try (Program check = check()) {
      assertThat(check.end()).isEqualTo(1);
      assertThat(check.out()).contains("networks.yaml").doesNotContain("Warning: ", "In order");
      assertThat(check.err()).doesNotContain("learning");
    }
  }

  private Program check() {
    return Program.start(directory, VARIABLES, "check", "--config", directory.toString());
  }

  /** Leaves the first lines alone. */
  private static void cut(int lines, Path file) throws IOException {
    Files.write(file, Files.readAllLines(file).subList(0, lines));
  }

  private static void add(String example, Path file) throws IOException {
    Files.writeString(file, example + "\n", StandardOpenOption.APPEND);
  }
}
