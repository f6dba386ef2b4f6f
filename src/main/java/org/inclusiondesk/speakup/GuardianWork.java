package org.inclusiondesk.speakup;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.text.ParseException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.inclusiondesk.calendar.London;
import org.inclusiondesk.speakup.CaseDesk.Outcome;
import org.inclusiondesk.speakup.Casework.CannotReseal;
import org.inclusiondesk.speakup.ConcernStore.Damaged;
import org.inclusiondesk.speakup.SpeakUpSettings.CodeLists;
import org.inclusiondesk.speakup.SpeakUpSettings.Retention;
import org.inclusiondesk.store.OwnerOnly;

/**
 * A guardian at work with the keys, on the store itself or on a bundle of sealed cases elsewhere.
 * For one thread.
 */
public final class GuardianWork {
  private final Source source;
  private final Casework casework;
  private final KeySet keys;
  private final CodeLists lists;

  private GuardianWork(Source source, Casework casework, KeySet keys, CodeLists lists) {
    this.source = source;
    this.casework = casework;
    this.keys = keys;
    this.lists = lists;
  }

  /** Where sealed cases are, and where changes go. */
  private interface Source {
    List<SealedCase> all();

    List<String> damaged();

    Outcome submit(String change);
  }

  /**
   * Work on the store.
   *
   * @param own keys of a guardian in the current set
   * @param old keys that the same guardian had before
   */
  public static Attempt<GuardianWork> on(
      ConcernStore store,
      KeySet keys,
      CodeLists lists,
      Retention retention,
      GuardianKeys own,
      List<GuardianKeys> old,
      Clock clock) {
    String guardian = own.guardian().id();
    CaseDesk desk = new CaseDesk(store, keys, lists, retention, clock);
    Source source =
        new Source() {
          @Override
          public List<SealedCase> all() {
            return store.shelf().of(guardian, keys).cases();
          }

          @Override
          public List<String> damaged() {
            return store.shelf().of(guardian, keys).damaged().stream().map(Damaged::id).toList();
          }

          @Override
          public Outcome submit(String change) {
            return desk.apply(guardian, change);
          }
        };
    Optional<Attempt<GuardianWork>> unfit = unfit(own, keys);
    return unfit.isPresent()
        ? unfit.get()
        : new Attempt.Done<>(
            new GuardianWork(
                source,
                new Casework(
                    own,
                    old,
                    keys,
                    lists.version(),
                    retention.monthsAfterClosing(),
                    London.today(clock)),
                keys,
                lists));
  }

  /**
   * Work on a bundle.
   *
   * @param file the bundle, which is kept in step with the changes
   * @param changes where changes are added, to be imported on the server
   */
  public static Attempt<GuardianWork> onBundle(
      Path file, Path changes, GuardianKeys own, List<GuardianKeys> old) {
    Bundle bundle;
    try {
      bundle = Bundle.parse(Files.readString(file));
    } catch (IOException unreadable) {
      return new Attempt.Failed<>(file + " cannot be read.", "Look at its name and its rights.");
    } catch (ParseException unfit) {
      return new Attempt.Failed<>(
          file + " is not a bundle of concerns.", "Export one on the server, or fetch it there.");
    }
    KeySet keys = bundle.keys();
    Optional<Attempt<GuardianWork>> unfit = unfit(own, keys);
    return unfit.isPresent()
        ? unfit.get()
        : new Attempt.Done<>(
            new GuardianWork(
                new BundleFile(file, changes, bundle),
                new Casework(
                    own,
                    old,
                    keys,
                    bundle.lists().version(),
                    bundle.monthsAfterClosing(),
                    bundle.today()),
                keys,
                bundle.lists()));
  }

  private static Optional<Attempt<GuardianWork>> unfit(GuardianKeys own, KeySet keys) {
    boolean there = keys.find(own.guardian().id()).filter(own.guardian()::isSameAs).isPresent();
    return there
        ? Optional.empty()
        : Optional.of(
            new Attempt.Failed<>(
                "This key does not stand in the set of guardians.",
                "Use a key of the current set; 'guardian set verify' names who is in it."));
  }

  /** A bundle on disk. */
  private static final class BundleFile implements Source {
    private final Path file;
    private final Path changes;
    private Bundle bundle;

    BundleFile(Path file, Path changes, Bundle bundle) {
      this.file = file;
      this.changes = changes;
      this.bundle = bundle;
    }

    @Override
    public List<SealedCase> all() {
      return bundle.cases();
    }

    @Override
    public List<String> damaged() {
      return bundle.damaged();
    }

    @Override
    public Outcome submit(String signed) {
      try {
        Change change = Change.parse(Signed.parse(signed).payload());
        SealedCase before =
            bundle.cases().stream()
                .filter(each -> each.id().equals(change.concern()))
                .findFirst()
                .orElseThrow();
        ObjectNode json =
            Files.exists(changes)
                ? StrictJson.object(Files.readString(changes))
                : StrictJson.object().put("v", 1).put("type", "changes");
        ArrayNode all = json.withArray("changes");
        all.add(signed);
        bundle = bundle.with(change.applyTo(before));
        // The change first: a bundle behind its changes makes a conflict, never a loss.
        replace(changes, json.toString());
        replace(file, bundle.toJson());
        return Outcome.STORED;
      } catch (ParseException notOurs) {
        throw new ConcernStoreException(
            changes + " is not a file of changes. Name another one with --changes.");
      } catch (IOException unwritable) {
        throw new ConcernStoreException(
            changes + " or " + file + " cannot be written. Look at the rights and the space.");
      }
    }

    private static void replace(Path file, String text) throws IOException {
      Path part = file.resolveSibling(file.getFileName() + ".part");
      Files.deleteIfExists(part);
      OwnerOnly.create(part, text.getBytes(StandardCharsets.UTF_8));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Who the guardians are, as the store or the bundle says it: to be compared by people. */
  public KeySet keys() {
    return keys;
  }

  /** The code lists to classify by. */
  public CodeLists lists() {
    return lists;
  }

  /** All cases of this guardian, opened, by day. Nothing is changed by that. */
  public List<OpenCase> all() {
    return source.all().stream().map(casework::open).toList();
  }

  /** Ids of cases that may be this guardian's, of which something cannot be read any more. */
  public List<String> damaged() {
    return source.damaged();
  }

  /** One of them. Nothing is changed by that. */
  public Attempt<OpenCase> find(String id) {
    return all().stream()
        .filter(each -> each.id().toString().equals(id.strip()))
        .findFirst()
        .<Attempt<OpenCase>>map(Attempt.Done::new)
        .orElseGet(
            () ->
                new Attempt.Failed<>(
                    "There is no concern with that id that this key opens.",
                    "List the concerns and copy the id from there."));
  }

  /**
   * Notes that a case was opened, where something in it waited for that and it is known who may
   * read the note.
   */
  public Attempt<OpenCase> opened(OpenCase open) {
    return open.isWaiting() && !open.isMisdirected()
        ? done(open, () -> casework.opened(open))
        : new Attempt.Done<>(open);
  }

  /** Sends words to the reporter. */
  public Attempt<OpenCase> reply(OpenCase open, String text) {
    return said(text, true, clean -> done(open, () -> casework.replied(open, clean)));
  }

  /** Closes a case, with last words to the reporter, which may be empty. */
  public Attempt<OpenCase> close(OpenCase open, String text) {
    return said(text, false, clean -> done(open, () -> casework.closed(open, clean)));
  }

  /** Closes what is not a case; it is left out of every return. */
  public Attempt<OpenCase> notACase(OpenCase open, String text) {
    return said(text, false, clean -> done(open, () -> casework.notACase(open, clean)));
  }

  /** Opens a closed case again. */
  public Attempt<OpenCase> reopen(OpenCase open, String text) {
    return said(text, false, clean -> done(open, () -> casework.reopened(open, clean)));
  }

  /** How a case stands, to be changed and given to {@link #record}. */
  public CaseRecord standing(OpenCase open) {
    return casework.standing(open);
  }

  /** Writes down how a case stands. */
  public Attempt<OpenCase> record(OpenCase open, CaseRecord record) {
    if (Texts.isTooLong(record.notes()) || Texts.isTooLong(record.outcome())) {
      return tooLong();
    }
    if (Texts.areTooHeavy(record.notes(), record.outcome())) {
      return tooHeavy("Notes and outcome are together", "Shorten one of them.");
    }
    return done(open, () -> casework.recorded(open, record));
  }

  /** Whether a case is sealed to others than the guardians of now. */
  public boolean isSealedToOthers(OpenCase open) {
    return casework.isSealedToOthers(open.sealed());
  }

  /** Seals a case to the guardians of now. */
  public Attempt<OpenCase> reseal(OpenCase open) {
    try {
      return submitted(open, casework.resealed(open));
    } catch (CannotReseal why) {
      return new Attempt.Failed<>(
          String.valueOf(why.getMessage()),
          "Compare with another guardian, and look at the server; see also 'guardian discard'.");
    } catch (IllegalArgumentException | IllegalStateException unfit) {
      return cannotBeSealed();
    }
  }

  /**
   * Why a case contradicts itself, so that it can be neither carried on nor sealed anew: what may
   * be discarded. Failed where it is in order.
   */
  public Attempt<String> contradiction(OpenCase open) {
    if (open.isDiscarded()) {
      return discardedBefore();
    }
    if (!casework.hasKeysFor(open)) {
      return new Attempt.Failed<>(
          "Something in this concern is sealed to a key that is not here, so nobody can tell"
              + " whether it is in order, and nothing was discarded.",
          "Name the key that you had before with --old-key, or leave it to another guardian.");
    }
    return casework
        .contradiction(open)
        .<Attempt<String>>map(Attempt.Done::new)
        .orElseGet(
            () ->
                new Attempt.Failed<>(
                    "This concern is in order, so it was not discarded.",
                    "Close it; it is deleted when the time of retention is over."));
  }

  /**
   * Removes all that stands in a case that contradicts itself. That this guardian did so, and why,
   * is left for the other guardians.
   */
  public Attempt<OpenCase> discard(OpenCase open) {
    try {
      return contradiction(open)
          .match(
              why -> submitted(open, casework.discarded(open, why)),
              sound -> new Attempt.Failed<>(sound.problem(), sound.remedy()));
    } catch (IllegalArgumentException | IllegalStateException unfit) {
      return cannotBeSealed();
    }
  }

  private static <T> Attempt<T> discardedBefore() {
    return new Attempt.Failed<>(
        "This concern was discarded: nothing is left of it but who did so, and why.",
        "Ask that guardian.");
  }

  private static Attempt<OpenCase> said(
      String text, boolean needed, Function<String, Attempt<OpenCase>> then) {
    String clean = Texts.clean(text);
    if (needed && clean.isEmpty()) {
      return new Attempt.Failed<>("There is no text.", "Write something to the reporter.");
    }
    if (Texts.isTooLong(clean)) {
      return tooLong();
    }
    return Texts.areTooHeavy(clean)
        ? tooHeavy("The text is", "Shorten it, or write twice.")
        : then.apply(clean);
  }

  private static Attempt<OpenCase> tooLong() {
    return new Attempt.Failed<>(
        "The text is longer than 20,000 characters.", "Shorten it, or write twice.");
  }

  private static Attempt<OpenCase> tooHeavy(String what, String remedy) {
    return new Attempt.Failed<>(
        what
            + " longer than 90,000 bytes, the most that one signed entry holds, so nothing was"
            + " written.",
        remedy + " In many scripts a sign has three bytes.");
  }

  private Attempt<OpenCase> done(OpenCase open, Supplier<String> making) {
    if (open.isMisdirected()) {
      return new Attempt.Failed<>(
          "The server names other readers than the reporter or a guardian did, so nothing was"
              + " written.",
          "Compare with another guardian, and look at the server; see also 'guardian discard'.");
    }
    if (open.isDiscarded()) {
      return discardedBefore();
    }
    try {
      return submitted(open, making.get());
    } catch (IllegalArgumentException | IllegalStateException unfit) {
      return cannotBeSealed();
    }
  }

  private Attempt<OpenCase> submitted(OpenCase open, String change) {
    return switch (source.submit(change)) {
      case STORED -> again(open.id());
      case CONFLICT ->
          new Attempt.Failed<>(
              "The concern has changed since it was opened, so nothing was written.",
              "Open it again and repeat what you did.");
      case NOT_FOUND ->
          new Attempt.Failed<>("The concern is not there any more.", "List the concerns.");
      case NOT_YET ->
          new Attempt.Failed<>(
              "This key did not hold yet on the day of the change, so nothing was written.",
              "The set of guardians says from when it holds; wait until then.");
      case SET_CHANGED, REFUSED, DAMAGED ->
          new Attempt.Failed<>(
              "The change was refused, and nothing was written.",
              "Look whether the set of guardians is that of the server.");
    };
  }

  /** One case that cannot be written to must not keep anybody from the others. */
  private static Attempt<OpenCase> cannotBeSealed() {
    return new Attempt.Failed<>(
        "What was to be written could not be sealed, so nothing was written.",
        "Compare with another guardian: what stands in the concern leaves no room, or its keys do"
            + " not fit.");
  }

  private Attempt<OpenCase> again(UUID id) {
    return find(id.toString());
  }
}
