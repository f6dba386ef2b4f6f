package org.inclusiondesk.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.inclusiondesk.mail.jakarta.MailParser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "Sam <Sam.Staff@ICB.example> ~ Sam.Staff@ICB.example",
        "Everybody <everybody> ~ everybody",
        "Sam <the whole team@icb.example> ~ the whole team@icb.example",
        "Night shift ~ Night shift",
        "Sam < > ~ ",
        "`` ~ ",
      })
  void spellsTheSenderAsTheMailDoes(String field, @Nullable String sender) throws IOException {
    Files.writeString(directory.resolve("a.eml"), "From: " + field + "\nSubject: x\n\nYes");

    JsonNode from = read(directory, false).get(0).get("from");
    assertThat(from.isNull() ? null : from.asText()).isEqualTo(sender);
  }

  @Test
  void spellsTheSenderAsTheFieldThatNamesHim() throws IOException {
    Files.writeString(directory.resolve("a.eml"), "Reply-To: <S@ICB.example>\nSubject: x\n\nYes");

    assertThat(read(directory, false).get(0).get("from").asText()).isEqualTo("S@ICB.example");
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

    assertThat(failing.print(directory, false, new PrintStream(out, true, UTF_8)).errors())
        .isEqualTo(1);
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

  @Test
  void takesWhatIsMailWhateverItsEndingAndCountsTheRest() throws IOException {
    String mail = "From: sam@icb.example\nSubject: x\n\nhello";
    Files.createDirectories(directory.resolve("below"));
    for (String name : List.of("a.eml", "b.txt", "c", "d.BOX", "below/e.mail", "f.1")) {
      Files.writeString(directory.resolve(name), mail);
    }
    Files.writeString(directory.resolve("g"), "From sam@icb.example Fri Nov 20\n" + mail);
    Files.writeString(directory.resolve("h.yml"), "from: sam@icb.example\n");
    Files.writeString(directory.resolve("i.txt"), "Hello: this is no mail\nFrom here on");
    Files.writeString(directory.resolve("j"), "");
    Files.write(directory.resolve("k.png"), new byte[] {1, 0, 2});
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    MailReading.Outcome outcome =
        reading.print(directory, false, new PrintStream(out, true, UTF_8));
    assertThat(outcome).isEqualTo(new MailReading.Outcome(0, 4));
    assertThat(out.toString(UTF_8).lines())
        .hasSize(7)
        .allMatch(line -> line.contains("sam@icb.example"));
  }

  @Test
  void readsEachMailOfAnMbox() throws IOException {
    String mbox =
        "From a@x.example Fri Nov 20 09:00:00 2026\nSubject: one\n\nhello\nFrom here on\n\n"
            + "From now on\n\nFrom b@x.example  Sat Nov 21 09:00:00 2026\nSubject: two\n\nbye\n";
    Path file = Files.writeString(directory.resolve("a.mbox"), mbox);
    Path other = Files.writeString(directory.resolve("a.eml"), mbox);

    assertThat(read(file, false))
        .satisfiesExactly(
            one -> assertThat(one.get("text").asText()).contains("From now on"),
            two -> assertThat(two.get("subject").asText()).isEqualTo("two"));
    assertThat(read(other, false)).hasSize(1);
  }

  @Test
  void saysThatOutlooksOwnFormIsNoMail() throws IOException {
    byte[] item = new byte[600];
    byte[] mark = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1, (byte) 0xB1, 26, -31};
    System.arraycopy(mark, 0, item, 0, mark.length);
    Path file = Files.write(directory.resolve("a.msg"), item);

    assertThat(read(file, false).get(0).get("error").asText()).contains("Outlook");
  }

  @Test
  void readsBareTextsOfAnyEndingAndCharset() throws IOException {
    Files.write(directory.resolve("a"), "Caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    Files.writeString(directory.resolve("b.txt"), "Café");
    Files.write(directory.resolve("c.bin"), new byte[] {0, 1});

    assertThat(read(directory, true))
        .hasSize(2)
        .allSatisfy(read -> assertThat(read.get("text").asText()).isEqualTo("Café"));
  }

  @Test
  void measuresHowManyMailsAreReadInASecond() throws IOException {
    Files.writeString(directory.resolve("a.eml"), "From: sam@icb.example\n\nhello");

    MailSpeed speed = reading.measure(directory);
    assertThat(speed.mails()).isEqualTo(1);
    assertThat(speed.perSecond()).isPositive();
    assertThat(speed.toString()).contains("messages_per_cpu_second=");
  }
}
