package org.inclusiondesk.speakup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.LocalDate;
import java.util.List;
import org.inclusiondesk.speakup.Said.Addition;
import org.inclusiondesk.speakup.Said.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was sealed once stays readable: the formats of ADR 13 do not move under anybody. */
class VectorsTest {
  @TempDir Path directory;

  private ObjectNode vectors;

  @BeforeEach
  void read() throws IOException, ParseException {
    try (InputStream in = VectorsTest.class.getResourceAsStream("vectors.json")) {
      vectors = StrictJson.object(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void derivesTheKeysOfAReceipt() throws ParseException {
    Receipt receipt = Receipt.parse(text("receipt").toUpperCase()).orElseThrow();

    assertThat(receipt.letters()).isEqualTo(text("letters"));
    assertThat(StrictJson.base64(receipt.locator())).isEqualTo(text("locator"));
    assertThat(StrictJson.base64(receipt.openingKey().getEncoded())).isEqualTo(text("openingKey"));
  }

  @Test
  void opensTheCaseForAGuardian() throws Exception {
    GuardianKeys ada = ada();
    Bundle bundle = Bundle.parse(vectors.path("bundle").toString());
    assertThat(bundle.keys().fingerprint()).isEqualTo(text("fingerprint"));
    assertThat(Guardian.ofCard(text("card"))).isEqualTo(ada.guardian());

    OpenCase open = OpenCase.of(bundle.cases().get(0), List.of(ada.sealing()), bundle.keys());

    assertThat(open.doubts()).isEmpty();
    assertThat(open.report().orElseThrow().text())
        .isEqualTo("Something is wrong: <b>“nobody”</b> listens. 🙁");
    assertThat(open.shared())
        .extracting(OpenCase.Line::said)
        .contains(
            new Message("ada", "", State.OPEN),
            new Message("ada", "Who else saw it?", State.OPEN),
            new Addition("The night shift."));
    assertThat(open.shared()).allMatch(OpenCase.Line::proven);
    CaseRecord standing = open.standing().orElseThrow();
    assertThat(standing.elements()).containsExactly("bullying", "safety");
    assertThat(standing.notes()).isEqualTo("Notes é");
    assertThat(StrictJson.object(bundle.toJson())).isEqualTo(vectors.path("bundle"));
  }

  @Test
  void opensTheCaseForItsReporter() throws Exception {
    Receipt receipt = Receipt.parse(text("receipt")).orElseThrow();
    ObjectNode delivered = StrictJson.object(vectors, "reporter");
    OwnKey own = OwnKey.parse(StrictJson.object(delivered, "own"));
    Bundle bundle = Bundle.parse(vectors.path("bundle").toString());
    int read = 0;
    for (ObjectNode each : StrictJson.objects(delivered, "entries")) {
      SealedEntry entry = SealedEntry.parse(each);
      ObjectNode opened = Sealer.open(entry.sealed(), own.unwrap(receipt));
      assertThat(Plaintext.parse(opened, entry.box(), bundle.keys()).entry()).isEqualTo(entry.id());
      read++;
    }
    assertThat(read).isEqualTo(4);
  }

  @Test
  void findsReadersNamedByReporterAndGuardianAlike() throws Exception {
    ObjectNode named = StrictJson.object(vectors, "named");
    Receipt receipt = Receipt.parse(StrictJson.text(named, "receipt")).orElseThrow();
    SealedCase sealed = SealedCase.parse(StrictJson.object(named, "case"));
    KeySet keys = Bundle.parse(vectors.path("bundle").toString()).keys();
    assertThat(StrictJson.base64(receipt.locator())).isEqualTo(named.path("locator").textValue());
    assertThat(sealed.leftOut()).containsExactly("bob");
    Plaintext.Readers readers = Plaintext.Readers.of(sealed);

    for (SealedEntry entry : sealed.entries()) {
      Plaintext read =
          Plaintext.parse(Sealer.open(entry.sealed(), ada().sealing()), entry.box(), keys);
      boolean says = !(read.said() instanceof Said.Feedback);
      assertThat(read.readers()).isEqualTo(says ? readers : null);
    }
    OpenCase open = OpenCase.of(sealed, List.of(ada().sealing()), keys);
    assertThat(open.doubts()).isEmpty();
    assertThat(open.shared()).hasSize(4).allMatch(OpenCase.Line::proven);
    assertThat(open.record()).hasSize(2);
    assertThat(open.report().orElseThrow().own()).isEqualTo(sealed.own().key().getKeyID());
    assertThat(sealed.toReporterJson()).isEqualTo(named.path("reporter"));
    assertThat(sealed.own().unwrap(receipt).getKeyID()).isEqualTo(readers.own());
  }

  @Test
  void knowsTheChangeForAGuardians() throws Exception {
    Signed signed = Signed.parse(text("change"));
    Change change = Change.parse(signed.payload());
    SealedCase before = Bundle.parse(vectors.path("bundle").toString()).cases().get(0);

    assertThat(signed.by(ada().guardian().signing())).isTrue();
    assertThat(change.base()).isEqualTo(before.etag());
    assertThat(change.day()).isEqualTo(LocalDate.of(2026, 11, 25));
    assertThat(change.put()).extracting(SealedEntry::box).containsExactly(Box.SHARED, Box.RECORD);
  }

  private GuardianKeys ada() throws Exception {
    Path file = Files.writeString(directory.resolve("ada.key"), text("keyFile"));
    return KeyFileTest.done(KeyFile.open(file, text("passphrase")));
  }

  private String text(String name) throws ParseException {
    return StrictJson.text(vectors, name);
  }
}
