package org.inclusiondesk.speakup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.inclusiondesk.speakup.SealedExchange.Outcome;

/** What anybody can send whose sealed words are not what stands in the clear. */
public final class Contradiction {
  private final Receipt receipt;
  private final SealedCase sent;

  private Contradiction(Receipt receipt, SealedCase sent) {
    this.receipt = receipt;
    this.sent = sent;
  }

  /** A case whose sealed words name another key and another guardian left out than the clear. */
  public static Contradiction of(KeySet set, LocalDate day) {
    Receipt receipt = receipt();
    OwnKey own = OwnKey.make(receipt);
    String other = OwnKey.make(receipt()).key().getKeyID();
    UUID id = UUID.randomUUID();
    UUID entry = UUID.randomUUID();
    String bob = set.guardians().get(1).id();
    Plaintext words =
        new Plaintext(
            id, entry, 0, day, "", new Said.Report("against itself", List.of(bob), "x", other));
    return of(receipt, id, day, own, entry, words.toJson("X"), set);
  }

  /** A case of which nothing is a first text. */
  public static Contradiction withoutAFirstText(KeySet set, LocalDate day) {
    Receipt receipt = receipt();
    UUID entry = UUID.randomUUID();
    UUID id = UUID.randomUUID();
    Plaintext words = new Plaintext(id, entry, 1, day, "x", new Said.Addition("more of nothing"));
    return of(receipt, id, day, OwnKey.make(receipt), entry, words.toJson("X"), set);
  }

  /** A case that opens with no key, though it is sealed to all by its looks. */
  public static Contradiction thatDoesNotOpen(KeySet set, LocalDate day) {
    Contradiction whole = withoutAFirstText(set, day);
    SealedEntry entry = whole.sent.entries().get(0);
    ObjectNode json = entry.sealed().toJson();
    String text = json.path("ciphertext").textValue();
    json.put("ciphertext", (text.startsWith("A") ? "B" : "A") + text.substring(1));
    try {
      return new Contradiction(
          whole.receipt,
          new SealedCase(
              whole.sent.id(),
              day,
              List.of(),
              day,
              null,
              whole.sent.own(),
              List.of(new SealedEntry(entry.id(), Box.SHARED, Sealed.parse(json)))));
    } catch (ParseException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Contradiction of(
      Receipt receipt,
      UUID id,
      LocalDate day,
      OwnKey own,
      UUID entry,
      ObjectNode words,
      KeySet set) {
    Sealed sealed =
        Sealer.seal(words, SealedCase.recipients(Box.SHARED, set, List.of(), own.key()));
    return new Contradiction(
        receipt,
        new SealedCase(
            id,
            day,
            List.of(),
            day,
            null,
            own,
            List.of(new SealedEntry(entry, Box.SHARED, sealed))));
  }

  private static Receipt receipt() {
    byte[] drawn = new byte[32];
    new SecureRandom().nextBytes(drawn);
    return Receipt.of(WordList.load().draw(drawn));
  }

  /** Sends it as a browser does. */
  public Contradiction to(SealedExchange exchange) {
    Outcome outcome = exchange.report(body());
    if (outcome != Outcome.STORED) {
      throw new IllegalStateException(outcome.name());
    }
    return this;
  }

  byte[] body() {
    SealedEntry entry = sent.entries().get(0);
    ObjectNode json = StrictJson.object().put("v", 1).put("case", id()).put("locator", locator());
    json.set("own", sent.own().toJson());
    json.putArray("leftOut");
    json.put("entry", entry.id().toString()).set("sealed", entry.sealed().toJson());
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** One more entry, sealed as it must be. */
  byte[] addition(KeySet set) {
    UUID id = UUID.randomUUID();
    Plaintext words = new Plaintext(sent.id(), id, 1, sent.day(), "x", new Said.Addition("again"));
    Sealed sealed = Sealer.seal(words.toJson("X"), sent.recipients(Box.SHARED, set));
    ObjectNode json = StrictJson.object().put("v", 1).put("locator", locator());
    json.put("entry", id.toString()).set("sealed", sealed.toJson());
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** What asks for it with its receipt. */
  byte[] asking() {
    return StrictJson.object()
        .put("v", 1)
        .put("locator", locator())
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  public String id() {
    return sent.id().toString();
  }

  /** What of it stands in the file as it was sent. */
  String ciphertext() {
    return sent.entries().get(0).sealed().toJson().path("ciphertext").textValue();
  }

  private String locator() {
    return StrictJson.base64(receipt.locator());
  }

  /** Its seven words, run together. */
  String receiptWords() {
    return receipt.letters();
  }
}
