package org.inclusiondesk.speakup;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.ECKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who the guardians are, signed by guardians: all sets from the first on, each vouched for by the
 * one before it. Immutable.
 */
public final class KeySet {
  private static final String BASE_32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int GROUPS = 5;
  private static final int FEWEST = 2;

  private final List<Version> versions;

  private KeySet(List<Version> versions) {
    this.versions = List.copyOf(versions);
  }

  /** One set of the history. */
  private record Version(
      String payload,
      int number,
      LocalDate since,
      List<Guardian> guardians,
      List<Signed> signatures) {}

  /**
   * The history in a file, every set of it signed by all who must.
   *
   * @throws IllegalArgumentException if it is none, or somebody's signature is missing; the message
   *     completes the sentence "the key set cannot be used:"
   */
  public static KeySet parse(String json) {
    KeySet set = parseDraft(json);
    Set<String> missing = set.missing();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "it still has to be signed by " + String.join(" and ", missing));
    }
    return set;
  }

  /**
   * The same, but the last set may still lack signatures.
   *
   * @throws IllegalArgumentException as above
   */
  public static KeySet parseDraft(String json) {
    try {
      ObjectNode file = StrictJson.object(json);
      StrictJson.exactly(file, "sets");
      List<Version> versions = new ArrayList<>();
      for (ObjectNode each : StrictJson.objects(file, "sets")) {
        Version last = versions.isEmpty() ? null : versions.get(versions.size() - 1);
        if (last != null && !new KeySet(versions).missing().isEmpty()) {
          throw StrictJson.refused("signed by all who must, in version " + last.number());
        }
        versions.add(version(each, last));
      }
      if (versions.isEmpty()) {
        throw StrictJson.refused("a history with a set in it");
      }
      return new KeySet(versions);
    } catch (ParseException unfit) {
      throw new IllegalArgumentException(String.valueOf(unfit.getMessage()), unfit);
    }
  }

  private static Version version(ObjectNode json, @Nullable Version before) throws ParseException {
    StrictJson.exactly(json, "payload", "signatures");
    String payload = StrictJson.text(json, "payload");
    ObjectNode said = StrictJson.object(StrictJson.bytes(payload));
    StrictJson.exactly(said, "v", "type", "version", "since", "previous", "guardians");
    StrictJson.versionOne(said);
    String previous = StrictJson.isNull(said, "previous") ? "" : StrictJson.text(said, "previous");
    int number = StrictJson.number(said, "version");
    LocalDate since = StrictJson.day(said, "since");
    if (!StrictJson.text(said, "type").equals("guardians")) {
      throw StrictJson.refused("a set of guardians");
    }
    if (number != (before == null ? 1 : before.number() + 1)
        || !previous.equals(before == null ? "" : StrictJson.base64(digest(before.payload())))
        || (before != null && since.isBefore(before.since()))) {
      throw StrictJson.refused("the set that follows the one before it");
    }
    List<Guardian> guardians = new ArrayList<>();
    for (ObjectNode each : StrictJson.objects(said, "guardians")) {
      guardians.add(Guardian.parse(each));
    }
    checkGuardians(guardians);
    List<Signed> signatures = new ArrayList<>();
    Set<String> signers = new HashSet<>();
    for (ObjectNode each : StrictJson.objects(json, "signatures")) {
      Signed signed = Signed.of(payload, each);
      boolean holds =
          Stream.concat(
                  guardians.stream(), before == null ? Stream.empty() : before.guardians().stream())
              .anyMatch(guardian -> signed.by(guardian.signing()));
      if (!holds || !signers.add(signed.kid())) {
        throw StrictJson.refused("signed by guardians alone, by each once");
      }
      signatures.add(signed);
    }
    return new Version(payload, number, since, List.copyOf(guardians), List.copyOf(signatures));
  }

  private static void checkGuardians(List<Guardian> guardians) throws ParseException {
    if (guardians.size() < FEWEST) {
      throw new ParseException(
          "it names fewer than two guardians, so that one lost key would lose concerns", 0);
    }
    Set<String> keys = new HashSet<>();
    String before = "";
    for (Guardian each : guardians) {
      if (each.id().compareTo(before) <= 0) {
        throw StrictJson.refused("sorted by id, each once");
      }
      before = each.id();
      if (!keys.add(each.sealing().getKeyID()) || !keys.add(each.signing().getKeyID())) {
        throw StrictJson.refused("a set in which every key stands once");
      }
    }
  }

  /**
   * The first set, unsigned.
   *
   * @throws IllegalArgumentException if they are fewer than two, or share an id, a key or a mailbox
   */
  public static KeySet first(Collection<Guardian> guardians, LocalDate since) {
    return new KeySet(List.of(unsigned(guardians, since, null))).checked();
  }

  /**
   * The history with one more set, unsigned.
   *
   * @param since when it begins to hold
   * @throws IllegalArgumentException as above, or if the day lies before the last set's, or the
   *     last set is not signed by all who must
   */
  public KeySet next(Collection<Guardian> guardians, LocalDate since) {
    if (!missing().isEmpty()) {
      throw new IllegalArgumentException("the last set is not signed yet");
    }
    List<Version> more = new ArrayList<>(versions);
    more.add(unsigned(guardians, since, current()));
    return new KeySet(more).checked();
  }

  private KeySet checked() {
    if (!sharingAMailbox().isEmpty()) {
      throw new IllegalArgumentException(
          String.join(" and ", sharingAMailbox())
              + " have the same mailbox, by which a guardian signs in and gets reminders");
    }
    return this;
  }

  /**
   * Ids of guardians now whose mailbox is another guardian's, too: by it guardians sign in, so one
   * of them would be taken for the other. Empty where all is well.
   */
  public List<String> sharingAMailbox() {
    return guardians().stream()
        .filter(
            each ->
                guardians().stream()
                    .anyMatch(
                        other ->
                            !other.id().equals(each.id())
                                && other.mailbox().canonical().equals(each.mailbox().canonical())))
        .map(Guardian::id)
        .toList();
  }

  private static Version unsigned(
      Collection<Guardian> guardians, LocalDate since, @Nullable Version before) {
    List<Guardian> sorted = guardians.stream().sorted(Comparator.comparing(Guardian::id)).toList();
    ObjectNode payload =
        StrictJson.object()
            .put("v", 1)
            .put("type", "guardians")
            .put("version", before == null ? 1 : before.number() + 1)
            .put("since", since.toString())
            .put("previous", before == null ? null : StrictJson.base64(digest(before.payload())));
    ArrayNode all = payload.putArray("guardians");
    sorted.forEach(each -> all.add(each.toJson()));
    ObjectNode json =
        StrictJson.object()
            .put("payload", StrictJson.base64(payload.toString().getBytes(StandardCharsets.UTF_8)));
    json.putArray("signatures");
    try {
      return version(json, before);
    } catch (ParseException unfit) {
      throw new IllegalArgumentException(String.valueOf(unfit.getMessage()), unfit);
    }
  }

  /**
   * The same with one more signature under the last set.
   *
   * @throws IllegalArgumentException if these keys stand neither in it nor in the one before, or
   *     have signed it already
   */
  public KeySet signedBy(GuardianKeys keys) {
    Version last = current();
    List<Version> all = new ArrayList<>(versions);
    try {
      ObjectNode json = json(last);
      Signed signed = Signed.parse(Signed.sign(StrictJson.bytes(last.payload()), keys.signing()));
      json.withArray("signatures").add(signed.toJson());
      all.set(all.size() - 1, version(json, before(all.size() - 1)));
      return new KeySet(all);
    } catch (ParseException unfit) {
      throw new IllegalArgumentException(String.valueOf(unfit.getMessage()), unfit);
    }
  }

  /** Who still has to sign the last set, in words; empty where it holds. */
  public Set<String> missing() {
    Version last = current();
    Version before = before(versions.size() - 1);
    Set<String> signers = new HashSet<>();
    last.signatures().forEach(signed -> signers.add(signed.kid()));
    List<Guardian> known = before == null ? List.of() : before.guardians();
    Set<String> knownKeys = new HashSet<>();
    known.forEach(guardian -> knownKeys.add(guardian.signing().getKeyID()));
    Set<String> missing = new TreeSet<>();
    for (Guardian guardian : last.guardians()) {
      boolean accepted = known.stream().anyMatch(guardian::isSameAs);
      if (!accepted && !signers.contains(guardian.signing().getKeyID())) {
        missing.add(guardian.id() + " (with the new key)");
      }
    }
    long vouching = knownKeys.stream().filter(signers::contains).count();
    long needed = before == null ? 0 : known.size() > FEWEST ? 2 : 1;
    if (vouching < needed) {
      missing.add((needed - vouching) + " of the guardians before");
    }
    return missing;
  }

  /** The guardians now, by id. */
  public List<Guardian> guardians() {
    return current().guardians();
  }

  /** The guardians now, apart from those whose ids are named. */
  List<Guardian> guardiansBut(Collection<String> leftOut) {
    return guardians().stream().filter(each -> !leftOut.contains(each.id())).toList();
  }

  /** The guardian of this id now. */
  public Optional<Guardian> find(String id) {
    return guardians().stream().filter(each -> each.id().equals(id)).findFirst();
  }

  /** The number of the current set; the first is 1. */
  public int version() {
    return current().number();
  }

  /** The day from which the current set holds. */
  public LocalDate since() {
    return current().since();
  }

  /** Five groups of four by which people compare the current set: 100 bits of its SHA-256. */
  public String fingerprint() {
    byte[] digest = digest(current().payload());
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 4 * GROUPS; i++) {
      if (i > 0 && i % 4 == 0) {
        text.append('-');
      }
      int five = 0;
      for (int bit = 5 * i; bit < 5 * i + 5; bit++) {
        five = (five << 1) | ((digest[bit / 8] >> (7 - bit % 8)) & 1);
      }
      text.append(BASE_32.charAt(five));
    }
    return text.toString();
  }

  /** Whether this is the fingerprint, however it was typed: hyphens and case do not count. */
  public boolean hasFingerprint(String typed) {
    String signs =
        typed
            .replaceAll("[\\s-]", "")
            .toUpperCase(Locale.ROOT)
            .replace('O', '0')
            .replace('I', '1')
            .replace('L', '1');
    return signs.equals(fingerprint().replace("-", ""));
  }

  /** The key with which a guardian could sign on a day, if the id is that key's. */
  Optional<ECKey> signer(String guardian, String kid, LocalDate day) {
    for (int i = 0; i < versions.size(); i++) {
      Version each = versions.get(i);
      boolean begun = !day.isBefore(each.since());
      boolean over = i + 1 < versions.size() && day.isAfter(versions.get(i + 1).since());
      if (begun && !over) {
        Optional<ECKey> found =
            each.guardians().stream()
                .filter(one -> one.id().equals(guardian))
                .map(Guardian::signing)
                .filter(key -> key.getKeyID().equals(kid))
                .findFirst();
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  /** Whether a key is or was some guardian's, for opening or for signing. */
  boolean isGuardians(String kid) {
    return versions.stream()
        .flatMap(each -> each.guardians().stream())
        .anyMatch(
            one -> one.sealing().getKeyID().equals(kid) || one.signing().getKeyID().equals(kid));
  }

  /** The ids of all keys that a guardian had or has for opening. */
  Set<String> sealingKeysOf(String guardian) {
    Set<String> kids = new HashSet<>();
    for (Version each : versions) {
      each.guardians().stream()
          .filter(one -> one.id().equals(guardian))
          .forEach(one -> kids.add(one.sealing().getKeyID()));
    }
    return kids;
  }

  /** The whole history, as it stands in {@code guardians.json}. */
  public String toJson() {
    return json().toString();
  }

  ObjectNode json() {
    ObjectNode file = StrictJson.object();
    ArrayNode sets = file.putArray("sets");
    versions.forEach(each -> sets.add(json(each)));
    return file;
  }

  private static ObjectNode json(Version version) {
    ObjectNode json = StrictJson.object().put("payload", version.payload());
    ArrayNode signatures = json.putArray("signatures");
    version.signatures().forEach(signed -> signatures.add(signed.toJson()));
    return json;
  }

  private Version current() {
    return versions.get(versions.size() - 1);
  }

  private @Nullable Version before(int index) {
    return index == 0 ? null : versions.get(index - 1);
  }

  /** SHA-256 of the bytes that a payload stands for. */
  private static byte[] digest(String payload) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(Base64.getUrlDecoder().decode(payload));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("this Java lacks SHA-256", impossible);
    }
  }

  @Override
  public String toString() {
    return "KeySet[version=" + version() + "]";
  }
}
