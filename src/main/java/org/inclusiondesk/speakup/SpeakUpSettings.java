package org.inclusiondesk.speakup;

import java.time.LocalTime;
import java.util.List;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.jspecify.annotations.Nullable;

/**
 * What {@code speak-up.yaml} and {@code guardians.json} set.
 *
 * @param keys who the guardians are, from {@code guardians.json}; null where none is set yet
 * @param guidance what people read
 * @param urgentHelp what they read first where there is danger
 * @param retention how long concerns are kept
 * @param noticing when guardians are reminded, and who hears of silence
 * @param codeLists how guardians classify cases
 */
public record SpeakUpSettings(
    @Nullable KeySet keys,
    Guidance guidance,
    UrgentHelp urgentHelp,
    Retention retention,
    Noticing noticing,
    CodeLists codeLists) {

  /**
   * How long a concern is kept.
   *
   * @param monthsAfterClosing whole months after a guardian closed it, at least 1
   */
  public record Retention(int monthsAfterClosing) {
    /**
     * @throws IllegalArgumentException if the number of months is below 1
     */
    public Retention {
      if (monthsAfterClosing < 1) {
        throw new IllegalArgumentException("must be at least 1 month");
      }
    }
  }

  /**
   * When guardians are reminded, and who hears of silence.
   *
   * @param at the hour of every working day, in London
   * @param deputy who is told, without content, that something waits for too long
   * @param silentWorkingDays after how many working days that is, at least 1
   */
  public record Noticing(LocalTime at, Mailbox deputy, int silentWorkingDays) {}

  /**
   * The lists a guardian classifies by, under one version that every return names.
   *
   * @param version changes whenever a list does
   * @param elements what cases are about
   * @param workerGroups who raises them
   * @param feedback answers to whether one would speak up again
   */
  public record CodeLists(
      String version, List<Code> elements, List<Code> workerGroups, List<Code> feedback) {
    /**
     * @throws IllegalArgumentException if a list is empty or names a code twice
     */
    public CodeLists {
      elements = checked("elements", elements);
      workerGroups = checked("workerGroups", workerGroups);
      feedback = checked("feedback", feedback);
    }

    private static List<Code> checked(String list, List<Code> codes) {
      if (codes.isEmpty()) {
        throw new IllegalArgumentException(list + " is empty");
      }
      if (codes.stream().map(Code::id).distinct().count() != codes.size()) {
        throw new IllegalArgumentException(list + " names a code twice");
      }
      return List.copyOf(codes);
    }
  }

  /** One code and what it means. */
  public record Code(String id, String label) {}
}
