package org.inclusiondesk.speakup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.inclusiondesk.calendar.London;
import org.inclusiondesk.speakup.SpeakUpSettings.Code;

/**
 * What reporters' browsers exchange with the desk where they seal and open themselves (ADR 13, §9):
 * the server sees locators and sealed texts. Safe for any number of threads.
 */
public final class SealedExchange {
  private static final int PADDED_TO = 1 << 16;
  private static final int LOCATOR = 32;

  private final ConcernStore store;
  private final KeySet keys;
  private final List<Code> answers;
  private final Clock clock;
  private final SecureRandom random;
  private final SealedCase decoy;

  /**
   * @param answers to whether one would speak up again
   */
  public SealedExchange(
      ConcernStore store, KeySet keys, List<Code> answers, Clock clock, SecureRandom random) {
    this.store = store;
    this.keys = keys;
    this.answers = List.copyOf(answers);
    this.clock = clock;
    this.random = random;
    byte[] drawn = new byte[32];
    random.nextBytes(drawn);
    this.decoy =
        Reporting.report(
            Receipt.of(WordList.load().draw(drawn)),
            "Nothing.",
            List.of(),
            keys,
            London.today(clock),
            random);
  }

  /** What became of what was sent. */
  public enum Outcome {
    /** It is stored, now or before. */
    STORED,
    /** There is no such case. */
    NOT_FOUND,
    /** An id or a locator belongs to another case; nothing was stored. */
    TAKEN,
    /** It is sealed for other guardians than there are; nothing was stored. */
    SET_CHANGED,
    /** It has not the form of what may be sent; nothing was stored. */
    REFUSED
  }

  /** Who the guardians are, and what a browser needs besides, as JSON. */
  public String set() {
    ObjectNode json =
        StrictJson.object()
            .put("v", 1)
            .put("today", London.today(clock).toString())
            .put("fingerprint", keys.fingerprint());
    json.set("keys", keys.json());
    Bundle.add(json.putArray("feedback"), answers);
    return json.toString();
  }

  /**
   * Takes a concern that was sealed elsewhere.
   *
   * @throws ConcernStoreException if it could not be stored
   */
  public Outcome report(byte[] body) {
    byte[] locator;
    SealedCase fresh;
    try {
      ObjectNode json = StrictJson.object(body);
      StrictJson.exactly(json, "v", "case", "locator", "own", "leftOut", "entry", "sealed");
      StrictJson.versionOne(json);
      locator = locator(json);
      List<String> leftOut = StrictJson.texts(json, "leftOut");
      if (!leftOut.equals(
          keys.guardians().stream().map(Guardian::id).filter(leftOut::contains).toList())) {
        return Outcome.SET_CHANGED;
      }
      if (leftOut.size() == keys.guardians().size()) {
        return Outcome.REFUSED;
      }
      LocalDate today = London.today(clock);
      fresh =
          new SealedCase(
              StrictJson.id(json, "case"),
              today,
              leftOut,
              today,
              null,
              OwnKey.parse(StrictJson.object(json, "own")),
              List.of(entry(json)));
    } catch (ParseException unfit) {
      return Outcome.REFUSED;
    }
    if (keys.isGuardians(fresh.own().key().getKeyID())) {
      return Outcome.REFUSED;
    }
    if (!CaseDesk.isSealedTo(fresh.entries().get(0).sealed(), fresh.recipients(Box.SHARED, keys))) {
      return Outcome.SET_CHANGED;
    }
    return store.add(locator, fresh) == ConcernStore.Added.TAKEN ? Outcome.TAKEN : Outcome.STORED;
  }

  /**
   * The case that a locator leads to, as JSON. Where it leads nowhere or is none, a case of the
   * server's own is written out instead and dropped, so that the answer is as long as that of a
   * small case and comes after like work, not the same: larger cases are longer and take longer.
   *
   * @throws ConcernStoreException if the store cannot be read
   */
  public String bundle(byte[] body) {
    Optional<SealedCase> found = Optional.empty();
    try {
      ObjectNode json = StrictJson.object(body);
      StrictJson.exactly(json, "v", "locator");
      StrictJson.versionOne(json);
      found = store.find(locator(json));
    } catch (ParseException unfit) {
      // The same as a locator that leads nowhere.
    }
    ObjectNode shown = found.orElse(decoy).toReporterJson();
    ObjectNode json = StrictJson.object().put("v", 1).put("today", London.today(clock).toString());
    if (found.isPresent()) {
      json.set("case", shown);
    } else {
      json.putNull("case");
    }
    int length = json.put("pad", "").toString().length();
    return json.put("pad", padding(length, PADDED_TO, random)).toString();
  }

  /** Random signs that make a length a multiple of another. */
  static String padding(int length, int multiple, SecureRandom random) {
    int missing = Math.floorMod(-length, multiple);
    byte[] drawn = new byte[missing * 3 / 4 + 3];
    random.nextBytes(drawn);
    return StrictJson.base64(drawn).substring(0, missing);
  }

  /**
   * Adds what was sealed elsewhere to a case.
   *
   * @throws ConcernStoreException if it could not be stored
   */
  public Outcome add(byte[] body) {
    return add(body, false);
  }

  /**
   * The same for a withdrawal: what nobody has opened is deleted at once.
   *
   * @throws ConcernStoreException if it could not be stored
   */
  public Outcome withdraw(byte[] body) {
    return add(body, true);
  }

  private Outcome add(byte[] body, boolean withdrawal) {
    byte[] locator;
    SealedEntry entry;
    try {
      ObjectNode json = StrictJson.object(body);
      StrictJson.exactly(json, "v", "locator", "entry", "sealed");
      StrictJson.versionOne(json);
      locator = locator(json);
      entry = entry(json);
    } catch (ParseException unfit) {
      return Outcome.REFUSED;
    }
    Optional<SealedCase> found = store.find(locator);
    if (found.isEmpty()) {
      return Outcome.NOT_FOUND;
    }
    if (!CaseDesk.isSealedTo(entry.sealed(), found.get().recipients(Box.SHARED, keys))) {
      return Outcome.SET_CHANGED;
    }
    if (withdrawal && store.removeUnopened(locator)) {
      return Outcome.STORED;
    }
    return Additions.add(store, locator, entry, London.today(clock))
        ? Outcome.STORED
        : Outcome.NOT_FOUND;
  }

  private static SealedEntry entry(ObjectNode json) throws ParseException {
    UUID id = StrictJson.id(json, "entry");
    return new SealedEntry(id, Box.SHARED, Sealed.parse(StrictJson.object(json, "sealed")));
  }

  private static byte[] locator(ObjectNode json) throws ParseException {
    byte[] locator = StrictJson.bytes(json, "locator");
    if (locator.length != LOCATOR) {
      throw StrictJson.refused("a locator");
    }
    return locator;
  }
}
