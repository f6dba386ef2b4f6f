package org.inclusiondesk.speakup;

import java.util.List;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.conversation.Block.Bullets;
import org.inclusiondesk.conversation.Block.Heading;
import org.inclusiondesk.conversation.Block.Paragraph;
import org.inclusiondesk.speakup.Guidance.Contact;

/**
 * What stands before everything else where words of danger were said: the same for everybody, so
 * that it tells nothing about who reads it.
 *
 * @param now what to do at once: 999
 * @param lines whom to call or to text at any hour
 * @param nobodyWatches that a program has answered, and no person reads along
 */
public record UrgentHelp(String now, List<Contact> lines, String nobodyWatches) {
  public UrgentHelp {
    lines = List.copyOf(lines);
  }

  /** As people read it. */
  public List<Block> blocks() {
    return List.of(
        new Heading("If anybody is in danger"),
        new Paragraph(now),
        new Bullets(lines.stream().map(line -> line.name() + ": " + line.details()).toList()),
        new Paragraph(nobodyWatches));
  }
}
