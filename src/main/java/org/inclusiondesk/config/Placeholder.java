package org.inclusiondesk.config;

import org.inclusiondesk.conversation.Address.Mailbox;

/**
 * Addresses that stand for ones nobody has told yet: everything under {@code .example} (RFC 2606).
 */
final class Placeholder {
  private Placeholder() {}

  static boolean is(Mailbox mailbox) {
    return mailbox.domain().equals("example") || mailbox.domain().endsWith(".example");
  }

  static String problem(Mailbox mailbox) {
    return "'" + mailbox.value() + "' is a placeholder.";
  }
}
