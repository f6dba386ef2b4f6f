package org.inclusiondesk.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        if (file.toString().matches(".*/(icb|desk)-[^/]*\\.md")) {
          continue;
        }
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
        if (file.toString()
            .matches(".*/(join|leave|concern|out-of-scope-.*|smalltalk-.*)\\.yaml")) {
          cut("examples", EXAMPLES, copy);
        } else if (file.toString().endsWith(".md")) {
          cut("questions", EXAMPLES, copy);
        }
      }
    }
  }

  @Test
  void warnsOfExamplesAndStillFindsAllInOrder() throws IOException {
    cut("questions", 3, directory.resolve("knowledge/kmpt-mission.md"));
    add("How do I join a staff network?", directory.resolve("intents/leave.yaml"));
    add("How do I join a staff network?", directory.resolve("intents/join.yaml"));
    try (Program check = check()) {
      assertThat(check.end()).as(check.err()).isZero();
      assertThat(check.out().lines())
          .anyMatch(
              line ->
                  line.contains("knowledge/kmpt-mission.md")
                      && line.contains("There are 3. Add 9 or more"))
          .anyMatch(
              line ->
                  line.contains("join.yaml: 'How do I join a staff network?': These words stand"))
          .anyMatch(
              line ->
                  line.contains("leave.yaml: 'How do I join a staff network?': This is taken for"))
          .last()
          .asString()
          .startsWith("In order: ")
          .endsWith("to look at (warnings).");
    }
  }

  @Test
  void namesFaultsAloneWhereThereAreAny() throws IOException {
    cut("questions", 3, directory.resolve("knowledge/kmpt-mission.md"));
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

  /** Leaves the first lines alone of the list of that name. */
  private static void cut(String list, int lines, Path file) throws IOException {
    List<String> all = Files.readAllLines(file);
    int from = all.indexOf(list + ":") + 1;
    assertThat(from).as("the list " + list + " of " + file).isPositive();
    int end = from;
    while (end < all.size() && all.get(end).startsWith("  ")) {
      end++;
    }
    all.subList(Math.min(from + lines, end), end).clear();
    Files.write(file, all);
  }

  private static void add(String example, Path file) throws IOException {
    List<String> all = Files.readAllLines(file);
    all.add(all.indexOf("examples:") + 1, "  - \"" + example + "\"");
    Files.write(file, all);
  }
}
