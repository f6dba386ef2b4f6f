package org.inclusiondesk.speakup;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Adds what a reporter sends to a case that is there. */
final class Additions {
  /** More than anybody writes; a flood into one case must not fill the file. */
  private static final int MOST_ENTRIES = 500;

  private Additions() {}

  /**
   * Adds an entry, unless it was added before.
   *
   * @return whether it is there now
   */
  static boolean add(ConcernStore store, byte[] locator, SealedEntry entry, LocalDate today) {
    return store.change(locator, before -> with(before, entry, today)).isPresent();
  }

  private static Optional<SealedCase> with(SealedCase before, SealedEntry entry, LocalDate today) {
    if (before.entries().stream().anyMatch(each -> each.id().equals(entry.id()))) {
      return Optional.of(before);
    }
    if (before.entries().size() >= MOST_ENTRIES) {
      return Optional.empty();
    }
    List<SealedEntry> entries = new ArrayList<>(before.entries());
    entries.add(entry);
    return Optional.of(
        new SealedCase(
            before.id(),
            before.day(),
            before.leftOut(),
            before.waitingSince() == null ? today : before.waitingSince(),
            before.keepUntil(),
            before.own(),
            entries));
  }
}
