package org.inclusiondesk.conversation;

/**
 * A question that somebody sends to the team, in the text that the person saw before sending it.
 *
 * @param key the same key means the same form sent again; it acts once
 * @param text what the person asks, as typed; perhaps blank or too long
 * @param agreed whether the person agreed to what is passed on
 * @param speaker who asks, as it was shown to that person
 * @param answerTo where the answer goes
 */
public record Enquiry(String key, String text, boolean agreed, Speaker speaker, Address answerTo) {
  /** The longest text that is sent, in characters. */
  public static final int LONGEST_TEXT = 2000;

  @Override
  public String toString() {
    return "Enquiry[]";
  }
}
