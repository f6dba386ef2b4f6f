package org.inclusiondesk.outbox;

/** Brings messages to their receivers, on one channel. Safe for several threads. */
public interface Courier {
  /** Whether the message is for this channel. */
  boolean serves(Message message);

  /**
   * Tries once to deliver the message. Faults of the channel are answers, not exceptions; an
   * exception counts as {@link Delivery.Later}.
   */
  Delivery deliver(Message message);

  /** There is no more to deliver for now. */
  default void rest() {}
}
