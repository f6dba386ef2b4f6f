package org.inclusiondesk.store;

/**
 * The database cannot be read or written just now: no room on the disk, held by another process, or
 * no right to it. Nothing was stored; the same may go well later.
 */
public final class StoreUnavailable extends RuntimeException {
  public StoreUnavailable(Throwable cause) {
    super("the database cannot be read or written just now", cause);
  }
}
