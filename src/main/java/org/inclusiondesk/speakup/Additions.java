package org.inclusiondesk.speakup;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Adds what a reporter sends to a case that is there. */
final class Additions {
  /** More than anybody writes; a flood into one case must not fill the file. */
  private static final int MOST_ENTRIES = 500;

  /** And of all of it as it is kept, in bytes: a case is read, delivered and opened as a whole. */
  private static final int MOST_SEALED = 4 << 20;

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
    List<SealedEntry> entries = new ArrayList<>(before.entries());
    entries.add(entry);
    if (entries.size() > MOST_ENTRIES || sealed(entries) > MOST_SEALED) {
      return Optional.empty();
    }
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

  /** How much they are as they are kept, all of it in ASCII. */
  private static long sealed(List<SealedEntry> entries) {
    return entries.stream().mapToLong(each -> each.sealed().json().length()).sum();
  }
}
