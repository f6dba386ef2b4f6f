package org.inclusiondesk.speakup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.inclusiondesk.speakup.ConcernReader.Concern;
import org.inclusiondesk.speakup.ConcernReader.Reading;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcernReaderTest {
  @TempDir Path directory;

  private final Guardians ada = Guardians.named("ada");
  private final Guardians bob = Guardians.named("bob");
  private ConcernStore store;
  private ConcernReader reader;

  @BeforeEach
  void start() {
    store = new ConcernStore(directory.resolve("concerns.db"));
    store.prepare();
    reader = new ConcernReader(store);
  }

  @Test
  void opensWhatAKeyOpensAndNamesTheRest() {
    raise("for both", ada, bob);
    raise("for ada", ada);

    Reading adas = reader.openAll(ada.privateKey());
    Reading bobs = reader.openAll(bob.privateKey());

    assertThat(adas.opened()).extracting(Concern::text).contains("for both", "for ada");
    assertThat(adas.unreadable()).isEmpty();
    assertThat(bobs.opened()).extracting(Concern::text).containsExactly("for both");
    assertThat(bobs.unreadable()).hasSize(1);
    assertThat(reader.list()).hasSize(2).containsAll(bobs.unreadable());
  }

  @Test
  void opensOneByItsId() {
    raise("text", ada);
    String id = reader.list().get(0).id().toString();

    assertThat(
            KeyFileTest.done(reader.open(ada.privateKey(), " " + id.toUpperCase() + "\n")).text())
        .isEqualTo("text");
    assertThat(KeyFileTest.failed(reader.open(bob.privateKey(), id)).problem())
        .contains("does not open that concern");
  }

  @Test
  void saysSoWhenAnIdIsUnknown() {
    for (String id : List.of("", "7", "7c9e6679-7425-40de-944b-e07fc1f90ae7", "'; --")) {
      assertThat(KeyFileTest.failed(reader.open(ada.privateKey(), id)).problem())
          .contains("no concern with that id");
    }
  }

  @Test
  void showsNoTextInAString() {
    raise("marker", ada);

    assertThat(reader.openAll(ada.privateKey()).toString()).doesNotContain("marker");
  }

  private void raise(String text, Guardians... guardians) {
    List<GuardianKey> keys = java.util.Arrays.stream(guardians).map(Guardians::known).toList();
    SealedIntake intake = new SealedIntake(store, keys, Clock.systemUTC(), new SecureRandom());
    intake.accept(intake.nonce(), text);
  }
}
