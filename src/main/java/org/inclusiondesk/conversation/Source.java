package org.inclusiondesk.conversation;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whose statement an answer is.
 *
 * @param organisation who says so, for example {@code NHS Kent and Medway}
 * @param document the title of the document it stands in
 * @param date the day the document was published; null where it bears none
 */
public record Source(String organisation, String document, @Nullable LocalDate date) {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK);

  /** All of it as a person reads it, without a full stop. */
  public String line() {
    return organisation
        + ", "
        + document
        + (date == null ? " (no date given)" : " (" + date.format(DATE) + ")");
  }
}
