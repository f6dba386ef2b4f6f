package org.inclusiondesk.networks;

import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.inclusiondesk.calendar.London;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.conversation.Block.Bullets;
import org.inclusiondesk.conversation.Block.Fact;
import org.inclusiondesk.conversation.Block.Facts;
import org.inclusiondesk.conversation.Block.Paragraph;
import org.inclusiondesk.conversation.Block.Small;
import org.inclusiondesk.conversation.Form.Wish;
import org.inclusiondesk.conversation.Reference;

/**
 * What the desk says about joining and leaving, on cards and in mails. Everything that may travel
 * by mail names no network in its subject nor in its first 200 characters.
 */
final class MembershipWords {
  private static final String CONFIRM_PATH = "/confirm/";

  private final Networks networks;
  private final Mailbox team;
  private final URI site;

  MembershipWords(Networks networks, Mailbox team, URI site) {
    this.networks = networks;
    this.team = team;
    this.site = site;
  }

  /** What the wish means, who will see the request and why. */
  private List<Block> before(Wish wish) {
    return List.of(
        new Paragraph(
            wish == Wish.JOIN
                ? "Staff networks bring colleagues together who share an experience or want to"
                    + " support those who do. Allies are welcome in every network, so joining says"
                    + " nothing about who you are. You can leave whenever you like. If you are about"
                    + " to start work with us, you can join with the address you have now."
                : "You can leave a staff network whenever you like. Nobody asks why, and you can"
                    + " come back later."),
        new Paragraph(
            "Two mailboxes get your request: the network's own, because its people add and remove"
                + " members, and the organisation development team at "
                + team.value()
                + ", which helps when a request gets stuck. They see your name, your mail address,"
                + " the network, whether you join or leave, a reference and the day. Your manager is"
                + " not told, and nothing else that you write here is passed on."));
  }

  /** What was passed on, for the person who asked. */
  List<Block> passedOn(List<Stored.Routed> requests) {
    List<String> lines = new ArrayList<>();
    for (Stored.Routed request : requests) {
      lines.add(
          "%s. Sent on %s, reference %s"
              .formatted(
                  wanted(request.wish(), networkOf(request)),
                  London.inWords(request.day()),
                  request.reference().value()));
    }
    return List.of(
        new Paragraph(
            "Your request has been passed on to the people who look after it, in their own mailbox,"
                + " and to the organisation development team at "
                + team.value()
                + ". They see your name, your mail address, what you ask for, the reference and the"
                + " day, and nothing else that you wrote."),
        new Bullets(lines),
        new Paragraph(
            "They will answer to your mail address. If you do not hear from them within two weeks,"
                + " write to "
                + team.value()
                + " and quote the reference. There is no need to ask again."));
  }

  /** The same for everybody whose address nothing vouches for, whatever is stored about it. */
  List<Block> checkYourMail() {
    return List.of(
        new Paragraph(
            "Nothing has been passed on yet: first we make sure that it is you who asks. Look for a"
                + " mail from us at the address you gave, and reply YES to it, or follow its link,"
                + " within three days. We send one such mail a day about each network, so it may"
                + " be there already."),
        new Paragraph(
            "If no mail has come within an hour, look into the folder for unwanted mail, or write to "
                + team.value()
                + "."));
  }

  /** When too many requests wait for a confirmation, whoever asks. */
  List<Block> tooMany() {
    return List.of(
        new Paragraph(
            "Today we cannot send any more mails to confirm requests, so nothing has been passed"
                + " on. Please try again tomorrow, or write to "
                + team.value()
                + "."));
  }

  /** The same whether a confirmation is unknown, used or too old. */
  List<Block> notToConfirm() {
    return List.of(
        new Paragraph(
            "There is nothing left to confirm here: a confirmation works once and for three days."
                + " If you have had a reference from us since, your request has been passed on."
                + " Otherwise please ask again, or write to "
                + team.value()
                + "."));
  }

  /** When whoever got a confirmation mail did not ask. */
  List<Block> withdrawn() {
    return List.of(
        new Paragraph(
            "Thank you for telling us. This request is struck out: nothing has been passed on to"
                + " anybody, and the confirmation no longer works. Nobody is told that you were"
                + " asked."),
        new Paragraph(
            "For three days we send no other mail to confirm the same. If you meant to ask for it"
                + " after all, or if somebody uses your address to trouble you, write to people at "
                + team.value()
                + "."));
  }

  /** The same whether a confirmation that is refused is unknown, used or too old. */
  List<Block> notToWithdraw() {
    return List.of(
        new Paragraph(
            "There is nothing left to strike out here: a confirmation works once and for three"
                + " days. As long as nobody confirms, nothing is passed on."),
        new Paragraph(
            "If a request was passed on in your name that you did not want, write to "
                + team.value()
                + ", with its reference if you have had one. People can help with that; this"
                + " program cannot take back what they have read."));
  }

  /** When an answer neither confirms nor refuses. */
  List<Block> neither() {
    return List.of(
        new Paragraph(
            "Your mail has confirmed nothing, because I cannot tell from it whether it was you who"
                + " asked. If it was, answer our mail once more with the single word YES. If it was"
                + " not, answer it with the single word NO, and nothing will be passed on."));
  }

  /** When the same request comes once more after its traces were erased. */
  List<Block> dealtWith() {
    return List.of(
        new Paragraph(
            "This request was dealt with before. If you are waiting for something, write to "
                + team.value()
                + "."));
  }

  /** When a network was named that there is not. */
  List<Block> whichNetwork() {
    return List.of(
        new Paragraph("There is no such staff network here. Nothing has been passed on."),
        new Paragraph("These are the networks:"),
        new Bullets(networks.all().stream().map(Network::name).toList()));
  }

  static String confirmSubject(Reference token) {
    return "Please confirm your request " + token.value();
  }

  /** Asks the holder of an address; repeats nothing that whoever gave the address has typed. */
  List<Block> confirm(Reference token, Wish wish, List<Network> wanted, LocalDate until) {
    List<Block> body = new ArrayList<>();
    body.add(
        new Paragraph(
            "Somebody, most likely you, has asked the Inclusion Desk to pass on a request under"
                + " this mail address. We pass nothing on before you confirm. If it was not you, do"
                + " nothing, or answer NO to strike it out: either way nothing is passed on and nobody"
                + " is told."));
    body.add(
        new Paragraph(
            "To confirm, reply YES to this mail until "
                + London.inWords(until)
                + " and leave its subject as it is, or open the page below and press its button."
                + " The confirmation works once. If you would rather ask something first, write that"
                + " instead: then people read it, and nothing is passed on yet."));
    body.add(new Paragraph(site + CONFIRM_PATH + token.value()));
    body.add(new Paragraph("You would confirm this request:"));
    body.add(new Bullets(wanted.stream().map(network -> wanted(wish, network)).toList()));
    body.addAll(before(wish));
    body.add(
        new Small(
            "If your mail program changes the subject, write this anywhere in your reply: "
                + token.value()));
    return body;
  }

  static String routedSubject(Reference reference) {
    return "Staff network request " + reference.value();
  }

  /** For the network's own people and the team: who wants what, and nothing else. */
  List<Block> routed(Stored.Routed request, List<Stored.Routed> replaced) {
    Network network = networkOf(request);
    List<Block> body = new ArrayList<>();
    body.add(
        new Paragraph(
            "The Inclusion Desk passes on a request of a colleague. The mail address below is"
                + " confirmed, and the person was told that you would see these details. Please"
                + " treat them as confidential, and do not forward them."));
    body.add(
        new Facts(
            List.of(
                new Fact("Network", network.name()),
                new Fact("Request", request.wish() == Wish.JOIN ? "join" : "leave"),
                new Fact("Name", request.name() == null ? "not known" : request.name()),
                new Fact("Mail address", request.address().value()),
                new Fact("Reference", request.reference().value()),
                new Fact("Day", London.inWords(request.day())))));
    for (Stored.Routed before : replaced) {
      body.add(
          new Paragraph(
              "It replaces the request to %s of %s, reference %s."
                  .formatted(
                      before.wish() == Wish.JOIN ? "join" : "leave",
                      London.inWords(before.day()),
                      before.reference().value())));
    }
    body.add(
        new Paragraph(
            request.wish() == Wish.JOIN
                ? "Please welcome the person at this address. Membership implies nothing: allies"
                    + " join as well."
                : "Please take the person off your lists, and say that it is done. Do not ask for a"
                    + " reason."));
    body.add(
        new Paragraph(
            "Your reply to this mail goes to the person. If your mail program addresses it to the"
                + " desk, write to "
                + request.address().value()
                + " instead: the desk is a program and passes no replies on."));
    return body;
  }

  /** For a network or the team whose answer came to the desk. Quotes nothing and names nobody. */
  List<Block> notPassedOn() {
    return List.of(
        new Paragraph(
            "Your mail answers a request that was passed on to you, but it came to the desk, a"
                + " program, and was not passed on to the person who asked. Please send it to the"
                + " mail address that stands in the request. If you have written there as well,"
                + " there is nothing more to do."),
        new Paragraph("Your mail stays in this mailbox for the people who look after the desk."));
  }

  static String undeliveredSubject(Reference reference) {
    return "Not delivered: request " + reference.value();
  }

  /** For the team: a network did not get its copy. Who asked stands in the team's own. */
  static List<Block> undelivered(Stored.Routed request, Network network) {
    return List.of(
        new Paragraph(
            "One of the two mails with the request "
                + request.reference().value()
                + " did not reach its mailbox: a mail server refused it or sent it back. The desk"
                + " will not send it again. The mail with the same reference in this mailbox holds"
                + " the details; please pass them on by another way."),
        new Facts(
            List.of(
                new Fact("Network", network.name()),
                new Fact("Mailbox", network.mailbox().value()),
                new Fact("Reference", request.reference().value()),
                new Fact("Day", London.inWords(request.day())))),
        new Paragraph(
            "If this mailbox no longer exists, ask whoever runs the desk to enter the right one."
                + " Until then requests to this network reach nobody but you."));
  }

  private static String wanted(Wish wish, Network network) {
    return (wish == Wish.JOIN ? "Join " : "Leave ") + network.inSentence();
  }

  private Network networkOf(Stored.Routed request) {
    return networks.find(request.network()).orElseThrow();
  }
}
