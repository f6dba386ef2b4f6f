package org.inclusiondesk.speakup;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/** What a browser sends that seals by itself. */
public final class SealedAway {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 25);

  private final Receipt receipt;
  private final SealedCase sealed;
  private final SealedEntry addition;
  private final SealedEntry withdrawal;

  public SealedAway(Circle circle, String text) {
    this(circle.set(), text, DAY);
  }

  /**
   * @param day today, as the server said it
   */
  public SealedAway(KeySet set, String text, LocalDate day) {
    byte[] drawn = new byte[32];
    new SecureRandom().nextBytes(drawn);
    this.receipt = Receipt.of(WordList.load().draw(drawn));
    this.sealed = Reporting.report(receipt, text, List.of(), set, day, new SecureRandom());
    try {
      OpenCase open = OpenCase.of(sealed, List.of(sealed.own().unwrap(receipt)), set);
      this.addition =
          Reporting.entry(open, UUID.randomUUID(), new Said.Addition("more: " + text), set, day);
      this.withdrawal = Reporting.entry(open, UUID.randomUUID(), new Said.Withdrawal(), set, day);
    } catch (JOSEException | ParseException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  public String id() {
    return sealed.id().toString();
  }

  public String locator() {
    return StrictJson.base64(receipt.locator());
  }

  public String report() {
    SealedEntry entry = sealed.entries().get(0);
    ObjectNode json = StrictJson.object().put("v", 1).put("case", id()).put("locator", locator());
    json.set("own", sealed.own().toJson());
    ArrayNode leftOut = json.putArray("leftOut");
    sealed.leftOut().forEach(leftOut::add);
    json.put("entry", entry.id().toString()).set("sealed", entry.sealed().toJson());
    return json.toString();
  }

  public String asking() {
    return StrictJson.object().put("v", 1).put("locator", locator()).toString();
  }

  public String addition() {
    return sent(addition);
  }

  public String withdrawal() {
    return sent(withdrawal);
  }

  private String sent(SealedEntry entry) {
    ObjectNode json = StrictJson.object().put("v", 1).put("locator", locator());
    json.put("entry", entry.id().toString()).set("sealed", entry.sealed().toJson());
    return json.toString();
  }
}
