/**
 * The desk's database: SQLite through Jdbi, migrated by Flyway, personal fields encrypted with
 * Tink. What is stored where is decided by the features' own {@code *Store} classes.
 */
@NullMarked
package org.inclusiondesk.store;

import org.jspecify.annotations.NullMarked;
