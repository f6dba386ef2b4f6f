package org.inclusiondesk.networks;

import org.inclusiondesk.conversation.Address.Mailbox;

/** The member of the Executive Team who champions a network. */
public record Sponsor(String name, Mailbox mailbox) {}
