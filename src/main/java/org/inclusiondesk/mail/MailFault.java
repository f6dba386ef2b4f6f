package org.inclusiondesk.mail;

import java.util.Locale;

/** The mail server did not do as asked. */
public final class MailFault extends RuntimeException {
  private final Reason reason;

  /** What is wrong, in a word for logs and health. */
  public enum Reason {
    /** Nobody answers there, or the line broke. */
    UNREACHABLE,
    /** User, password or token are refused. */
    AUTHENTICATION,
    /** The token endpoint gives the desk no token to log in with. */
    TOKEN_REFUSED,
    /** Nobody answers at the token endpoint. */
    TOKEN_UNREACHABLE,
    /** The server answers that it cannot just now, whatever is asked. */
    UNAVAILABLE,
    /** The server answers, and refuses. */
    REFUSED,
    /** The desk's own database cannot be written; nothing is wrong with the mailbox. */
    STORE;

    /** As health and logs tell it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public MailFault(Reason reason, Throwable cause) {
    super("the mail server did not do as asked: " + reason, cause);
    this.reason = reason;
  }

  /** A fault that has no other cause. */
  public MailFault(Reason reason) {
    super("the mail server did not do as asked: " + reason);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
