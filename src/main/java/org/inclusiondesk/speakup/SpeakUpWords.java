package org.inclusiondesk.speakup;

import java.util.List;
import org.inclusiondesk.conversation.Block;

/** What people read around the box that takes a concern. Safe for any number of threads. */
public interface SpeakUpWords {
  /** Above the box: not monitored, emergencies, whom to turn to, the three ways of speaking up. */
  List<Block> beforeTheBox();

  /** Beside the receipt: what to do with it, and what happens next. */
  List<Block> afterwards();
}
