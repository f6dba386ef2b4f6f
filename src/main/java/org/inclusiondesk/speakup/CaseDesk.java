package org.inclusiondesk.speakup;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.ECKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.inclusiondesk.calendar.London;
import org.inclusiondesk.speakup.ConcernStore.Damaged;
import org.inclusiondesk.speakup.ConcernStore.Shelf;
import org.inclusiondesk.speakup.SpeakUpSettings.CodeLists;
import org.inclusiondesk.speakup.SpeakUpSettings.Retention;

/**
 * Delivers sealed cases to guardians and takes their changes, holding no key: whom a reporter left
 * out is not shown that a case exists. Safe for any number of threads.
 */
public final class CaseDesk {
  private static final int MOST_PUT = 8;
  private static final int MOST_MONTHS = 600;

  private final ConcernStore store;
  private final KeySet keys;
  private final CodeLists lists;
  private final Retention retention;
  private final Clock clock;

  public CaseDesk(
      ConcernStore store, KeySet keys, CodeLists lists, Retention retention, Clock clock) {
    this.store = store;
    this.keys = keys;
    this.lists = lists;
    this.retention = retention;
    this.clock = clock;
  }

  /** What became of a change. */
  public enum Outcome {
    /** It was made. */
    STORED,
    /** The case has changed since; nothing was done. */
    CONFLICT,
    /** There is no such case, or not for this guardian. */
    NOT_FOUND,
    /** It was sealed for other guardians than there are now; nothing was done. */
    SET_CHANGED,
    /** It is malformed, not signed by this guardian, or asks for what must not be. */
    REFUSED,
    /** It is signed for a day on which the key did not hold yet; nothing was done. */
    NOT_YET,
    /** The case cannot be read any more; nothing was done. Only of changes that come as a file. */
    DAMAGED
  }

  /**
   * The cases that a guardian may list, as JSON.
   *
   * @param guardian the id of a guardian
   */
  public String list(String guardian) {
    ObjectNode json = StrictJson.object().put("v", 1).put("today", London.today(clock).toString());
    ArrayNode all = json.putArray("cases");
    Shelf shelf = of(guardian);
    for (SealedCase each : shelf.cases()) {
      LocalDate waiting = each.waitingSince();
      YearMonth keep = each.keepUntil();
      all.addObject()
          .put("case", each.id().toString())
          .put("day", each.day().toString())
          .put("waitingSince", waiting == null ? null : waiting.toString())
          .put("keepUntil", keep == null ? null : keep.toString())
          .put("entries", each.entries().size())
          .put("etag", each.etag());
    }
    ArrayNode damaged = json.putArray("damaged");
    shelf.damaged().forEach(each -> damaged.add(each.id()));
    return json.toString();
  }

  /** One of them, whole, as JSON. */
  public Optional<String> find(String guardian, String id) {
    return find(id)
        .filter(found -> found.isFor(guardian, keys))
        .map(found -> found.toJson().toString());
  }

  /** All of them with what is needed to work on them elsewhere, as JSON. */
  public String bundle(String guardian) {
    Shelf shelf = of(guardian);
    return new Bundle(
            guardian,
            London.today(clock),
            keys,
            lists,
            retention.monthsAfterClosing(),
            shelf.cases(),
            shelf.damaged().stream().map(Damaged::id).toList())
        .toJson();
  }

  private Shelf of(String guardian) {
    return store.shelf().of(guardian, keys);
  }

  private Optional<SealedCase> find(String id) {
    try {
      return store.find(UUID.fromString(id.strip()));
    } catch (IllegalArgumentException notAnId) {
      return Optional.empty();
    }
  }

  /**
   * Makes a change, whole or not at all.
   *
   * @param guardian whose session it is; the change must be signed by the same
   * @param signed as ADR 13 §8 says
   * @throws ConcernStoreException if it could not be stored
   */
  public Outcome apply(String guardian, String signed) {
    Change change;
    String kid;
    try {
      Signed jws = Signed.parse(signed);
      kid = jws.kid();
      Optional<Guardian> signer = keys.find(guardian).filter(one -> jws.by(one.signing()));
      if (signer.isEmpty()) {
        return Outcome.REFUSED;
      }
      change = Change.parse(jws.payload());
    } catch (ParseException malformed) {
      return Outcome.REFUSED;
    }
    if (!change.by().equals(guardian)) {
      return Outcome.REFUSED;
    }
    // What is in it bears the same day, and would count as signed by nobody.
    if (keys.signer(guardian, kid, change.day()).isEmpty()
        || keys.signer(guardian, kid, London.today(clock)).isEmpty()) {
      return Outcome.NOT_YET;
    }
    List<Outcome> judged = new ArrayList<>();
    Function<SealedCase, Optional<SealedCase>> made =
        before -> {
          Outcome outcome = judge(before, change);
          judged.add(outcome);
          return outcome == Outcome.STORED ? Optional.of(change.applyTo(before)) : Optional.empty();
        };
    if (change.discards()) {
      store.discard(change.concern(), made);
    } else {
      store.change(change.concern(), made);
    }
    return judged.isEmpty() ? Outcome.NOT_FOUND : judged.get(0);
  }

  /**
   * The same for a change that was sent as one to a certain case.
   *
   * @param id of the case
   */
  public Outcome apply(String guardian, String id, String signed) {
    boolean fits;
    try {
      fits = StrictJson.text(Signed.parse(signed).payload(), "case").equals(id);
    } catch (ParseException malformed) {
      return Outcome.REFUSED;
    }
    return fits ? apply(guardian, signed) : Outcome.REFUSED;
  }

  /** What tells a case of a guardian apart from the same one before and after a change. */
  public Optional<String> etag(String guardian, String id) {
    return find(id).filter(found -> found.isFor(guardian, keys)).map(SealedCase::etag);
  }

  /**
   * Makes the changes of a file, one by one, each by whom it says and must be signed by.
   *
   * @return what became of each, in their order
   */
  public Attempt<List<Outcome>> applyAll(String file) {
    try {
      ObjectNode json = StrictJson.object(file);
      StrictJson.exactly(json, "v", "type", "changes");
      StrictJson.versionOne(json);
      if (!StrictJson.text(json, "type").equals("changes")) {
        throw StrictJson.refused("a file of changes");
      }
      List<Outcome> outcomes = new ArrayList<>();
      for (String change : StrictJson.texts(json, "changes")) {
        outcomes.add(applied(change));
      }
      return new Attempt.Done<>(outcomes);
    } catch (ParseException malformed) {
      return new Attempt.Failed<>(
          "This is not a file of changes.", "Name the file that the guardian's commands wrote.");
    }
  }

  /** What became of one of many: a damaged case must not keep back the changes behind it. */
  private Outcome applied(String change) {
    try {
      return apply(signer(change), change);
    } catch (DamagedConcernException damaged) {
      return Outcome.DAMAGED;
    }
  }

  private static String signer(String change) {
    try {
      return StrictJson.text(Signed.parse(change).payload(), "by");
    } catch (ParseException malformed) {
      return "";
    }
  }

  private Outcome judge(SealedCase before, Change change) {
    if (!before.isFor(change.by(), keys)) {
      return Outcome.NOT_FOUND;
    }
    if (!before.etag().equals(change.base())) {
      return Outcome.CONFLICT;
    }
    LocalDate today = London.today(clock);
    YearMonth keep = change.keepUntil();
    YearMonth soonest = YearMonth.from(today).plusMonths(retention.monthsAfterClosing());
    if (change.day().isAfter(today)
        || change.put().size() > MOST_PUT
        || (keep != null
            && !keep.equals(before.keepUntil())
            && (keep.isBefore(soonest)
                || keep.isAfter(YearMonth.from(today).plusMonths(MOST_MONTHS))))) {
      return Outcome.REFUSED;
    }
    Set<UUID> there = new HashSet<>();
    before.entries().forEach(entry -> there.add(entry.id()));
    if (!change.reseal().isEmpty() && !change.reseal().keySet().equals(there)) {
      return Outcome.REFUSED;
    }
    for (SealedEntry entry : change.put()) {
      if (!there.add(entry.id())) {
        return Outcome.REFUSED;
      }
    }
    // What a guardian does is on record; only to seal anew what nobody has read leaves none.
    boolean recorded = change.put().stream().anyMatch(entry -> entry.box() == Box.RECORD);
    boolean onlyResealed =
        change.put().isEmpty()
            && !change.reseal().isEmpty()
            && Objects.equals(keep, before.keepUntil());
    boolean fits =
        change.discards()
            ? recorded && change.put().size() == 1 && change.reseal().isEmpty() && keep != null
            : recorded || onlyResealed;
    if (!fits) {
      return Outcome.REFUSED;
    }
    boolean sealedToAll =
        change.applyTo(before).entries().stream()
            .filter(entry -> isTouched(entry, change))
            .allMatch(entry -> isSealedToAll(entry, before));
    return sealedToAll ? Outcome.STORED : Outcome.SET_CHANGED;
  }

  private static boolean isTouched(SealedEntry entry, Change change) {
    return change.reseal().containsKey(entry.id())
        || change.put().stream().anyMatch(put -> put.id().equals(entry.id()));
  }

  private boolean isSealedToAll(SealedEntry entry, SealedCase of) {
    return isSealedTo(entry.sealed(), of.recipients(entry.box(), keys));
  }

  /** Whether exactly these keys open it. */
  static boolean isSealedTo(Sealed sealed, List<ECKey> recipients) {
    Set<String> kids = new TreeSet<>();
    recipients.forEach(key -> kids.add(key.getKeyID()));
    return sealed.kids().equals(List.copyOf(kids));
  }
}
