package org.inclusiondesk.speakup;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import java.text.ParseException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.inclusiondesk.speakup.ConcernStore.Stored;

/** Lists concerns and opens them for those who hold a key. Safe for any number of threads. */
public final class ConcernReader {
  private final ConcernStore store;

  /** Reads from a store that is prepared. */
  public ConcernReader(ConcernStore store) {
    this.store = store;
  }

  /** A concern as anybody who may list them sees it. */
  public record Entry(UUID id, LocalDate day) {}

  /** A concern, opened. */
  public record Concern(UUID id, LocalDate day, String text) {
    @Override
    public String toString() {
      return "Concern[id=" + id + "]";
    }
  }

  /**
   * What a key opens.
   *
   * @param opened by day
   * @param unreadable those not sealed to this key, or damaged
   */
  public record Reading(List<Concern> opened, List<Entry> unreadable) {
    public Reading {
      opened = List.copyOf(opened);
      unreadable = List.copyOf(unreadable);
    }
  }

  /** All concerns, by day; within a day in no order that means anything. */
  public List<Entry> list() {
    return store.all().stream().map(ConcernReader::entry).toList();
  }

  /** Opens all concerns with a guardian's private key. */
  public Reading openAll(ECKey key) {
    List<Concern> opened = new ArrayList<>();
    List<Entry> unreadable = new ArrayList<>();
    for (Stored stored : store.all()) {
      open(stored, key).ifPresentOrElse(opened::add, () -> unreadable.add(entry(stored)));
    }
    return new Reading(opened, unreadable);
  }

  /**
   * Opens one concern with a guardian's private key.
   *
   * @param id as listed
   */
  public Attempt<Concern> open(ECKey key, String id) {
    UUID parsed;
    try {
      parsed = UUID.fromString(id.strip());
    } catch (IllegalArgumentException notAnId) {
      return unknown();
    }
    Optional<Stored> stored = store.find(parsed);
    if (stored.isEmpty()) {
      return unknown();
    }
    return open(stored.get(), key)
        .<Attempt<Concern>>map(Attempt.Done::new)
        .orElseGet(
            () ->
                new Attempt.Failed<>(
                    "This key does not open that concern.",
                    "Use the key of a guardian who was one when it was raised."));
  }

  /** The concern that a receipt belongs to, or nothing. */
  public Optional<Entry> find(Receipt receipt) {
    return store.find(receipt.locator()).map(ConcernReader::entry);
  }

  private static Attempt<Concern> unknown() {
    return new Attempt.Failed<>(
        "There is no concern with that id.", "List the concerns and copy the id from there.");
  }

  private static Entry entry(Stored stored) {
    return new Entry(stored.id(), stored.day());
  }

  private static Optional<Concern> open(Stored stored, ECKey key) {
    try {
      return Optional.of(new Concern(stored.id(), stored.day(), Sealer.open(stored.sealed(), key)));
    } catch (JOSEException | ParseException notOurs) {
      return Optional.empty();
    }
  }
}
