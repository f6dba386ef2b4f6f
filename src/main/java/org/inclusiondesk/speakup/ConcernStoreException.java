package org.inclusiondesk.speakup;

/** The file of concerns cannot be used. The message says why and what to do, and no content. */
public sealed class ConcernStoreException extends RuntimeException permits DamagedConcernException {
  private static final long serialVersionUID = 1L;

  ConcernStoreException(String message) {
    super(message);
  }
}
