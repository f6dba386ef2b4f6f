package org.inclusiondesk.speakup;

import java.util.List;
import org.inclusiondesk.conversation.Block;

/** What a person reads around the box for a concern, on every channel the same. */
public interface SpeakUpWords {
  /**
   * What must be read before the box: that nobody watches it, 999, safeguarding, when it is next
   * read, when confidence may be broken, what each way in reveals, and whom else to turn to.
   */
  List<Block> beforeTheBox();

  /** What is read after a concern was accepted, beside the receipt. */
  List<Block> afterwards();
}
