package org.inclusiondesk.outbox;

/** What became of a message, as far as the desk has heard. */
public enum Fate {
  /** It is still to be sent. */
  WAITING,
  /** The receiver's system, or one on the way, took it. */
  DELIVERED,
  /** It was given up: refused for good, or for too long. */
  REFUSED,
  /** It was taken, and then a report came that it did not reach its receiver. */
  RETURNED
}
