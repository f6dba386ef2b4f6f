package org.inclusiondesk.teams;

import java.time.LocalDate;
import org.inclusiondesk.conversation.Speaker;

/**
 * What a card that sends a question to the team must still know when it comes back; it travels in
 * the card, sealed.
 *
 * @param key the same for the same card sent in again
 * @param speaker who asks, as the card shows it; unknown until it does
 * @param issued the day it was made
 */
record EnquirySheet(String key, Speaker speaker, LocalDate issued) {
  /** The same sheet for a card that shows who asks. */
  EnquirySheet showing(Speaker shown) {
    return new EnquirySheet(key, shown, issued);
  }

  /** Whether the card is too old to act on. */
  boolean isOver(LocalDate today) {
    return today.isAfter(issued.plusDays(Sheet.DAYS));
  }
}
