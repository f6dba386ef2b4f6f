package org.inclusiondesk.speakup;

import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inclusiondesk.calendar.London;
import org.inclusiondesk.calendar.WorkingDays;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.conversation.Block.Paragraph;
import org.inclusiondesk.conversation.Reply;
import org.inclusiondesk.outbox.Message;
import org.inclusiondesk.outbox.Outbox;
import org.inclusiondesk.speakup.SpeakUpSettings.Noticing;

/**
 * Reminds guardians to look, every working day at one hour in the same words, whether there is
 * anything to see or not; and tells a deputy, without content, when something has waited for too
 * long. Nothing is stored when a concern comes: these are jobs that look. Safe for any number of
 * threads and processes.
 */
public final class Notices {
  private static final String SUBJECT = "Inclusion Desk: daily reminder";
  private static final String REMINDER = "reminder:";
  private static final String SILENCE = "silence:";
  private static final int REPLIES_UNDERSTOOD_DAYS = 60;

  private final KeySet keys;
  private final Noticing noticing;
  private final ConcernStore store;
  private final WorkingDays workingDays;
  private final Outbox outbox;
  private final String address;
  private final Clock clock;

  /**
   * @param address of the guardian's desk, to be typed
   */
  public Notices(
      KeySet keys,
      Noticing noticing,
      ConcernStore store,
      WorkingDays workingDays,
      Outbox outbox,
      String address,
      Clock clock) {
    this.keys = keys;
    this.noticing = noticing;
    this.store = store;
    this.workingDays = workingDays;
    this.outbox = outbox;
    this.address = address;
    this.clock = clock;
  }

  /**
   * Stores what is due today, from the hour on, once however often it is called.
   *
   * @return whether it was the day and the hour for it
   */
  public boolean sendDue() {
    LocalDateTime now = London.now(clock);
    LocalDate today = now.toLocalDate();
    if (!workingDays.include(today) || now.toLocalTime().isBefore(noticing.at())) {
      return false;
    }
    for (Guardian guardian : keys.guardians()) {
      outbox.add(
          Message.to(
              guardian.mailbox(), REMINDER + today + ":" + guardian.id(), SUBJECT, reminder()));
    }
    if (isSilent(today)) {
      outbox.add(Message.to(noticing.deputy(), SILENCE + today, SUBJECT, silence()));
    }
    return true;
  }

  private boolean isSilent(LocalDate today) {
    Optional<LocalDate> since = store.waitingSince();
    return since.isPresent()
        && workingDays.between(since.get(), today) >= noticing.silentWorkingDays();
  }

  private List<Block> reminder() {
    return List.of(
        new Paragraph(
            "This is the daily reminder of the Inclusion Desk. It comes every working day at the"
                + " same hour and in the same words, whether or not there is anything to look at:"
                + " having got it tells nothing."),
        new Paragraph(
            "Please look at what there is for you. Type this address into a browser: "
                + address
                + ". Or use the offline desk, or the commands."),
        new Paragraph(
            "Do not answer this mail: answers are refused, since mail is not the way to write about"
                + " what people have told you."));
  }

  private List<Block> silence() {
    return List.of(
        new Paragraph(
            "This is a mail of the Inclusion Desk to the deputy who was named for it. It says that"
                + " something needs a person's attention, and nothing else."),
        new Paragraph(
            "What waits for the people whom the desk reminds every working day has waited for "
                + noticing.silentWorkingDays()
                + " working days or longer. Please ask them to look, by phone or in person. You"
                + " need not know, and cannot learn here, what it is."),
        new Paragraph("Do not answer this mail: answers are refused."));
  }

  /** The effects of mails that must not be answered, of the last weeks. */
  public List<String> effects() {
    LocalDate today = London.today(clock);
    List<String> effects = new ArrayList<>();
    for (int back = 0; back < REPLIES_UNDERSTOOD_DAYS; back++) {
      LocalDate day = today.minusDays(back);
      effects.add(SILENCE + day);
      keys.guardians().forEach(guardian -> effects.add(REMINDER + day + ":" + guardian.id()));
    }
    return effects;
  }

  /** What is said to whoever answers one of them all the same. */
  public static Reply refusal() {
    return Reply.of(
        Reply.Kind.DONE,
        List.of(
            new Paragraph(
                "You have answered a reminder. Answers to reminders are not read and reach nobody:"
                    + " mail is not the way to write about what people have told you. Use the"
                    + " address in the reminder, or talk to the other person."),
            new Paragraph(
                "If you wrote about somebody, delete your mail from the folder of what you sent.")));
  }
}
