package org.inclusiondesk.mail;

/** Where a mail belongs once the desk has looked at it. */
public enum Disposition {
  /** Done: into the folder of handled mail. */
  HANDLED,
  /** For people: it stays where it is, flagged. */
  LEFT,
  /** One of the desk's own mails: it stays where it is, untouched. */
  OURS
}
