package org.inclusiondesk.speakup;

import java.util.ArrayList;
import java.util.List;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.conversation.Block.Bullets;
import org.inclusiondesk.conversation.Block.Paragraph;
import org.inclusiondesk.conversation.Block.Small;
import org.inclusiondesk.conversation.Form;
import org.inclusiondesk.conversation.Reply;

/**
 * What the desk says to somebody who may have a concern, and the one line on speaking up that
 * stands under every other reply, so that having seen it marks nobody. Never repeats what was said.
 * Immutable.
 */
public final class Signpost {
  private final Guidance guidance;
  private final UrgentHelp urgentHelp;
  private final String formAddress;

  /**
   * @param formAddress where the form is, for people to type on a device of their own
   */
  public Signpost(Guidance guidance, UrgentHelp urgentHelp, String formAddress) {
    this.guidance = guidance;
    this.urgentHelp = urgentHelp;
    this.formAddress = formAddress;
  }

  /** The reply to whatever reads like a concern. */
  public Reply reply() {
    return reply(List.of(new Paragraph("It sounds as if you may want to speak up.")));
  }

  /**
   * The reply to a question about speaking up, which may be more than a question.
   *
   * @param answer what stands between the help in an emergency and the ways to speak up
   */
  public Reply reply(List<Block> answer) {
    List<Block> body = new ArrayList<>();
    body.add(new Paragraph(guidance.emergency()));
    body.add(new Paragraph(guidance.safeguarding()));
    body.addAll(answer);
    body.addAll(
        List.of(
            new Paragraph(
                "Please write no more about it in this chat:"
                    + " Microsoft 365 keeps what is said here, and administrators may be able to read"
                    + " it. You can speak up in one of these ways:"),
            new Bullets(guidance.kinds()),
            new Paragraph("To write to the guardians without giving your name:"),
            new Bullets(
                List.of(
                    "Type this address into a browser, best on a device of your own and away from the"
                        + " office network: "
                        + formAddress,
                    "Or open the form below, here in Teams. What you write there does not become a"
                        + " chat message, but Microsoft and administrators may see that you used this"
                        + " bot, and when.")),
            new Paragraph("To talk to somebody instead:"),
            new Bullets(
                guidance.inside().stream()
                    .map(contact -> contact.name() + ": " + contact.details())
                    .toList()),
            new Small(guidance.nextRead())));
    return Reply.of(Reply.Kind.CONCERN, body).withForm(new Form.SpeakUp());
  }

  /** What stands before any reply to words of danger. */
  public List<Block> urgentHelp() {
    return urgentHelp.blocks();
  }

  /** The routes for somebody who wrote a mail, whatever it was about: the same words for all. */
  public List<Block> routesByMail() {
    return List.of(
        new Paragraph(guidance.emergency()),
        new Paragraph(
            "If something at work worries you, you can speak up without giving your name at "
                + formAddress
                + " from a device of your own. Mail is never anonymous."),
        new Bullets(
            guidance.inside().stream()
                .map(contact -> contact.name() + ": " + contact.details())
                .toList()));
  }

  /** The line under every reply. */
  public Small line() {
    return new Small(
        "Worried about something at work? You can speak up, also without giving your name: say"
            + " \"speak up\", or type "
            + formAddress
            + " into a browser on a device of your own.");
  }
}
