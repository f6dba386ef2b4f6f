/**
 * Hand-over to people: a question that the desk cannot answer is sent to the team, with the asker's
 * agreement to exactly what is sent, and the team's answer is brought back. Imports the
 * conversation, the calendar, the outbox and the store.
 */
@NullMarked
package org.inclusiondesk.handover;

import org.jspecify.annotations.NullMarked;
