/**
 * Articles, their ranking, the guard that keeps an article from answering what it does not hold,
 * and abstaining. Articles come in as values; nothing here reads files. Imports {@code
 * conversation}, {@code understanding} and Lucene.
 */
@NullMarked
package org.inclusiondesk.answers;

import org.jspecify.annotations.NullMarked;
