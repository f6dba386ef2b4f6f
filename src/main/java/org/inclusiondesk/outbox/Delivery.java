package org.inclusiondesk.outbox;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of one try to deliver a message. */
public sealed interface Delivery {
  /** The receiver's system took it. */
  record Delivered() implements Delivery {}

  /**
   * Not now; to be tried again.
   *
   * @param reason a short word for logs and figures, never a person's data
   * @param pause how long the receiver's system asked to wait; null where it did not say
   */
  record Later(String reason, @Nullable Duration pause) implements Delivery {}

  /**
   * Never; trying again would not help.
   *
   * @param reason a short word for logs and figures, never a person's data
   */
  record Refused(String reason) implements Delivery {}
}
