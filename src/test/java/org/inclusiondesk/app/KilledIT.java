package org.inclusiondesk.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.inclusiondesk.app.OutsideMail.Mail;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program itself, killed in the middle of its work, copied, and started again. */
@Tag("full")
class KilledIT {
  private static final String WOMEN = "women.network@kmicb.example";

  @TempDir private Path directory;

  @Test
  void losesNothingAcknowledgedAndSendsItOnceAfterAKill() throws Exception {
    Path dataDir = Files.createDirectory(directory.resolve("data"));
    Path logs = Files.createDirectory(directory.resolve("logs"));
    int port = OutsideMail.freePorts(1).get(0);
    String reference;
    String question;
    Colleague asker;
    ObjectNode sending;
    try (OutsideMail mail = new OutsideMail(RunningDesk.ADDRESS)) {
      Map<String, String> variables = new HashMap<>(mail.variables());
      variables.put("PORT", Integer.toString(port));
      variables.put("DATA_DIR", dataDir.toString());

      try (Program killed = Program.start(logs, variables, "serve")) {
        DeskClient desk = new DeskClient(port);
        awaitReady(killed);
        assertThat(killed.out())
            .isEqualTo("Inclusion Desk ready on http://localhost:" + port + System.lineSeparator());
        reference = join(desk.colleague("Kay Killed", "kay.killed@nhs.net"));
        assertThat(desk.speakUp(desk.nonce(), "kept through a kill").status()).isEqualTo(200);
        asker = desk.colleague("Asa Asker", "asa.asker@nhs.net");
        sending =
            asker.sending(
                asker.openHandOver(asker.say("what is the wifi code in the canteen")),
                "What is the wifi code?");
        question = JoiningIT.reference(desk.activity(sending).body());
        killed.kill();
      }
      mail.start();
      try (Program again = Program.start(logs, variables)) {
        DeskClient desk = new DeskClient(port);
        awaitReady(again);
        await().atMost(DeskClient.PATIENCE).until(() -> desk.waiting() == 0);
        assertThat(about(mail, WOMEN, reference)).hasSize(1);
        assertThat(about(mail, RunningDesk.TEAM, reference)).hasSize(1);
        assertThat(JoiningIT.reference(desk.activity(sending).body())).isEqualTo(question);
        await().atMost(DeskClient.PATIENCE).until(() -> desk.waiting() == 0);
        assertThat(about(mail, RunningDesk.TEAM, question)).hasSize(1);
        assertThat(ConcernIT.read(dataDir)).containsExactly("kept through a kill");

        backsUpBesideTheService(dataDir, logs);
        assertThat(again.terminate()).isIn(0, 143);
        assertThat(again.err()).doesNotContain("outcome=fault");
      }
      assertThat(about(mail, WOMEN, reference)).hasSize(1);
      restores(mail, logs, reference);
    }
  }

  private void backsUpBesideTheService(Path dataDir, Path logs) {
    Map<String, String> variables = Map.of("DATA_DIR", dataDir.toString());
    Path zip = directory.resolve("backup.zip");
    try (Program backup = Program.start(logs, variables, "backup", zip.toString())) {
      assertThat(backup.end()).as(backup.err()).isZero();
    }
    try (Program again = Program.start(logs, variables, "backup", zip.toString())) {
      assertThat(again.end()).isEqualTo(1);
      assertThat(again.err()).contains("is there already");
    }
    try (Program shown = Program.start(logs, variables, "person", "show", "kay.killed@nhs.net")) {
      assertThat(shown.end()).as(shown.err()).isZero();
      assertThat(shown.out()).contains("Kay Killed");
    }
    try (Program shown = Program.start(logs, variables, "person", "show", "asa.asker@nhs.net")) {
      assertThat(shown.end()).as(shown.err()).isZero();
      assertThat(shown.out()).contains("What is the wifi code?", "Asa Asker");
    }
    try (Program erase = Program.start(logs, variables, "person", "erase", "asa.asker@nhs.net")) {
      assertThat(erase.end()).as(erase.err()).isZero();
      assertThat(erase.out()).contains("1 entries erased");
    }
  }

  /** The backup in a directory of its own, with the keys that are kept apart. */
  private void restores(OutsideMail mail, Path logs, String reference) throws Exception {
    Path restored = Files.createDirectory(directory.resolve("restored"));
    try (InputStream in = Files.newInputStream(directory.resolve("backup.zip"));
        ZipInputStream zip = new ZipInputStream(in)) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Files.copy(zip, restored.resolve(entry.getName()));
      }
    }
    Path data = directory.resolve("data");
    Files.copy(data.resolve("field-keys.json"), restored.resolve("field-keys.json"));
    Path keys = Files.createDirectory(restored.resolve("demo-guardian"));
    try (var files = Files.list(data.resolve("demo-guardian"))) {
      for (Path file : files.toList()) {
        Files.copy(file, keys.resolve(file.getFileName()));
      }
    }
    Map<String, String> variables = new HashMap<>(mail.variables());
    variables.put("DATA_DIR", restored.toString());
    try (Program shown = Program.start(logs, variables, "person", "show", "kay.killed@nhs.net")) {
      assertThat(shown.end()).as(shown.err()).isZero();
      assertThat(shown.out()).contains(reference, "Kay Killed");
    }
    assertThat(ConcernIT.read(restored)).containsExactly("kept through a kill");
  }

  private static String join(Colleague colleague) {
    JsonNode card = colleague.say("I'd like to join the women's network");
    return JoiningIT.reference(colleague.handIn(card, "women").toString());
  }

  private static void awaitReady(Program program) {
    await()
        .atMost(DeskClient.PATIENCE)
        .until(
            () -> {
              if (!program.runs()) {
                throw new AssertionError(program.err());
              }
              return program.out().contains("ready on");
            });
  }

  private static List<Mail> about(OutsideMail mail, String box, String word) {
    return mail.mails(box).stream().filter(one -> one.subject().contains(word)).toList();
  }
}
