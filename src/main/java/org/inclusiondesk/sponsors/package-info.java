/**
 * What networks raise to their Executive sponsors, the sponsors' responses, and the weekly digests.
 * Imports the vocabulary, figures, calendar, networks, outbox and store.
 */
@NullMarked
package org.inclusiondesk.sponsors;

import org.jspecify.annotations.NullMarked;
