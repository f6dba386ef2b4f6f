package org.inclusiondesk.speakup;

import java.util.ArrayList;
import java.util.List;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.conversation.Block.Bullets;
import org.inclusiondesk.conversation.Block.Fact;
import org.inclusiondesk.conversation.Block.Facts;
import org.inclusiondesk.conversation.Block.Heading;
import org.inclusiondesk.conversation.Block.Paragraph;

/**
 * The configured words around the box for a concern.
 *
 * @param emergency that nobody watches, and 999
 * @param safeguarding whom to turn to when somebody may be at risk
 * @param nextRead when a guardian next reads what was sent
 * @param confidence when confidence may have to be broken
 * @param kinds open, confidential and anonymous, one line each
 * @param waysIn what each way in reveals, and to whom
 * @param inside whom to turn to within the organisation, guardians first
 * @param outside whom to turn to elsewhere
 * @param besideReceipt what is read after a concern was accepted, one paragraph each
 */
public record Guidance(
    String emergency,
    String safeguarding,
    String nextRead,
    String confidence,
    List<String> kinds,
    List<Contact> waysIn,
    List<Contact> inside,
    List<Contact> outside,
    List<String> besideReceipt)
    implements SpeakUpWords {

  public Guidance {
    kinds = List.copyOf(kinds);
    waysIn = List.copyOf(waysIn);
    inside = List.copyOf(inside);
    outside = List.copyOf(outside);
    besideReceipt = List.copyOf(besideReceipt);
  }

  /** A name and what there is to know about it. */
  public record Contact(String name, String details) {}

  @Override
  public List<Block> beforeTheBox() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Paragraph(emergency));
    blocks.add(new Paragraph(safeguarding));
    blocks.add(new Heading("When it is read, and who may hear of it"));
    blocks.add(new Paragraph(nextRead));
    blocks.add(new Paragraph(confidence));
    blocks.add(new Bullets(kinds));
    blocks.add(new Heading("What each way of speaking up reveals"));
    blocks.add(facts(waysIn));
    blocks.add(new Heading("Who else you can turn to"));
    blocks.add(facts(inside));
    blocks.add(new Heading("People outside the organisation"));
    blocks.add(facts(outside));
    return List.copyOf(blocks);
  }

  @Override
  public List<Block> afterwards() {
    return besideReceipt.stream().<Block>map(Paragraph::new).toList();
  }

  private static Facts facts(List<Contact> contacts) {
    return new Facts(
        contacts.stream().map(contact -> new Fact(contact.name(), contact.details())).toList());
  }
}
