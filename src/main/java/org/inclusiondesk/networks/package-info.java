/**
 * The staff networks, and the requests to join or leave them: one ledger across all channels, from
 * asking over confirming to routing. Imports the vocabulary, figures, calendar, outbox and store.
 */
@NullMarked
package org.inclusiondesk.networks;

import org.jspecify.annotations.NullMarked;
