package org.inclusiondesk.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.outbox.Outbox.Leased;

/** Takes what an outbox holds, as a courier would. */
public final class Sent {
  private Sent() {}

  /** All messages that are due, delivered by this call. */
  public static List<Message> from(Outbox outbox) {
    return from(outbox, message -> false);
  }

  /** The same, but what goes to one mailbox is refused for good, and not among them. */
  public static List<Message> refusing(Mailbox refused, Outbox outbox) {
    return from(outbox, message -> message.to().equals(refused));
  }

  private static List<Message> from(Outbox outbox, Predicate<Message> refused) {
    List<Message> all = new ArrayList<>();
    List<Leased> batch;
    do {
      batch = outbox.lease(100, Duration.ofMinutes(1));
      for (Leased leased : batch) {
        if (refused.test(leased.message())) {
          outbox.refused(leased, "recipient-550");
        } else {
          all.add(leased.message());
          outbox.delivered(leased);
        }
      }
    } while (!batch.isEmpty());
    return all;
  }

  /** Those of them for one mailbox. */
  public static List<Message> to(Mailbox mailbox, List<Message> messages) {
    return messages.stream().filter(message -> message.to().equals(mailbox)).toList();
  }
}
