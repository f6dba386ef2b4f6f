package org.inclusiondesk.speakup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.inclusiondesk.speakup.DemoGuardian.Demo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoGuardianTest {
  @TempDir Path dataDir;

  @Test
  void isMadeOnceAndOpensWithWhatLiesBesideIt() throws IOException {
    Demo made = DemoGuardian.ensure(dataDir);
    Demo again = DemoGuardian.ensure(dataDir);

    assertThat(again).isEqualTo(made);
    String passphrase = Files.readString(made.passphraseFile()).strip();
    assertThat(KeyFileTest.done(KeyFile.open(made.keyFile(), passphrase)).toPublicJWK())
        .isEqualTo(made.guardian().key());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.passphraseFile())))
        .isEqualTo("rw-------");
    assertThat(DemoGuardian.is(made.guardian())).isTrue();
    assertThat(DemoGuardian.is(Guardians.named("ada").known())).isFalse();
  }

  @Test
  void isFinishedAfterAStartThatWasKilled() throws IOException {
    Demo made = DemoGuardian.ensure(dataDir);
    Files.delete(made.keyFile().resolveSibling("public-key.json"));

    assertThat(DemoGuardian.ensure(dataDir)).isEqualTo(made);
  }

  @Test
  void saysWhatToDoWhenItsFilesDoNotFit() throws IOException {
    Demo made = DemoGuardian.ensure(dataDir);
    Path publicKey = made.keyFile().resolveSibling("public-key.json");
    Files.writeString(publicKey, "nonsense");
    assertThatThrownBy(() -> DemoGuardian.ensure(dataDir))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Remove it");

    Files.delete(publicKey);
    Files.writeString(made.passphraseFile(), "another passphrase");
    assertThatThrownBy(() -> DemoGuardian.ensure(dataDir))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("passphrase does not open");
  }
}
