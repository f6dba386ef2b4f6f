/**
 * Microsoft Teams: the endpoint that the Bot Connector calls, its token check, cards, dialogs and
 * messages that the desk sends first. Hands utterances to the desk, and a dialog's concern straight
 * to the intake, which never learns who wrote it. Nobody else imports the Bot Framework SDK, of
 * which no more is used than the activity's schema, the adapter and the connector's client.
 */
@NullMarked
package org.inclusiondesk.teams;

import org.jspecify.annotations.NullMarked;
