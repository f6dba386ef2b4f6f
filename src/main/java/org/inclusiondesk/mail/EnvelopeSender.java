package org.inclusiondesk.mail;

/**
 * Where failed deliveries of the desk's answers are reported to. RFC 3834 §4 wants the null sender
 * for them, so that no mail server answers an answer; Exchange Online may refuse it.
 */
public enum EnvelopeSender {
  /** To the desk's own mailbox. */
  MAILBOX,
  /** To nobody, where the mail is an answer; other mail as {@link #MAILBOX}. */
  NULL
}
