/**
 * Messages to be sent: stored in the transaction of their cause, leased, retried, delivered once or
 * given up aloud. Imports the vocabulary and the store, and Jackson for a message at rest.
 */
@NullMarked
package org.inclusiondesk.outbox;

import org.jspecify.annotations.NullMarked;
