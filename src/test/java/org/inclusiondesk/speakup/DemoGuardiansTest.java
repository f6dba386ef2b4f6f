package org.inclusiondesk.speakup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.inclusiondesk.speakup.DemoGuardians.Demo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoGuardiansTest {
  @TempDir Path dataDir;

  @Test
  void isMadeOnceAndOpensWithWhatLiesBesideIt() throws IOException {
    Demo made = DemoGuardians.ensure(dataDir);
    Demo again = DemoGuardians.ensure(dataDir);

    assertThat(again.keys().toJson()).isEqualTo(made.keys().toJson());
    assertThat(again.keyFiles()).isEqualTo(made.keyFiles());
    String passphrase = Files.readString(made.passphraseFile()).strip();
    assertThat(made.keyFiles())
        .extracting(file -> KeyFileTest.done(KeyFile.open(file, passphrase)).guardian())
        .isEqualTo(made.keys().guardians());
    assertThat(made.keys().guardians())
        .hasSize(2)
        .allMatch(guardian -> guardian.mailbox().value().endsWith(".example"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.passphraseFile())))
        .isEqualTo("rw-------");
  }

  @Test
  void isFinishedAfterAStartThatWasKilled() throws IOException {
    Demo made = DemoGuardians.ensure(dataDir);
    Files.delete(DemoGuardians.directory(dataDir).resolve("guardians.json"));
    Files.delete(made.keyFiles().get(1));

    Demo finished = DemoGuardians.ensure(dataDir);

    assertThat(finished.keys().guardians().get(0)).isEqualTo(made.keys().guardians().get(0));
    assertThat(finished.keys().guardians()).hasSize(2);
  }

  @Test
  void saysWhatToDoWhenItsFilesDoNotFit() throws IOException {
    Demo made = DemoGuardians.ensure(dataDir);
    Path publicKey = DemoGuardians.directory(dataDir).resolve("guardians.json");
    Files.writeString(publicKey, "nonsense");
    assertThatThrownBy(() -> DemoGuardians.ensure(dataDir))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Remove it");

    Files.delete(publicKey);
    Files.writeString(made.passphraseFile(), "another passphrase");
    assertThatThrownBy(() -> DemoGuardians.ensure(dataDir))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("passphrase does not open");
  }
}
