package org.inclusiondesk.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.inclusiondesk.config.SpeakUpLoader.Loaded;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.speakup.Circle;
import org.inclusiondesk.speakup.GuardianKeys;
import org.inclusiondesk.speakup.KeySet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpeakUpLoaderTest {
  @TempDir Path directory;

  private static String committed() throws IOException {
    return Files.readString(Path.of("config/speak-up.yaml"));
  }

  private static Loaded read(String yaml) {
    return SpeakUpLoader.read("speak-up.yaml", yaml, null);
  }

  @Test
  void readsTheConfigurationThatComesWithTheProgram() throws IOException {
    Loaded loaded = read(committed());

    assertThat(loaded.faults()).isEmpty();
    assertThat(loaded.settings().keys()).isNull();
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
            "guidance.safeguarding", "guidance.inside[0].details", "notices.deputy");
    assertThat(read(committed().replace("icb.example", "icb.example.org")).placeholders())
        .isEmpty();
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
                    .replaceAll("(?s)urgentHelp:.*?# Every", "urgentHelp: {now: Wait.}\n# "))
                .faults())
        .extracting(Fault::key)
        .containsExactlyInAnyOrder(
            "urgentHelp.now", "urgentHelp.lines", "urgentHelp.nobodyWatches");
  }

  @Test
  void readsTheSetOfGuardiansBesideIt() throws IOException {
    Circle circle = Circle.of("ada", "bob");

    Loaded loaded = load(circle.set().toJson());

    assertThat(loaded.faults()).isEmpty();
    assertThat(loaded.settings().keys().toJson()).isEqualTo(circle.set().toJson());
    assertThat(loaded.placeholders()).extracting(Fault::key).doesNotContain("");
  }

  @Test
  void saysInProductionThatThereIsNoGuardianOrThatOneIsAPlaceholder() throws IOException {
    assertThat(load(null).faults()).isEmpty();
    assertThat(load(null).placeholders())
        .anyMatch(fault -> fault.file().endsWith("guardians.json") && fault.key().isEmpty());

    GuardianKeys ada = GuardianKeys.make("ada", "Ada", new Mailbox("ada@kmicb.example"));
    GuardianKeys bob = GuardianKeys.make("bob", "Bob", new Mailbox("bob@icb.org"));
    KeySet set =
        KeySet.first(List.of(ada.guardian(), bob.guardian()), LocalDate.of(2026, 1, 1))
            .signedBy(ada)
            .signedBy(bob);
    assertThat(load(set.toJson()).placeholders())
        .extracting(Fault::key)
        .contains("ada")
        .doesNotContain("bob");
  }

  @Test
  void saysWhatIsWrongWithTheSetOfGuardians() throws IOException {
    GuardianKeys ada = GuardianKeys.make("ada", "Ada", new Mailbox("ada@icb.org"));
    GuardianKeys bob = GuardianKeys.make("bob", "Bob", new Mailbox("bob@icb.org"));
    KeySet half =
        KeySet.first(List.of(ada.guardian(), bob.guardian()), LocalDate.of(2026, 1, 1))
            .signedBy(ada);

    assertThat(load(half.toJson()).faults())
        .singleElement()
        .satisfies(fault -> assertThat(fault.problem()).contains("signed by bob"));
    assertThat(load(Circle.sharingAMailbox().toJson()).faults())
        .extracting(Fault::key)
        .containsExactly("ada", "bob");
    for (String broken : List.of("", "{}", "[]", "{\"sets\":[]}", "nonsense")) {
      assertThat(load(broken).faults())
          .as(broken)
          .singleElement()
          .satisfies(fault -> assertThat(fault.file()).endsWith("guardians.json"));
    }
  }

  private Loaded load(@Nullable String guardians) throws IOException {
    Files.writeString(directory.resolve("speak-up.yaml"), committed());
    Files.deleteIfExists(directory.resolve("guardians.json"));
    if (guardians != null) {
      Files.writeString(directory.resolve("guardians.json"), guardians);
    }
    return SpeakUpLoader.load(ConfigFiles.find(directory, directory));
  }

  @Test
  void reportsAllFaultsAtOnceWithTheirKeys() throws IOException {
    String yaml =
        committed()
            .replace("monthsAfterClosing: 24", "monthsAfterClosing: 0")
            .replace("nextRead:", "nextRed:")
            .replace("id: students", "id: other");

    assertThat(read(yaml).faults())
        .extracting(Fault::key)
        .containsExactlyInAnyOrder(
            "guidance.nextRead",
            "guidance.nextRed",
            "retention.monthsAfterClosing",
            "codeLists.workerGroups[9].id");
  }

  @Test
  void survivesWhatIsNotYaml() {
    assertThat(read("guardians: [").faults()).isNotEmpty();
    assertThat(read("").faults()).isNotEmpty();
    assertThat(read("- 1").faults()).isNotEmpty();
    assertThat(read("guardians: []\nguidance: x\nretention: []\ncodeLists: 1").faults())
        .extracting(Fault::key)
        .contains("guardians", "guidance", "retention", "codeLists");
  }
}
