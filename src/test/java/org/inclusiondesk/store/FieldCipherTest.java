package org.inclusiondesk.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldCipherTest {
  private final String keys = FieldCipher.newKeySet();
  private final FieldCipher cipher = new FieldCipher(keys);
  @TempDir Path directory;

  @Test
  void opensWhatItSealed() {
    byte[] sealed = cipher.seal("Zoë Ó Dálaigh", "request.name");
    assertThat(new String(sealed, StandardCharsets.UTF_8)).doesNotContain("Zo");
    assertThat(new FieldCipher(keys).open(sealed, "request.name")).isEqualTo("Zoë Ó Dálaigh");
    assertThat(cipher.seal("Zoë Ó Dálaigh", "request.name")).isNotEqualTo(sealed);
  }

  @Test
  void opensAFieldOnlyWhereItWasStored() {
    byte[] sealed = cipher.seal("a name", "request.name");
    assertThatThrownBy(() -> cipher.open(sealed, "request.address")).isInstanceOf(StoreFault.class);
  }

  @Test
  void opensNothingThatWasChanged() {
    byte[] sealed = cipher.seal("a name", "request.name");
    sealed[sealed.length - 1] ^= 1;
    assertThatThrownBy(() -> cipher.open(sealed, "request.name")).isInstanceOf(StoreFault.class);
  }

  @Test
  void saysHowToMendWrongKeys() {
    byte[] sealed = cipher.seal("a name", "request.name");
    FieldCipher other = new FieldCipher(FieldCipher.newKeySet());
    assertThatThrownBy(() -> other.open(sealed, "request.name"))
        .isInstanceOf(StoreFault.class)
        .hasMessageContaining("DESK_FIELD_KEYS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "not json", "{\"primaryKeyId\":1,\"key\":[]}", "null"})
  void refusesWhatIsNoKeySetWithoutRepeatingIt(String text) {
    assertThatThrownBy(() -> new FieldCipher(text))
        .isInstanceOf(StoreFault.class)
        .hasMessageContaining("Tink key set")
        .hasMessageNotContaining("primaryKeyId");
  }

  @Test
  void findsTheSamePersonAgainAfterARestartAndUnderNoOtherMeaning() {
    byte[] before;
    try (Database database = Database.open(directory.resolve("desk.db"))) {
      before = lookup(database, cipher).of("person", "a@b.example");
    }
    try (Database database = Database.open(directory.resolve("desk.db"))) {
      Lookup lookup = lookup(database, cipher);
      assertThat(lookup.of("person", "a@b.example")).isEqualTo(before).hasSize(32);
      assertThat(lookup.of("key", "a@b.example")).isNotEqualTo(before);
      assertThat(lookup.of("person", "b@b.example")).isNotEqualTo(before);
    }
  }

  @Test
  void looksNothingUpWithWrongKeys() {
    try (Database database = Database.open(directory.resolve("desk.db"))) {
      lookup(database, cipher);
      FieldCipher other = new FieldCipher(FieldCipher.newKeySet());
      assertThatThrownBy(() -> lookup(database, other))
          .isInstanceOf(StoreFault.class)
          .hasMessageContaining("DESK_FIELD_KEYS");
      assertThat(lookup(database, cipher)).isNotNull();
    }
  }

  private static Lookup lookup(Database database, FieldCipher cipher) {
    return Lookup.in(database, cipher, new SecureRandom());
  }
}
