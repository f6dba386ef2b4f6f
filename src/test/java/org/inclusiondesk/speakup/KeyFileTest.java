package org.inclusiondesk.speakup;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
  private static final String PASSPHRASE = "correct horse battery staple";

  @TempDir Path directory;

  @Test
  void opensWithItsPassphraseAlone() throws IOException {
    Path file = directory.resolve("ada.jwe");

    GuardianKeys made = done(create(file, PASSPHRASE));

    GuardianKeys opened = done(KeyFile.open(file, PASSPHRASE));
    assertThat(opened).isEqualTo(made);
    assertThat(opened.sealing().isPrivate()).isTrue();
    assertThat(opened.signing().isPrivate()).isTrue();
    assertThat(opened.toString()).doesNotContain(opened.sealing().getD().toString());
    assertThat(failed(KeyFile.open(file, PASSPHRASE + "x")).problem())
        .contains("passphrase does not open");
    assertThat(failed(KeyFile.open(file, "")).problem()).isNotBlank();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void saysInItsHeaderThatGuessingIsSlow() throws IOException {
    Path file = directory.resolve("ada.jwe");
    create(file, PASSPHRASE);

    String header = Files.readString(file).split("\\.", 2)[0];

    assertThat(new Base64URL(header).decodeToString())
        .contains("\"PBES2-HS512+A256KW\"", "\"A256GCM\"", "\"p2c\":600000");
  }

  @Test
  void overwritesNothing() throws IOException {
    Path file = directory.resolve("ada.jwe");
    Files.writeString(file, "precious");

    assertThat(failed(create(file, PASSPHRASE)).problem()).contains("exists already");
    assertThat(file).hasContent("precious");
  }

  @Test
  void saysWhatIsWrongWithAFile() throws IOException {
    Path notes = Files.writeString(directory.resolve("notes"), "my notes");
    Path compact = Files.writeString(directory.resolve("jwe"), "e30.e30.e30.e30.e30");
    Path binary = Files.write(directory.resolve("binary"), new byte[] {-1, 0, -2});
    Path huge = Files.write(directory.resolve("huge"), new byte[100_000]);

    for (Path file : new Path[] {notes, compact, binary, huge}) {
      assertThat(failed(KeyFile.open(file, PASSPHRASE)).problem())
          .as(file.toString())
          .contains("is not a guardian's key file");
    }
    assertThat(failed(KeyFile.open(directory.resolve("none"), PASSPHRASE)).problem())
        .contains("cannot be read");
    assertThat(failed(create(directory.resolve("no/where"), PASSPHRASE)).problem())
        .contains("could not be written");
    assertThat(failed(create(directory.resolve("new"), "short")).problem()).contains("too short");
  }

  @Test
  void drawsPassphrasesOfSevenWords() {
    String passphrase = KeyFile.newPassphrase(new SecureRandom());

    assertThat(passphrase.split(" ")).hasSize(7);
    assertThat(KeyFile.newPassphrase(new SecureRandom())).isNotEqualTo(passphrase);
  }

  private static Attempt<GuardianKeys> create(Path file, String passphrase) {
    return KeyFile.create(file, Circle.keys("ada"), passphrase);
  }

  static <T> T done(Attempt<T> attempt) {
    return attempt.match(
        value -> value,
        failed -> {
          throw new AssertionError(failed.problem());
        });
  }

  static <T> Attempt.Failed<T> failed(Attempt<T> attempt) {
    return attempt.match(
        value -> {
          throw new AssertionError("it worked");
        },
        failed -> failed);
  }
}
