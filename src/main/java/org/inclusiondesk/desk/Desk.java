package org.inclusiondesk.desk;

import java.util.Optional;
import org.inclusiondesk.conversation.Enquiry;
import org.inclusiondesk.conversation.Rating;
import org.inclusiondesk.conversation.Reference;
import org.inclusiondesk.conversation.Reply;
import org.inclusiondesk.conversation.Request;
import org.inclusiondesk.conversation.Returned;
import org.inclusiondesk.conversation.Utterance;

/** The desk as every channel sees it. Safe for any number of threads. */
public interface Desk {
  /**
   * Answers what somebody said. Whatever it does for that is stored before it returns, and done
   * once per key.
   */
  Reply hear(Utterance utterance);

  /** Takes a filled-in membership form. What it does is stored before it returns, once per key. */
  Reply request(Request request);

  /**
   * Sends a question to the team. What it does is stored before it returns, once per key.
   *
   * @return what happened; {@link Reply.Kind#CLARIFY} where something is missing, {@link
   *     Reply.Kind#CONCERN} where the text reads like a concern, and then nothing is sent
   */
  Reply handOver(Enquiry enquiry);

  /**
   * Sees to a mail of the desk that did not reach its receiver: whom it concerns is told, once. It
   * is not sent again.
   *
   * @return the effect of the message that it was; nothing where it is not known here
   */
  Optional<String> returned(Returned mail);

  /**
   * The reference that confirms what the mail of this effect asked to confirm; nothing where it
   * asked nothing, or was answered already.
   */
  Optional<Reference> toConfirm(String effect);

  /**
   * Counts what somebody says of an answer, once per key as long as this process remembers it.
   *
   * @return the answer again; a reply of another kind where it is no longer there
   */
  Reply rate(Rating rating);
}
