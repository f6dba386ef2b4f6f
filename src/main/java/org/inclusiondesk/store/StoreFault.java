package org.inclusiondesk.store;

/** A fault of stored data that a person can mend; the message says what, where and how. */
public final class StoreFault extends RuntimeException {
  public StoreFault(String message) {
    super(message);
  }
}
