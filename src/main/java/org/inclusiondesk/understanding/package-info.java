/**
 * Text in, {@link org.inclusiondesk.understanding.Intent} out: normalising, recognising networks,
 * and telling questions, wishes, concerns and small talk apart. What it knows of language comes in
 * as values from {@code config/intents}. Imports {@code conversation} and a stemmer.
 *
 * <p>The seam for other representations of text, such as embeddings, is {@link
 * org.inclusiondesk.understanding.Features}: everything that learns or compares sees text through
 * it alone.
 */
@NullMarked
package org.inclusiondesk.understanding;

import org.jspecify.annotations.NullMarked;
