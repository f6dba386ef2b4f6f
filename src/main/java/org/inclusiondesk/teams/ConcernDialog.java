package org.inclusiondesk.teams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.BadRequestResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.inclusiondesk.conversation.Reply;
import org.inclusiondesk.conversation.Utterance.Setting;
import org.inclusiondesk.speakup.Guardian;
import org.inclusiondesk.speakup.Intake;
import org.inclusiondesk.speakup.SpeakUpWords;
import org.jspecify.annotations.Nullable;

/**
 * The dialog that takes a concern. Nonce, text and whom to leave out alone go to the intake;
 * nothing of a concern is logged, counted or kept once its answer is given. Safe for any number of
 * threads.
 */
public final class ConcernDialog {
  private static final String NOT_STORED =
      "Nothing has been sent: the desk could not store it. Please press Send again in a moment.";

  private final Intake intake;
  private final SpeakUpWords words;
  private final List<Guardian> guardians;
  private final Cards cards;

  /**
   * @param guardians who can be left out
   */
  public ConcernDialog(Intake intake, SpeakUpWords words, List<Guardian> guardians, Cards cards) {
    this.intake = intake;
    this.words = words;
    this.guardians = List.copyOf(guardians);
    this.cards = cards;
  }

  /**
   * The dialog as it opens.
   *
   * @param data what the button carried
   * @throws BadRequestResponse if that is not for this dialog
   */
  ObjectNode open(Setting setting, JsonNode data) {
    if (setting != Setting.PRIVATE_CHAT) {
      return showing(cards.closing(Reply.elsewhere().body()));
    }
    if (!Cards.CONCERN.equals(Incoming.field(data, "verb").asText())) {
      throw new BadRequestResponse("The desk has no such dialog.");
    }
    return showing(dialog(intake.nonce(), null, "", Set.of()));
  }

  /**
   * What the dialog shows next; null closes it.
   *
   * @param data what the dialog handed in
   * @throws BadRequestResponse if that is not of this dialog
   */
  @Nullable ObjectNode submit(Setting setting, JsonNode data) {
    String verb = Incoming.field(data, "verb").asText();
    if (Cards.CLOSE.equals(verb)) {
      return null;
    }
    if (setting != Setting.PRIVATE_CHAT) {
      return showing(cards.closing(Reply.elsewhere().body()));
    }
    JsonNode nonce = Incoming.field(data, "nonce");
    JsonNode text = Incoming.field(data, "text");
    JsonNode leftOut = Incoming.field(data, "leaveOut");
    if (!Cards.CONCERN.equals(verb)
        || !nonce.isTextual()
        || !isTextOrNothing(text)
        || !isTextOrNothing(leftOut)) {
      throw new BadRequestResponse("That is not what the dialog hands in; nothing was stored.");
    }
    return showing(
        take(
            nonce.textValue(),
            text.isTextual() ? text.textValue() : "",
            leftOut.isTextual() ? ids(leftOut.textValue()) : Set.of()));
  }

  /** Teams joins what was ticked by commas; no id has one. */
  private static Set<String> ids(String ticked) {
    return Arrays.stream(ticked.split(","))
        .map(String::strip)
        .filter(each -> !each.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static boolean isTextOrNothing(JsonNode node) {
    return node.isTextual() || node.isMissingNode() || node.isNull();
  }

  private ObjectNode dialog(
      String nonce, @Nullable String fault, String text, Set<String> leftOut) {
    return cards.dialog(words.beforeTheBox(), nonce, fault, text, guardians, leftOut);
  }

  private ObjectNode take(String nonce, String text, Set<String> leftOut) {
    Intake.Outcome outcome;
    try {
      outcome = intake.accept(nonce, text, leftOut);
    } catch (RuntimeException notStored) {
      return dialog(nonce, NOT_STORED, text, leftOut);
    }
    if (outcome instanceof Intake.Outcome.Accepted accepted) {
      return cards.receipt(accepted.receiptWords(), words.afterwards());
    }
    Intake.Reason reason = ((Intake.Outcome.Refused) outcome).reason();
    String next = reason == Intake.Reason.STALE ? intake.nonce() : nonce;
    return dialog(next, Cards.fault(reason), text, leftOut);
  }

  private static ObjectNode showing(ObjectNode card) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ObjectNode task = answer.putObject("task").put("type", "continue");
    ObjectNode value =
        task.putObject("value")
            .put("title", "Inclusion Desk")
            .put("height", "large")
            .put("width", "medium");
    value.putObject("card").put("contentType", Cards.CONTENT_TYPE).set("content", card);
    return answer;
  }
}
