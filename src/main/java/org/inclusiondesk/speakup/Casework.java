package org.inclusiondesk.speakup;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import java.text.ParseException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.inclusiondesk.speakup.CaseRecord.Did;
import org.inclusiondesk.speakup.Said.Message;
import org.inclusiondesk.speakup.Said.Noted;
import org.jspecify.annotations.Nullable;

/**
 * What a guardian does with cases, holding the keys: opens them, and makes signed changes for the
 * store. Needs neither store nor server. Safe for any number of threads.
 */
public final class Casework {
  private final GuardianKeys own;
  private final List<ECKey> opening;
  private final KeySet keys;
  private final String lists;
  private final int monthsAfterClosing;
  private final LocalDate today;

  /**
   * @param own keys that stand in the current set
   * @param old keys that the same guardian had before, to open what was not sealed anew yet
   * @param lists version of the code lists
   * @param monthsAfterClosing how long a closed case is kept
   */
  Casework(
      GuardianKeys own,
      List<GuardianKeys> old,
      KeySet keys,
      String lists,
      int monthsAfterClosing,
      LocalDate today) {
    this.own = own;
    this.keys = keys;
    this.lists = lists;
    this.monthsAfterClosing = monthsAfterClosing;
    this.today = today;
    List<ECKey> all = new ArrayList<>();
    all.add(own.sealing());
    old.forEach(each -> all.add(each.sealing()));
    this.opening = List.copyOf(all);
  }

  /** The case as these keys open it. */
  OpenCase open(SealedCase sealed) {
    return OpenCase.of(sealed, opening, keys);
  }

  /** The case as it stands for the guardians; as a new one where none has opened it. */
  CaseRecord standing(OpenCase open) {
    return open.standing().orElseGet(() -> CaseRecord.none(lists));
  }

  /**
   * That it was opened: its reporter sees so, the first time.
   *
   * @return a change
   */
  String opened(OpenCase open) {
    boolean first = open.standing().isEmpty();
    CaseRecord standing = standing(open);
    State state = first ? State.OPEN : standing.state();
    return change(
        open,
        first ? new Message(by(), "", State.OPEN) : null,
        standing.now(Did.OPENED, state),
        Map.of());
  }

  /** A reply to the reporter; the state stays, or becomes open where it was new. */
  String replied(OpenCase open, String text) {
    CaseRecord standing = standing(open);
    State state = standing.state() == State.NEW ? State.OPEN : standing.state();
    return change(open, new Message(by(), text, state), standing.now(Did.REPLIED, state), Map.of());
  }

  /** A closing with last words to the reporter, which may be empty. */
  String closed(OpenCase open, String text) {
    return change(
        open,
        new Message(by(), text, State.CLOSED),
        standing(open).now(Did.CLOSED, State.CLOSED),
        Map.of());
  }

  /** The same, and that it is left out of every return. */
  String notACase(OpenCase open, String text) {
    return change(
        open,
        new Message(by(), text, State.CLOSED),
        standing(open).asNotACase(true).now(Did.NOT_A_CASE, State.CLOSED),
        Map.of());
  }

  /** A case again. */
  String reopened(OpenCase open, String text) {
    return change(
        open,
        new Message(by(), text, State.OPEN),
        standing(open).asNotACase(false).now(Did.REOPENED, State.OPEN),
        Map.of());
  }

  /** A record as the guardian wrote it anew. */
  String recorded(OpenCase open, CaseRecord record) {
    State state = record.state() == State.NEW ? State.OPEN : record.state();
    Message first = open.standing().isEmpty() ? new Message(by(), "", State.OPEN) : null;
    return change(open, first, record.now(record.did(), state), Map.of());
  }

  /** Whether some entry is sealed to others than the guardians of now. */
  boolean isSealedToOthers(SealedCase sealed) {
    return sealed.entries().stream()
        .anyMatch(
            entry -> !CaseDesk.isSealedTo(entry.sealed(), sealed.recipients(entry.box(), keys)));
  }

  /**
   * All entries sealed to the guardians of now. Nobody has read them by that: what waits, waits on.
   *
   * @throws CannotReseal if an entry does not open or is not proven to be the reporter's, or the
   *     server names other readers than the reporter
   */
  String resealed(OpenCase open) throws CannotReseal {
    Map<UUID, Sealed> again = sealedAnew(open);
    Optional<CaseRecord> standing = open.isDiscarded() ? Optional.empty() : open.standing();
    return standing
        .map(now -> change(open, null, now.now(Did.RESEALED, now.state()), again))
        .orElseGet(
            () ->
                new Change(
                        open.id(),
                        open.sealed().etag(),
                        by(),
                        today,
                        List.of(),
                        again,
                        open.sealed().keepUntil())
                    .sign(own.signing()));
  }

  private Map<UUID, Sealed> sealedAnew(OpenCase open) throws CannotReseal {
    if (open.isMisdirected()) {
      throw new CannotReseal("The server names other readers than the reporter or a guardian did.");
    }
    SealedCase sealed = open.sealed();
    Map<UUID, Sealed> again = new HashMap<>();
    for (SealedEntry entry : sealed.entries()) {
      ECKey key =
          opening.stream()
              .filter(each -> entry.sealed().kids().contains(each.getKeyID()))
              .findFirst()
              .orElseThrow(() -> new CannotReseal("An entry is not sealed to these keys."));
      try {
        again.put(
            entry.id(),
            Sealer.seal(Sealer.open(entry.sealed(), key), sealed.recipients(entry.box(), keys)));
      } catch (JOSEException | ParseException damaged) {
        throw new CannotReseal("An entry is damaged.");
      }
    }
    if (!open.isProven() && !open.isDiscarded()) {
      // A first text of somebody else's could name readers of its own for all the rest.
      throw new CannotReseal("It is not known who the reporter wanted to read it.");
    }
    return again;
  }

  /** Whether each entry is sealed to one of these keys, whether it opens or not. */
  boolean hasKeysFor(OpenCase open) {
    return open.sealed().entries().stream()
        .allMatch(
            entry ->
                opening.stream().anyMatch(key -> entry.sealed().kids().contains(key.getKeyID())));
  }

  /** Why a case cannot be sealed anew, so that no guardian can carry it on; nothing if one can. */
  Optional<String> contradiction(OpenCase open) {
    try {
      sealedAnew(open);
      return Optional.empty();
    } catch (CannotReseal why) {
      return Optional.of(String.valueOf(why.getMessage()));
    }
  }

  /**
   * That everything in a case goes but this: who discarded it and why, kept as long as what is
   * closed. It says nothing of the case, since the server may have chosen who reads it.
   */
  String discarded(OpenCase open, String why) {
    CaseRecord left =
        CaseRecord.discarded(why + " Its etag was " + open.sealed().etag() + ".", lists);
    return new Change(
            open.id(),
            open.sealed().etag(),
            by(),
            today,
            List.of(entry(open, Box.RECORD, new Noted(by(), left))),
            Map.of(),
            YearMonth.from(today).plusMonths(monthsAfterClosing),
            true)
        .sign(own.signing());
  }

  /** A case that has to be left as it is sealed; the message says why. */
  static final class CannotReseal extends Exception {
    private static final long serialVersionUID = 1L;

    CannotReseal(String why) {
      super(why);
    }
  }

  private String change(
      OpenCase open, @Nullable Message message, CaseRecord record, Map<UUID, Sealed> reseal) {
    List<SealedEntry> put = new ArrayList<>();
    if (message != null) {
      put.add(entry(open, Box.SHARED, message));
    }
    put.add(entry(open, Box.RECORD, new Noted(by(), record)));
    YearMonth keepUntil = null;
    if (record.state() == State.CLOSED) {
      keepUntil =
          record.did() == Did.CLOSED || record.did() == Did.NOT_A_CASE
              ? YearMonth.from(today).plusMonths(monthsAfterClosing)
              : open.sealed().keepUntil();
    }
    return new Change(open.id(), open.sealed().etag(), by(), today, put, reseal, keepUntil)
        .sign(own.signing());
  }

  private SealedEntry entry(OpenCase open, Box box, Said said) {
    UUID id = UUID.randomUUID();
    Plaintext plaintext =
        new Plaintext(
            open.id(), id, open.next(box), today, "", Plaintext.Readers.of(open.sealed()), said);
    return new SealedEntry(
        id,
        box,
        Sealer.seal(plaintext.toSignedJson(own.signing()), open.sealed().recipients(box, keys)));
  }

  private String by() {
    return own.guardian().id();
  }
}
