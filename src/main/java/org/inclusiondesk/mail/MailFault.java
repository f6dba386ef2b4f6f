package org.inclusiondesk.mail;

/** The mail server did not do as asked. */
public final class MailFault extends RuntimeException {
  private final Reason reason;

  /** What is wrong, in a word for logs and health. */
  public enum Reason {
    /** Nobody answers there, or the line broke. */
    UNREACHABLE,
    /** User or password are refused. */
    AUTHENTICATION,
    /** The server answers, and refuses. */
    REFUSED
  }

  public MailFault(Reason reason, Throwable cause) {
    super("the mail server did not do as asked: " + reason, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
