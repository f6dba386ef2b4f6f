package org.inclusiondesk.networks;

import org.inclusiondesk.outbox.Fate;
import org.jspecify.annotations.Nullable;

/**
 * What became of the two copies of a request that was routed.
 *
 * @param network the network's; null where it is forgotten
 * @param team the team's; null where it is forgotten, or the team reads the network's mailbox
 */
public record Copies(@Nullable Fate network, @Nullable Fate team) {}
