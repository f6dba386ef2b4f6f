package org.inclusiondesk.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.inclusiondesk.config.SpeakUpLoader.Loaded;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.speakup.Attempt;
import org.inclusiondesk.speakup.GuardianKey;
import org.inclusiondesk.speakup.KeyFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpeakUpLoaderTest {
  @TempDir Path directory;

  private static String committed() throws IOException {
    return Files.readString(Path.of("config/speak-up.yaml"));
  }

  private static Loaded read(String yaml) {
    return SpeakUpLoader.read("speak-up.yaml", yaml);
  }

  @Test
  void readsTheConfigurationThatComesWithTheProgram() throws IOException {
    Loaded loaded = read(committed());

    assertThat(loaded.faults()).isEmpty();
    assertThat(loaded.settings().guardians()).isEmpty();
    assertThat(loaded.settings().retention().monthsAfterClosing()).isEqualTo(24);
    assertThat(loaded.settings().codeLists().workerGroups()).hasSize(11);
    assertThat(loaded.settings().codeLists().feedback())
        .extracting("id")
        .containsExactly("yes", "no", "maybe", "unsure");
  }

  @Test
  void namesEveryPlaceholderThatProductionRefuses() throws IOException {
    assertThat(read(committed()).placeholders())
        .extracting(Fault::key)
        .containsExactlyInAnyOrder(
            "guardians", "guidance.safeguarding", "guidance.inside[0].details");
    assertThat(read(committed().replace("icb.example", "icb.example.org")).placeholders())
        .extracting(Fault::key)
        .containsExactly("guardians");
  }

  @Test
  void tellsDangerFirstAndWhomElseToTurnToLast() throws IOException {
    String words = Block.plain(read(committed()).settings().guidance().beforeTheBox());

    assertThat(words).startsWith("What you write here is not monitored.");
    assertThat(words)
        .containsSubsequence(
            "999",
            "safeguarding team",
            "working days",
            "immediate risk of harm",
            "network address",
            "Microsoft",
            "Protect");
  }

  @Test
  void namesTheNumbersOfThoseWhoHelpAtOnceAndDemands999() throws IOException {
    String words = Block.plain(read(committed()).settings().urgentHelp().blocks());

    assertThat(words).containsSubsequence("999", "116 123", "111", "option 2", "85258");
    assertThat(
            read(committed()
                    .replaceAll("(?s)urgentHelp:.*?# How long", "urgentHelp: {now: Wait.}\n# "))
                .faults())
        .extracting(Fault::key)
        .containsExactlyInAnyOrder(
            "urgentHelp.now", "urgentHelp.lines", "urgentHelp.nobodyWatches");
  }

  @Test
  void readsTheLinesThatANewKeyPrints() throws IOException {
    GuardianKey key = newKey("Ada \"Guardian\" O'Neil: one");

    Loaded loaded = read(withGuardians(key.toYaml()));

    assertThat(loaded.faults()).isEmpty();
    assertThat(loaded.settings().guardians()).containsExactly(key);
  }

  @Test
  void reportsAllFaultsAtOnceWithTheirKeys() throws IOException {
    GuardianKey key = newKey("Ada");
    String yaml =
        withGuardians(
                key.toYaml()
                    + key.toYaml()
                    + "  - name: Bob\n    mailbox: nowhere\n    key: {\"kty\":\"EC\"}\n"
                    + "  - name: Eve\n    mailbox: eve@icb.org\n    key: secret\n")
            .replace("monthsAfterClosing: 24", "monthsAfterClosing: 0")
            .replace("nextRead:", "nextRed:")
            .replace("id: students", "id: other");

    assertThat(read(yaml).faults())
        .extracting(Fault::key)
        .containsExactlyInAnyOrder(
            "guardians[1].key",
            "guardians[2].mailbox",
            "guardians[2].key",
            "guardians[3].key",
            "guidance.nextRead",
            "guidance.nextRed",
            "retention.monthsAfterClosing",
            "codeLists.workerGroups[9].id");
  }

  @Test
  void refusesAKeyThatHoldsItsPrivateHalf() throws IOException {
    Path file = directory.resolve("key.jwe");
    KeyFile.create(file, "Ada", new Mailbox("ada@icb.org"), "correct horse battery");
    String privateKey =
        KeyFile.open(file, "correct horse battery").match(key -> key.toJSONString(), failed -> "");

    Loaded loaded =
        read(withGuardians("  - name: Ada\n    mailbox: ada@icb.org\n    key: " + privateKey));

    assertThat(loaded.faults()).extracting(Fault::key).containsExactly("guardians[0].key");
    assertThat(loaded.faults().get(0).problem()).contains("private half");
    assertThat(loaded.settings().guardians()).isEmpty();
  }

  @Test
  void survivesWhatIsNotYaml() {
    assertThat(read("guardians: [").faults()).isNotEmpty();
    assertThat(read("").faults()).isNotEmpty();
    assertThat(read("- 1").faults()).isNotEmpty();
    assertThat(read("guardians: 7\nguidance: x\nretention: []\ncodeLists: 1").faults())
        .extracting(Fault::key)
        .contains("guardians", "guidance", "retention", "codeLists");
  }

  private static String withGuardians(String lines) throws IOException {
    return committed().replace("guardians: []", "guardians:\n" + lines);
  }

  private GuardianKey newKey(String name) {
    Attempt<GuardianKey> made =
        KeyFile.create(
            directory.resolve("new.jwe"),
            name,
            new Mailbox("ada@icb.org"),
            "correct horse battery");
    return made.match(
        key -> key,
        failed -> {
          throw new AssertionError(failed.problem());
        });
  }
}
