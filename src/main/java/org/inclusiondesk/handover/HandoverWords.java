package org.inclusiondesk.handover;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.inclusiondesk.calendar.London;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.conversation.Block.Bullets;
import org.inclusiondesk.conversation.Block.Fact;
import org.inclusiondesk.conversation.Block.Facts;
import org.inclusiondesk.conversation.Block.Heading;
import org.inclusiondesk.conversation.Block.Paragraph;
import org.inclusiondesk.conversation.Block.Small;
import org.inclusiondesk.conversation.Enquiry;
import org.inclusiondesk.conversation.Reference;
import org.inclusiondesk.conversation.Reply;

/**
 * What the desk says about questions sent to the team. Subjects and the first 200 characters of
 * each mail repeat nothing that anybody wrote.
 */
final class HandoverWords {
  private static final Pattern SEND =
      Pattern.compile(
          "^[\\p{Punct}\\p{Z}]*send[\\p{Punct}\\p{Z}]*(?:\\R|$)", Pattern.CASE_INSENSITIVE);

  private final Mailbox team;

  HandoverWords(Mailbox team) {
    this.team = team;
  }

  /** Why a question is not sent, if it is not. */
  static Optional<String> missing(Enquiry enquiry) {
    if (enquiry.text().isBlank()) {
      return Optional.of("Write your question; the box is empty.");
    }
    if (enquiry.text().length() > Enquiry.LONGEST_TEXT) {
      return Optional.of("Shorten your question to " + Enquiry.LONGEST_TEXT + " characters.");
    }
    return enquiry.agreed()
        ? Optional.empty()
        : Optional.of("Tick the box for your agreement. Without it nothing is sent.");
  }

  /** Why an answer is not carried, if it is not. */
  static Optional<String> unfit(String text) {
    if (text.isBlank()) {
      return Optional.of(
          "Your mail holds no text above what it quotes, so nothing was passed on. Please write"
              + " your answer above the quoted text.");
    }
    return text.length() > Handovers.LONGEST_ANSWER
        ? Optional.of(
            "Your answer is longer than "
                + Handovers.LONGEST_ANSWER
                + " characters, so nothing was passed on. Please send a shorter one, quoted history"
                + " taken away.")
        : Optional.empty();
  }

  /** What was sent and what happens next, for who asked. */
  Reply sent(Handover handover) {
    String where =
        handover.chat() == null
            ? "by mail."
            : handover.mailbox() == null
                ? "in this chat."
                : "in this chat, or by mail where the chat cannot be reached.";
    return Reply.of(
        Reply.Kind.DONE,
        "Your question has been sent to "
            + team.value()
            + " on "
            + London.inWords(handover.day())
            + ", under the reference "
            + handover.reference().value()
            + ".",
        "People read it there, and their answer comes to you "
            + where
            + " If you do not hear from them within two weeks, write to "
            + team.value()
            + " and quote the reference. There is no need to send it again.");
  }

  /** When the same form comes once more after its traces were erased. */
  Reply dealtWith() {
    return Reply.of(
        Reply.Kind.DONE,
        "This question was dealt with before. If you are waiting for something, write to "
            + team.value()
            + ".");
  }

  /** What would be sent, for the sender of a mail. */
  List<Block> offer(Offer offer, Reference token, LocalDate until) {
    List<Block> body = new ArrayList<>();
    body.add(
        new Paragraph(
            "If you like, I send it to the team at "
                + team.value()
                + ", because people there may know. Nothing has been sent yet. They would get the"
                + " text below, your name and your mail address, with a reference and the day, and"
                + " nothing else; their answer would come to you by mail. To send it, answer this"
                + " mail until "
                + London.inWords(until)
                + " with the single word SEND."));
    body.add(
        new Facts(
            List.of(
                new Fact("Your name", offer.name() == null ? "not known" : offer.name()),
                new Fact("Your mail address", offer.mailbox().value()))));
    body.add(new Heading("The text"));
    body.addAll(Block.paragraphs(offer.text()));
    body.add(
        new Small(
            "What you wrote is kept, encrypted, for three days for this. If your mail program does"
                + " not quote this mail in your answer, write this below the word: "
                + token.value()));
    return body;
  }

  /** Whether the first line of a mail is the word that takes an offer up. */
  static boolean saysSend(String text) {
    return SEND.matcher(text.strip()).find();
  }

  static String subject(Handover handover) {
    return "A question for the team, reference " + handover.reference().value();
  }

  /** For the team: the question, who asks, how to answer, and nothing else. */
  static List<Block> toTeam(Handover handover) {
    List<Block> body = new ArrayList<>();
    body.add(
        new Paragraph(
            "The Inclusion Desk, a program, passes on a question that it could not answer. A"
                + " colleague asked for that, and saw beforehand what is sent. To answer, reply to"
                + " this mail and leave its subject as it is: what you write above the quoted text"
                + " goes to the asker, as you wrote it."));
    body.add(new Heading("The question"));
    body.addAll(Block.paragraphs(handover.text()));
    body.add(new Heading("Who asks"));
    body.add(
        new Facts(
            List.of(
                new Fact("Name", handover.name() == null ? "not known" : handover.name()),
                new Fact(
                    "Mail address",
                    handover.mailbox() == null ? "not known" : handover.mailbox().value()),
                new Fact("Asked", handover.chat() == null ? "by mail" : "in Microsoft Teams"),
                new Fact("Reference", handover.reference().value()),
                new Fact("Day", London.inWords(handover.day())))));
    body.add(
        new Paragraph(
            "Please treat this as confidential, and do not forward it. Answers count from this"
                + " mailbox and from the team's own addresses that the desk knows. What others"
                + " write under the reference, and automatic replies, are carried to nobody."));
    return body;
  }

  static String answerSubject(Handover handover) {
    return "Answer to " + handover.reference().value();
  }

  /** The team's answer, for who asked. */
  List<Block> answer(Handover handover, String text, LocalDate today) {
    List<Block> body = new ArrayList<>();
    body.add(
        new Paragraph(
            "This is the team's answer to what you sent on "
                + London.inWords(handover.day())
                + " under the reference "
                + handover.reference().value()
                + ". The Inclusion Desk brings it to you as it was written on "
                + London.inWords(today)
                + ". To ask back, write to "
                + team.value()
                + " and quote the reference."));
    body.add(new Heading("The answer"));
    body.addAll(Block.paragraphs(text));
    body.add(new Heading("What you asked"));
    body.addAll(Block.paragraphs(handover.text()));
    return body;
  }

  static String undeliveredSubject(Handover handover) {
    return "Not delivered: your answer to " + handover.reference().value();
  }

  /** For the team: an answer reached nobody. */
  static List<Block> undelivered(Handover handover) {
    return List.of(
        new Paragraph(
            "Your answer to "
                + handover.reference().value()
                + " could not be delivered. "
                + (handover.chat() == null
                    ? "The mail to the asker was refused."
                    : handover.mailbox() == null
                        ? "The chat in Microsoft Teams can no longer be reached, and no mail address"
                            + " is known."
                        : "The chat in Microsoft Teams can no longer be reached, and the mail to the"
                            + " asker was refused.")
                + " The desk will not try again. Your own mail holds what you wrote; if you know"
                + " another way to the asker, please use it."));
  }

  static String weeklySubject(LocalDate today) {
    return "Inclusion Desk: what waits for the team, " + London.inWords(today);
  }

  /** What waits: no names and no texts. */
  static List<Block> weekly(List<Handover> open, LocalDate today) {
    return List.of(
        new Paragraph(
            "These questions were sent to the team by the Inclusion Desk and have had no answer"
                + " yet, the oldest first. To answer one, reply to the mail that brought it: it"
                + " bears the same reference in its subject."),
        new Bullets(
            open.stream()
                .map(
                    handover ->
                        "%s: has waited %s, asked %s"
                            .formatted(
                                handover.reference().value(),
                                days(ChronoUnit.DAYS.between(handover.day(), today)),
                                handover.chat() == null ? "by mail" : "in Teams"))
                .toList()),
        new Paragraph("This list comes on Mondays, and only while something waits."));
  }

  private static String days(long count) {
    return count == 0 ? "less than a day" : count == 1 ? "one day" : count + " days";
  }
}
