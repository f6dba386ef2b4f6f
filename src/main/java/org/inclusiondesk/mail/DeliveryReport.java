package org.inclusiondesk.mail;

import java.util.List;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Reference;

/**
 * What a bounce says in the parts that are written for machines (RFC 3464, RFC 6522). Nothing in it
 * is proven: anybody can write one.
 *
 * @param failed whether delivery was given up; false where it is only late, or went well
 * @param messageIds of the mail that came back, angle brackets included; perhaps none
 * @param references of the desk in that mail's subject; perhaps none
 * @param receivers whom it did not reach; perhaps nobody is named
 */
public record DeliveryReport(
    boolean failed, List<String> messageIds, List<Reference> references, List<Mailbox> receivers) {
  public DeliveryReport {
    messageIds = List.copyOf(messageIds);
    references = List.copyOf(references);
    receivers = List.copyOf(receivers);
  }

  @Override
  public String toString() {
    return "DeliveryReport[failed=" + failed + "]";
  }
}
