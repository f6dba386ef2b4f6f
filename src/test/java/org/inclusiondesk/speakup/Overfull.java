package org.inclusiondesk.speakup;

import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.inclusiondesk.speakup.CaseRecord.Did;
import org.inclusiondesk.speakup.Said.Noted;

/** A waiting case whose record one guardian filled so far that another's does not fit any more. */
public final class Overfull {
  private Overfull() {}

  /**
   * Puts one into a store.
   *
   * @param writer whose id is shorter than that of whoever opens it
   * @return its id
   */
  public static String into(ConcernStore store, KeySet set, GuardianKeys writer, LocalDate day) {
    byte[] drawn = new byte[32];
    new SecureRandom().nextBytes(drawn);
    Receipt receipt = Receipt.of(WordList.load().draw(drawn));
    SealedCase plain = Reporting.report(receipt, "text", List.of(), set, day, new SecureRandom());
    int fits = 0;
    int tooLong = 1 << 17;
    while (tooLong - fits > 1) {
      int middle = (fits + tooLong) / 2;
      try {
        record(plain, set, writer, day, middle);
        fits = middle;
      } catch (IllegalArgumentException full) {
        tooLong = middle;
      }
    }
    List<SealedEntry> entries = new ArrayList<>(plain.entries());
    entries.add(record(plain, set, writer, day, fits));
    SealedCase full =
        new SealedCase(plain.id(), plain.day(), plain.leftOut(), day, null, plain.own(), entries);
    store.add(receipt.locator(), full);
    return full.id().toString();
  }

  private static SealedEntry record(
      SealedCase of, KeySet set, GuardianKeys writer, LocalDate day, int notes) {
    String by = writer.guardian().id();
    CaseRecord record =
        new CaseRecord(
            Did.OPENED,
            State.OPEN,
            false,
            null,
            List.of(),
            null,
            null,
            "",
            null,
            "x".repeat(notes),
            "1");
    UUID id = UUID.randomUUID();
    Plaintext plaintext =
        new Plaintext(of.id(), id, 0, day, "", Plaintext.Readers.of(of), new Noted(by, record));
    return new SealedEntry(
        id,
        Box.RECORD,
        Sealer.seal(plaintext.toSignedJson(writer.signing()), of.recipients(Box.RECORD, set)));
  }
}
