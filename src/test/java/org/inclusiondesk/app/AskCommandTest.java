package org.inclusiondesk.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.inclusiondesk.config.ConfigFiles;
import org.inclusiondesk.config.Configuration;
import org.inclusiondesk.config.Environment;
import org.inclusiondesk.desk.Talk;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AskCommandTest {
  private static final String LINES = "What is Operation Cavell?\nand when did that start?\n";

  private static Talk talk;

  @BeforeAll
  static void learn() {
    talk =
        Talks.of(
            Configuration.load(
                    ConfigFiles.find(Path.of("config"), Path.of("")), new Environment(Map.of()))
                .configuration(),
            Meanings.load(Path.of("target")).ready(),
            URI.create("http://localhost"),
            Clock.systemUTC());
  }

  @Test
  void takesEachLineAlone() throws IOException {
    List<JsonNode> replies = ask(false);

    assertThat(replies.get(0).path("article").asText()).isEqualTo("kmpt-operation-cavell");
    assertThat(replies.get(1).path("kind").asText()).isEqualTo("clarify");
    assertThat(replies.get(1).path("article").isNull()).isTrue();
  }

  @Test
  void takesTheLinesForOneConversationWhereItIsTold() throws IOException {
    assertThat(ask(true))
        .extracting(reply -> reply.path("article").asText())
        .containsExactly("kmpt-operation-cavell", "kmpt-operation-cavell");
  }

  @Test
  void measuresWithEachOfSeveralFiles(@TempDir Path directory) throws IOException {
    String line = "{\"q\":\"What is Operation Cavell?\",\"kind\":\"%s\"}";
    Path first = Files.writeString(directory.resolve("1.jsonl"), line.formatted("answer"));
    Path second = Files.writeString(directory.resolve("2.jsonl"), line.formatted("join"));
    Path third =
        Files.writeString(
            Files.createDirectory(directory.resolve("more")).resolve("3.jsonl"),
            line.formatted("leave"));
    try (Program ask =
        Program.start(
            directory,
            Map.of("DATA_DIR", Path.of("target").toAbsolutePath().toString()),
            "ask",
            "--evaluate",
            first + "," + second,
            "--evaluate",
            third.getParent().toString())) {
      assertThat(ask.end()).as(ask.err()).isZero();
      assertThat(ask.out())
          .containsSubsequence(
              first.toString(), "100.0%", second.toString(), "wrong", third.toString(), "wrong");
    }
  }

  @Test
  void measuresWithNoneWhereOneOfSeveralFilesIsBroken(@TempDir Path directory) throws IOException {
    Path whole = Files.writeString(directory.resolve("1.jsonl"), "{\"q\":\"x\",\"kind\":\"join\"}");
    Path broken = Files.writeString(directory.resolve("2.jsonl"), "not json");
    try (Program ask =
        Program.start(
            directory,
            Map.of("DATA_DIR", Path.of("target").toAbsolutePath().toString()),
            "ask",
            "--evaluate",
            whole + "," + broken)) {
      assertThat(ask.end()).isEqualTo(1);
      assertThat(ask.err()).contains(broken + ": line 1");
      assertThat(ask.out()).isEmpty();
    }
  }

  private static List<JsonNode> ask(boolean conversation) throws IOException {
    StringWriter out = new StringWriter();
    AskCommand.talk(
        talk, new BufferedReader(new StringReader(LINES)), new PrintWriter(out), conversation);
    List<JsonNode> replies = new ArrayList<>();
    for (String line : out.toString().lines().toList()) {
      replies.add(new ObjectMapper().readTree(line));
    }
    return replies;
  }
}
