package org.inclusiondesk.speakup;

/** The file of concerns cannot be used. The message says why and what to do, and no content. */
public final class ConcernStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ConcernStoreException(String message) {
    super(message);
  }
}
