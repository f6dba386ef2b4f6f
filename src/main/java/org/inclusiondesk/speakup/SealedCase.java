package org.inclusiondesk.speakup;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.ECKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A case as it is stored and delivered: what stands in the clear, and sealed entries. Immutable.
 *
 * @param id random
 * @param day on which it came
 * @param leftOut ids of guardians whom the reporter left out, sorted
 * @param waitingSince day of the oldest entry of the reporter that no guardian has opened; null
 *     where there is none
 * @param keepUntil month after which it is deleted; null while it is open
 * @param own the key pair by which the reporter reads it
 * @param entries by id, which is random
 */
public record SealedCase(
    UUID id,
    LocalDate day,
    List<String> leftOut,
    @Nullable LocalDate waitingSince,
    @Nullable YearMonth keepUntil,
    OwnKey own,
    List<SealedEntry> entries) {

  public SealedCase {
    leftOut = List.copyOf(leftOut);
    entries =
        entries.stream().sorted(Comparator.comparing(entry -> entry.id().toString())).toList();
  }

  /** Told apart by this from the same case before or after any change. */
  public String etag() {
    try {
      return StrictJson.base64(
          MessageDigest.getInstance("SHA-256")
              .digest(json().toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("this Java lacks SHA-256", impossible);
    }
  }

  /** Who must be able to open an entry, given who the guardians are: nobody else, nobody less. */
  List<ECKey> recipients(Box box, KeySet keys) {
    return recipients(box, keys, leftOut, own.key());
  }

  static List<ECKey> recipients(Box box, KeySet keys, List<String> leftOut, ECKey own) {
    List<ECKey> recipients = new ArrayList<>();
    keys.guardiansBut(leftOut).forEach(guardian -> recipients.add(guardian.sealing()));
    if (box == Box.SHARED) {
      recipients.add(own);
    }
    return recipients;
  }

  /** Whether a guardian is not left out, and has or had a key for every entry. */
  boolean isFor(String guardian, KeySet keys) {
    Set<String> kids = keys.sealingKeysOf(guardian);
    return !leftOut.contains(guardian)
        && !entries.isEmpty()
        && entries.stream()
            .allMatch(entry -> entry.sealed().kids().stream().anyMatch(kids::contains));
  }

  /** Whether some guardian has opened it. */
  boolean isOpened() {
    return entries.stream().anyMatch(entry -> entry.box() == Box.RECORD);
  }

  /** As guardians get it. */
  ObjectNode toJson() {
    return json().put("etag", etag());
  }

  /** As its reporter gets it. */
  ObjectNode toReporterJson() {
    ObjectNode json = head(StrictJson.object());
    addRest(json, entries.stream().filter(entry -> entry.box() == Box.SHARED).toList());
    return json;
  }

  private ObjectNode json() {
    ObjectNode json = head(StrictJson.object());
    json.put("waitingSince", waitingSince == null ? null : waitingSince.toString());
    json.put("keepUntil", keepUntil == null ? null : keepUntil.toString());
    addRest(json, entries);
    return json;
  }

  private ObjectNode head(ObjectNode json) {
    json.put("case", id.toString()).put("day", day.toString());
    ArrayNode left = json.putArray("leftOut");
    leftOut.forEach(left::add);
    return json;
  }

  private void addRest(ObjectNode json, List<SealedEntry> shown) {
    json.set("own", own.toJson());
    ArrayNode all = json.putArray("entries");
    shown.forEach(entry -> all.add(entry.toJson()));
  }

  /** A case as a file holds it. */
  static SealedCase parse(ObjectNode json) throws ParseException {
    StrictJson.exactly(
        json, "case", "day", "leftOut", "waitingSince", "keepUntil", "own", "entries", "etag");
    List<SealedEntry> entries = new ArrayList<>();
    for (ObjectNode each : StrictJson.objects(json, "entries")) {
      entries.add(SealedEntry.parse(each));
    }
    SealedCase parsed =
        new SealedCase(
            StrictJson.id(json, "case"),
            StrictJson.day(json, "day"),
            StrictJson.texts(json, "leftOut"),
            StrictJson.isNull(json, "waitingSince") ? null : StrictJson.day(json, "waitingSince"),
            month(json, "keepUntil"),
            OwnKey.parse(StrictJson.object(json, "own")),
            entries);
    if (!parsed.etag().equals(StrictJson.text(json, "etag"))) {
      throw StrictJson.refused("a whole case");
    }
    return parsed;
  }

  /** A month, or null. */
  static @Nullable YearMonth month(ObjectNode json, String name) throws ParseException {
    if (StrictJson.isNull(json, name)) {
      return null;
    }
    try {
      return YearMonth.parse(StrictJson.text(json, name));
    } catch (DateTimeException notAMonth) {
      throw StrictJson.refused("a month");
    }
  }

  @Override
  public String toString() {
    return "SealedCase[id=" + id + "]";
  }
}
