package org.inclusiondesk.speakup;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A case as anybody who may list it sees it, without a key.
 *
 * @param waitingSince since when something of the reporter waits to be opened
 */
public record Listing(UUID id, LocalDate day, Optional<LocalDate> waitingSince) {

  /** All cases, by day; within a day in no order that means anything. */
  public static List<Listing> all(ConcernStore store) {
    return store.all().stream().map(Listing::of).toList();
  }

  /** Those that a guardian can open, by id of the guardian. */
  public static List<Listing> of(ConcernStore store, KeySet keys, String guardian) {
    return store.all().stream()
        .filter(each -> each.isFor(guardian, keys))
        .map(Listing::of)
        .toList();
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
