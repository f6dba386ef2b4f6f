package org.inclusiondesk.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.inclusiondesk.mail.jakarta.MailParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailReadingTest {
  @TempDir private Path directory;
  private final MailReading reading = new MailReading(new MailParser());

  private List<JsonNode> read(Path path, boolean bareText) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    reading.print(path, bareText, new PrintStream(out, true, UTF_8));
    List<JsonNode> objects = new ArrayList<>();
    for (String line : out.toString(UTF_8).lines().toList()) {
      objects.add(new ObjectMapper().readTree(line));
    }
    return objects;
  }

  @Test
  void printsOneObjectAMessageInTheOrderOfTheirNames() throws IOException {
    Files.writeString(directory.resolve("b.eml"), "From: mailer-daemon@x.example\n\nreturned");
    Files.writeString(
        directory.resolve("a.eml"), "From: Sam <sam@icb.example>\nSubject: é\n\nYes\n\n> old");
    Files.writeString(directory.resolve("note.json"), "{}");

    List<JsonNode> objects = read(directory, false);
    assertThat(objects).hasSize(2);
    JsonNode first = objects.get(0);
    assertThat(first.fieldNames())
        .toIterable()
        .containsExactly(
            "file",
            "from",
            "fromName",
            "subject",
            "text",
            "reply",
            "automatic",
            "bounce",
            "reason",
            "error");
    assertThat(first.get("file").asText()).endsWith("a.eml");
    assertThat(first.get("from").asText()).isEqualTo("sam@icb.example");
    assertThat(first.get("subject").asText()).isEqualTo("é");
    assertThat(first.get("reply").asText()).isEqualTo("Yes");
    assertThat(first.get("automatic").asBoolean()).isFalse();
    assertThat(first.get("reason").isNull()).isTrue();
    assertThat(objects.get(1).get("bounce").asBoolean()).isTrue();
    assertThat(objects.get(1).get("reason").asText()).isEqualTo("bounce");
  }

  @Test
  void readsBareTexts() throws IOException {
    Path file = Files.writeString(directory.resolve("reply.txt"), "Subject: no header\n-- \nSam");

    JsonNode read = read(file, true).get(0);
    assertThat(read.get("reply").asText()).isEqualTo("Subject: no header");
    assertThat(read.get("from").isNull()).isTrue();
  }

  @Test
  void goesOnAfterAMessageThatCannotBeRead() throws IOException {
    Files.writeString(directory.resolve("a.eml"), "bad");
    Files.writeString(directory.resolve("b.eml"), "From: sam@icb.example\n\nhello");
    MailReading failing =
        new MailReading(
            bytes -> {
              if (bytes.length == 3) {
                throw new IllegalStateException("a fault of the parser");
              }
              return new MailParser().parse(bytes);
            });
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    assertThat(failing.print(directory, false, new PrintStream(out, true, UTF_8))).isEqualTo(1);
    assertThat(out.toString(UTF_8).lines())
        .satisfiesExactly(
            first -> assertThat(first).contains("\"error\":\"the message cannot be read\""),
            second -> assertThat(second).contains("sam@icb.example"));
  }

  @Test
  void saysWhatIsNotThere() {
    assertThatThrownBy(() -> read(directory.resolve("gone.eml"), false))
        .isInstanceOf(NoSuchFileException.class);
  }
}
