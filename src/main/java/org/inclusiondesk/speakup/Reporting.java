package org.inclusiondesk.speakup;

import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.inclusiondesk.speakup.Said.Report;

/** Seals what a reporter says, on the server, for those without script. */
final class Reporting {
  private static final int PROOF = 16;

  private Reporting() {}

  /**
   * A new case.
   *
   * @param text clean, and not too long
   * @param leftOut ids of guardians in the set, sorted, not all of them
   */
  static SealedCase report(
      Receipt receipt,
      String text,
      List<String> leftOut,
      KeySet keys,
      LocalDate today,
      SecureRandom random) {
    UUID id = UUID.randomUUID();
    UUID entry = UUID.randomUUID();
    OwnKey own = OwnKey.make(receipt);
    byte[] proof = new byte[PROOF];
    random.nextBytes(proof);
    Plaintext plaintext =
        new Plaintext(
            id,
            entry,
            0,
            today,
            "",
            new Report(text, leftOut, StrictJson.base64(proof), own.key().getKeyID()));
    Sealed sealed =
        Sealer.seal(
            plaintext.toJson(keys.fingerprint()),
            SealedCase.recipients(Box.SHARED, keys, leftOut, own.key()));
    return new SealedCase(
        id, today, leftOut, today, null, own, List.of(new SealedEntry(entry, Box.SHARED, sealed)));
  }

  /** One more entry of the reporter's. */
  static SealedEntry entry(OpenCase open, UUID id, Said said, KeySet keys, LocalDate today) {
    Plaintext plaintext =
        new Plaintext(
            open.id(),
            id,
            open.next(Box.SHARED),
            today,
            open.report().map(Report::proof).orElse(""),
            said);
    return new SealedEntry(
        id,
        Box.SHARED,
        Sealer.seal(
            plaintext.toJson(keys.fingerprint()), open.sealed().recipients(Box.SHARED, keys)));
  }
}
