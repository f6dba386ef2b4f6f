package org.inclusiondesk.speakup;

/** One concern cannot be read; the file and the others can. */
final class DamagedConcernException extends ConcernStoreException {
  private static final long serialVersionUID = 1L;

  DamagedConcernException(String message) {
    super(message);
  }
}
