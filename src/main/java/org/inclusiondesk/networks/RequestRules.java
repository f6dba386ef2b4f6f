package org.inclusiondesk.networks;

/**
 * How long requests are open and kept, and how many may wait to be confirmed.
 *
 * @param openDays days for which asking again gives the same reference
 * @param keepDays days after which a request's name and address are erased; not before it is closed
 * @param unconfirmedInAllPerDay confirmation mails a day that nobody has confirmed yet, whatever
 *     became of them
 * @param mailsToOnePerDay automatic mails to one address a day, answers by mail included: an
 *     address that has had so many is not asked to confirm anything more
 */
public record RequestRules(
    int openDays, int keepDays, int unconfirmedInAllPerDay, int mailsToOnePerDay) {
  /** The rules unless configured otherwise. */
  public static final RequestRules USUAL = new RequestRules(28, 365, 200, 10);

  /** Days after the one it was sent on for which a confirmation can be used. */
  static final int CONFIRM_DAYS = 3;

  /**
   * @throws IllegalArgumentException if one of them is below one, or a request would be erased
   *     while it is open
   */
  public RequestRules {
    if (openDays < 1 || unconfirmedInAllPerDay < 1 || mailsToOnePerDay < 1) {
      throw new IllegalArgumentException("the rules for requests are numbers from one");
    }
    if (keepDays < openDays || keepDays <= CONFIRM_DAYS) {
      throw new IllegalArgumentException("requests are kept for as long as they are open");
    }
  }
}
