package org.inclusiondesk.speakup;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.inclusiondesk.speakup.ConcernStore.Damaged;
import org.inclusiondesk.speakup.ConcernStore.Shelf;

/**
 * A case as anybody who may list it sees it, without a key.
 *
 * @param waitingSince since when something of the reporter waits to be opened
 */
public record Listing(UUID id, LocalDate day, Optional<LocalDate> waitingSince) {

  /**
   * What there is to list.
   *
   * @param whole by day; within a day in no order that means anything
   * @param damaged ids of cases of which something cannot be read any more
   */
  public record All(List<Listing> whole, List<String> damaged) {
    public All {
      whole = List.copyOf(whole);
      damaged = List.copyOf(damaged);
    }

    private static All of(Shelf shelf) {
      return new All(
          shelf.cases().stream().map(Listing::of).toList(),
          shelf.damaged().stream().map(Damaged::id).toList());
    }
  }

  /** All cases. */
  public static All all(ConcernStore store) {
    return All.of(store.shelf());
  }

  /** Those that a guardian can open, by id of the guardian. */
  public static All of(ConcernStore store, KeySet keys, String guardian) {
    return All.of(store.shelf().of(guardian, keys));
  }

  /** The case that a receipt belongs to, or nothing. */
  public static Optional<Listing> find(ConcernStore store, Receipt receipt) {
    return store.find(receipt.locator()).map(Listing::of);
  }

  /** How many cases hold something that is sealed to this very key. */
  public static int sealedTo(ConcernStore store, GuardianKeys keys) {
    return (int)
        store.all().stream()
            .filter(
                each ->
                    each.entries().stream()
                        .anyMatch(
                            entry -> entry.sealed().kids().contains(keys.sealing().getKeyID())))
            .count();
  }

  private static Listing of(SealedCase sealed) {
    return new Listing(sealed.id(), sealed.day(), Optional.ofNullable(sealed.waitingSince()));
  }
}
