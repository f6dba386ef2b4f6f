/**
 * Text in, {@link org.inclusiondesk.understanding.Intent} out: normalising, recognising networks,
 * and telling questions, wishes, concerns and small talk apart. What it knows of language comes in
 * as values from {@code config/intents}. Imports {@code conversation}, a stemmer and a sentence
 * model.
 *
 * <p>Everything that learns or compares sees a text twice: its words through {@link
 * org.inclusiondesk.understanding.Features}, and its meaning through {@link
 * org.inclusiondesk.understanding.Embedding}.
 */
@NullMarked
package org.inclusiondesk.understanding;

import org.jspecify.annotations.NullMarked;
