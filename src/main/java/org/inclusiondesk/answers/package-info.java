/**
 * Articles, their ranking, the guard that keeps an article from answering what it does not hold,
 * and abstaining; and what editors learn from use. Articles come in as values; nothing here reads
 * files. Imports {@code conversation}, {@code understanding}, {@code figures}, {@code calendar};
 * its store {@code store} and Jdbi.
 */
@NullMarked
package org.inclusiondesk.answers;

import org.jspecify.annotations.NullMarked;
