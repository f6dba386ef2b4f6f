package org.inclusiondesk.conversation;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Whose statement an answer is.
 *
 * @param organisation who says so, for example {@code NHS Kent and Medway}
 * @param document the title of the document it stands in
 * @param date the day the document was published; null where it bears none
 */
public record Source(String organisation, String document, @Nullable LocalDate date) {}
