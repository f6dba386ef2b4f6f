/**
 * Takes concerns under Freedom To Speak Up and keeps nothing that tells who raised them: intake,
 * sealing, receipts, the guardian's keys and the store.
 *
 * <p>Nothing in here logs. A log line bears the instant, and an instant can join a concern to a
 * person; so faults are thrown or returned, and whoever catches them says nothing of the moment
 * either. No public signature can carry a sender.
 *
 * <p>Imports {@code conversation}, {@code calendar}, {@code figures}, {@code outbox} (for
 * reminders, never for a concern), {@code store}, Jdbi with its SQLite driver, nimbus-jose-jwt,
 * Jackson and Tink.
 */
@NullMarked
package org.inclusiondesk.speakup;

import org.jspecify.annotations.NullMarked;
