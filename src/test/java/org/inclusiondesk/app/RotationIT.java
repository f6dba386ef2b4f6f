package org.inclusiondesk.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inclusiondesk.calendar.London;
import org.inclusiondesk.speakup.ConcernStore;
import org.inclusiondesk.speakup.Contradiction;
import org.inclusiondesk.speakup.KeySet;
import org.inclusiondesk.speakup.SealedExchange;
import org.inclusiondesk.speakup.SealedIntake;
import org.inclusiondesk.speakup.SpeakUpSettings.Code;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A guardian renews a key and destroys the old one, by commands, whatever strangers have sent. */
@Tag("full")
class RotationIT {
  private static final String PASSPHRASE = "a passphrase for tests";

  @TempDir private Path directory;

  @Test
  void destroysAnOldKeyOnceNothingIsSealedToIt() throws Exception {
    Path config = Files.createDirectory(directory.resolve("config"));
    Path data = Files.createDirectory(directory.resolve("data"));
    Path logs = Files.createDirectory(directory.resolve("logs"));
    copyConfig(config);
    Path ada = key("ada", "ada");
    Path bob = key("bob", "bob");
    Path set = directory.resolve("first.json");
    done("set", "draft", "--card", ada + ".card", "--card", bob + ".card", set.toString());
    done("set", "sign", "--key", ada.toString(), set.toString());
    done("set", "sign", "--key", bob.toString(), set.toString());
    KeySet keys = KeySet.parse(Files.readString(set));
    ConcernStore store = new ConcernStore(data.resolve("concerns.db"));
    store.prepare();
    SecureRandom random = new SecureRandom();
    Clock clock = Clock.systemUTC();
    SealedIntake intake = new SealedIntake(store, keys, clock, random);
    intake.accept(intake.nonce(), "xyloquartz was hidden", Set.of());
    String odd =
        Contradiction.of(keys, London.today(clock))
            .to(new SealedExchange(store, keys, List.of(new Code("yes", "Yes")), clock, random))
            .id();

    Path renewed = key("ada", "renewed");
    Path next = config.resolve("guardians.json");
    done("set", "draft", "--from", set.toString(), "--card", renewed + ".card", next.toString());
    done("set", "sign", "--key", renewed.toString(), next.toString());
    done("set", "sign", "--key", ada.toString(), next.toString());

    Map<String, String> variables = new HashMap<>(Program.environment(data, 0));
    variables.put("DESK_GUARDIAN_PASSPHRASE", PASSPHRASE);
    variables.put("DESK_GUARDIAN_OLD_PASSPHRASE", PASSPHRASE);
    List<String> both = List.of("--key", renewed.toString(), "--old-key", ada.toString());

    assertThat(run(logs, variables, config, 1, List.of("destroy", ada.toString())))
        .contains("2 concern(s) are still sealed", "guardian discard");
    assertThat(run(logs, variables, config, 1, with("reseal", both)))
        .contains("1 concern(s) sealed anew", odd + ": The server names other readers");
    assertThat(run(logs, variables, config, 1, List.of("destroy", ada.toString())))
        .contains("1 concern(s) are still sealed");
    assertThat(ada).exists();
    assertThat(run(logs, variables, config, 1, with("discard", both, odd)))
        .contains("Nothing was discarded");
    assertThat(run(logs, variables, config, 0, with("discard", both, odd, "--yes")))
        .contains("Discarded.");
    assertThat(run(logs, variables, config, 0, List.of("destroy", ada.toString())))
        .contains("is destroyed");
    assertThat(ada).doesNotExist();
    assertThat(run(logs, variables, config, 0, List.of("open", "--key", renewed.toString())))
        .contains("xyloquartz was hidden", "ada: discarded");
    assertThat(run(logs, variables, config, 0, List.of("open", "--key", bob.toString())))
        .contains("xyloquartz was hidden", "ada: discarded")
        .doesNotContain("against itself");
  }

  private static List<String> with(String command, List<String> keys, String... more) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(keys);
    all.addAll(List.of(more));
    return all;
  }

  private Path key(String id, String name) throws Exception {
    Path key = directory.resolve(name + ".key");
    GuardianCommandTest.card(id, key);
    return key;
  }

  private static void done(String... arguments) {
    GuardianCommandTest.Said said = GuardianCommandTest.run(arguments);
    assertThat(said.status()).as(said.text()).isZero();
  }

  /** What a command says that ends with a status, in a process of its own. */
  private static String run(
      Path logs, Map<String, String> variables, Path config, int status, List<String> arguments)
      throws IOException {
    List<String> all = new ArrayList<>(List.of("guardian"));
    all.addAll(arguments);
    all.addAll(List.of("--config", config.toString()));
    try (Program program = Program.start(logs, variables, all.toArray(String[]::new))) {
      int ended = program.end();
      String said = program.out() + program.err();
      assertThat(ended).as(said).isEqualTo(status);
      return said;
    }
  }

  private static void copyConfig(Path to) throws IOException {
    try (var files = Files.walk(Path.of("config"))) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        Path copy = to.resolve(Path.of("config").relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }
}
