package org.inclusiondesk.speakup;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.ECKey;
import java.text.ParseException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a guardian wants done to a case, made whole or not at all (ADR 13, §8).
 *
 * @param base the etag of the case that it was made from
 * @param by the guardian's id
 * @param put new entries
 * @param reseal other sealings of the entries that are there, by their ids
 * @param keepUntil month after which the case is deleted; null to keep it
 * @param discards whether everything that was there goes
 */
record Change(
    UUID concern,
    String base,
    String by,
    LocalDate day,
    List<SealedEntry> put,
    Map<UUID, Sealed> reseal,
    @Nullable YearMonth keepUntil,
    boolean discards) {

  Change {
    put = List.copyOf(put);
    reseal = Map.copyOf(reseal);
  }

  /** A change that keeps what was there. */
  Change(
      UUID concern,
      String base,
      String by,
      LocalDate day,
      List<SealedEntry> put,
      Map<UUID, Sealed> reseal,
      @Nullable YearMonth keepUntil) {
    this(concern, base, by, day, put, reseal, keepUntil, false);
  }

  /** The case as it is once the change is made. */
  SealedCase applyTo(SealedCase before) {
    List<SealedEntry> entries = new ArrayList<>();
    for (SealedEntry entry : discards ? List.<SealedEntry>of() : before.entries()) {
      Sealed again = reseal.get(entry.id());
      entries.add(again == null ? entry : new SealedEntry(entry.id(), entry.box(), again));
    }
    entries.addAll(put);
    return new SealedCase(
        before.id(),
        before.day(),
        before.leftOut(),
        reseal.isEmpty() ? null : before.waitingSince(),
        keepUntil,
        before.own(),
        entries);
  }

  /** The change as it is sent. */
  String sign(ECKey signing) {
    ObjectNode json =
        StrictJson.object()
            .put("v", 1)
            .put("type", discards ? "discard" : "change")
            .put("case", concern.toString())
            .put("base", base)
            .put("by", by)
            .put("day", day.toString());
    ArrayNode all = json.putArray("put");
    put.forEach(entry -> all.add(entry.toJson()));
    ArrayNode again = json.putArray("reseal");
    reseal.forEach(
        (id, other) -> again.addObject().put("entry", id.toString()).set("sealed", other.toJson()));
    json.put("keepUntil", keepUntil == null ? null : keepUntil.toString());
    return Signed.sign(json, signing);
  }

  /** What a payload asks for. */
  static Change parse(ObjectNode json) throws ParseException {
    StrictJson.exactly(
        json, "v", "type", "case", "base", "by", "day", "put", "reseal", "keepUntil");
    StrictJson.versionOne(json);
    String type = StrictJson.text(json, "type");
    if (!type.equals("change") && !type.equals("discard")) {
      throw StrictJson.refused("a change");
    }
    List<SealedEntry> put = new ArrayList<>();
    for (ObjectNode each : StrictJson.objects(json, "put")) {
      put.add(SealedEntry.parse(each));
    }
    Map<UUID, Sealed> reseal = new LinkedHashMap<>();
    for (ObjectNode each : StrictJson.objects(json, "reseal")) {
      StrictJson.exactly(each, "entry", "sealed");
      reseal.put(StrictJson.id(each, "entry"), Sealed.parse(StrictJson.object(each, "sealed")));
    }
    return new Change(
        StrictJson.id(json, "case"),
        StrictJson.text(json, "base"),
        StrictJson.text(json, "by"),
        StrictJson.day(json, "day"),
        put,
        reseal,
        SealedCase.month(json, "keepUntil"),
        type.equals("discard"));
  }

  @Override
  public String toString() {
    return "Change[concern=" + concern + "]";
  }
}
