package org.inclusiondesk.understanding;

/** What an example utterance is an example of. */
public enum Label {
  QUESTION,
  JOIN,
  LEAVE,
  CONCERN,
  GREETING,
  THANKS,
  BYE,
  HELP,
  OUT_OF_SCOPE
}
