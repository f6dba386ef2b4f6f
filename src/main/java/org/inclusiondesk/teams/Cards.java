package org.inclusiondesk.teams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.bot.schema.Activity;
import com.microsoft.bot.schema.ActivityTypes;
import com.microsoft.bot.schema.Attachment;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.conversation.Choice;
import org.inclusiondesk.conversation.Enquiry;
import org.inclusiondesk.conversation.Form;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.conversation.Reply;
import org.inclusiondesk.conversation.Speaker;
import org.inclusiondesk.speakup.Guardian;
import org.inclusiondesk.speakup.Intake;
import org.jspecify.annotations.Nullable;

/**
 * What the desk says, as Adaptive Cards of version 1.5, the newest that Teams shows. At most six
 * actions a card, every Action.Execute with an Action.Submit for clients that do not know it, a
 * label for every input, and an error message where something must be filled in. Safe for any
 * number of threads.
 */
public final class Cards {
  static final String CONTENT_TYPE = "application/vnd.microsoft.card.adaptive";

  /** What notifications and lists of chats show of every card, whatever it is about. */
  static final String SUMMARY = "The Inclusion Desk has replied";

  /** What an action says in its verb. */
  static final String SAY = "say";

  static final String MEMBERSHIP = "membership";
  static final String CONCERN = "concern";
  static final String RATE = "rate";

  /** Opens the form that sends a question to the team. */
  static final String HAND_OVER = "hand-over";

  /** Sends it. */
  static final String SEND = "send";

  static final String CLOSE = "close";

  static final int LONGEST_CONCERN = 20_000;
  private static final int MOST_ACTIONS = 6;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final String privacyNotice;
  private final String team;

  /**
   * @param publicUrl where people reach the desk's pages
   * @param team the mailbox that every membership request goes to, besides the network's own
   */
  public Cards(URI publicUrl, Mailbox team) {
    String base = publicUrl.toString();
    this.privacyNotice = (base.endsWith("/") ? base : base + "/") + "privacy";
    this.team = team.value();
  }

  /**
   * What a person has filled in, or finds filled in.
   *
   * @param networks those ticked
   * @param agreed whether the tick for agreement is set
   * @param mail as typed; perhaps empty
   */
  record Entries(Set<NetworkId> networks, boolean agreed, String mail) {
    Entries {
      networks = Set.copyOf(networks);
    }

    @Override
    public String toString() {
      return "Entries[]";
    }
  }

  /** A message that carries a card and says nothing beside it. */
  static Activity message(ObjectNode card) {
    Attachment attachment = new Attachment();
    attachment.setContentType(CONTENT_TYPE);
    attachment.setContent(card);
    Activity message = new Activity(ActivityTypes.MESSAGE);
    message.setTimestamp(null);
    message.setSummary(SUMMARY);
    message.setAttachments(List.of(attachment));
    return message;
  }

  /** A reply without what can be filled in. */
  ObjectNode reply(Reply reply) {
    ObjectNode card = card(reply.body());
    addChoices(card, reply.choices(), MOST_ACTIONS);
    return card;
  }

  /**
   * An answer that asks whether it helped.
   *
   * @param ballot the card's ballot, sealed
   */
  ObjectNode answer(Reply answer, String ballot) {
    ObjectNode card = card(answer.body());
    addChoices(card, answer.choices(), MOST_ACTIONS - 2);
    body(card).add(small("Was this helpful?"));
    for (boolean helped : List.of(true, false)) {
      ObjectNode data = NODES.objectNode().put("ballot", ballot).put("helped", helped);
      actions(card).add(execute(helped ? "Yes, it helped" : "No, it did not", RATE, data));
    }
    return card;
  }

  /**
   * What takes the place of an answer once somebody said whether it helped: the answer and thanks.
   *
   * @param answer as the desk gives it now; perhaps it says that there is none any more
   */
  ObjectNode rated(Reply answer, boolean helped) {
    ObjectNode card = reply(answer);
    if (answer.kind() == Reply.Kind.ANSWER) {
      thanks(helped).forEach(block -> add(body(card), block));
    }
    return card;
  }

  /** Thanks, and where the answer did not help, the way to people. */
  List<Block> thanks(boolean helped) {
    return List.of(
        new Block.Paragraph(
            helped
                ? "Thank you for saying so."
                : "Thank you for saying so. The people behind the desk can tell you more: write to "
                    + team
                    + "."));
  }

  /** A reply with the button that opens the dialog for a concern; the way to the page is text. */
  ObjectNode concern(Reply reply) {
    ObjectNode card = card(reply.body());
    ObjectNode open = actions(card).addObject();
    open.put("type", "Action.Submit").put("title", "Open the form here");
    ObjectNode data = open.putObject("data").put("verb", CONCERN);
    data.putObject("msteams").put("type", "task/fetch");
    addChoices(card, reply.choices(), MOST_ACTIONS - 1);
    return card;
  }

  /**
   * The form to join or to leave networks.
   *
   * @param lead what stands above it
   * @param sheet what it offers
   * @param sealed the same sheet, sealed for who gets the card
   * @param entries what is filled in already
   * @param asksWho whether the address must be typed, the roster knowing none; the name is that of
   *     the mail that confirms
   */
  ObjectNode membership(
      List<Block> lead, Sheet sheet, String sealed, Entries entries, boolean asksWho) {
    boolean joins = sheet.wish() == Form.Wish.JOIN;
    ObjectNode card = card(lead);
    ArrayNode body = body(card);
    ObjectNode networks = input(body, "Input.ChoiceSet", "networks");
    networks
        .put("label", joins ? "Networks to join" : "Networks to leave")
        .put("isMultiSelect", true)
        .put("style", "expanded")
        .put("wrap", true)
        .put("isRequired", true)
        .put("errorMessage", "Choose at least one network.")
        .put(
            "value",
            entries.networks().stream()
                .map(NetworkId::value)
                .sorted()
                .collect(Collectors.joining(",")));
    ArrayNode offered = networks.putArray("choices");
    sheet
        .networks()
        .forEach(
            network ->
                offered
                    .addObject()
                    .put("title", network.name())
                    .put("value", network.id().value()));
    if (joins) {
      add(body, new Block.Heading("What joining means"));
      add(
          body,
          new Block.Bullets(
              List.of(
                  "Everybody is welcome, allies too, so being a member says nothing about you.",
                  "You can leave again whenever you like: say so here or by mail.")));
    }
    add(body, new Block.Heading("Who sees this request, and why"));
    add(
        body,
        new Block.Paragraph(
            "Your name, your mail address and the network's name go by mail to the network and to "
                + team
                + ", because they keep the list of members, with a reference and the day. Nothing"
                + " else goes to them."));
    add(body, new Block.Small("Privacy notice: " + privacyNotice));
    if (asksWho) {
      add(
          body,
          new Block.Paragraph(
              "Teams does not say who you are. The desk writes to the address that you give, and"
                  + " passes the request on once you have answered that mail, under the name that"
                  + " stands in your answer."));
      input(body, "Input.Text", "mail")
          .put("label", "Your mail address")
          .put("style", "Email")
          .put("maxLength", 254)
          .put("regex", "^[^@\\s]+@[^@\\s]+$")
          .put("isRequired", true)
          .put("errorMessage", "Type one mail address, such as first.last@nhs.net.")
          .put("value", entries.mail());
    }
    addAgreement(body, entries.agreed());
    addSending(card, "Send the request", MEMBERSHIP, sealed);
    return card;
  }

  /**
   * A reply whose question can be sent to the team.
   *
   * @param sealed the sheet, sealed for who gets the card
   */
  ObjectNode offering(Reply reply, String question, String sealed) {
    ObjectNode card = card(reply.body());
    addChoices(card, reply.choices(), MOST_ACTIONS - 1);
    ObjectNode data = NODES.objectNode().put("form", sealed).put("question", question);
    actions(card).add(execute("Send this to the team", HAND_OVER, data));
    return card;
  }

  /**
   * The form that sends a question to the team: it shows all that would be sent.
   *
   * @param lead what stands above it
   * @param sealed the sheet, sealed for who gets the card
   * @param speaker who asks; unknown where the roster knows no address
   * @param question what the box holds
   * @param agreed whether the tick for agreement is set
   */
  ObjectNode handOver(
      List<Block> lead, String sealed, Speaker speaker, String question, boolean agreed) {
    ObjectNode card = card(lead);
    ArrayNode body = body(card);
    input(body, "Input.Text", "question")
        .put("label", "Your question, as it will be sent")
        .put("isMultiline", true)
        .put("maxLength", Enquiry.LONGEST_TEXT)
        .put("isRequired", true)
        .put("errorMessage", "Write your question. Without it nothing is sent.")
        .put("value", question);
    add(body, new Block.Heading("Who sees it, and why"));
    Mailbox mailbox = speaker.mailbox();
    String name = speaker.plainName();
    add(
        body,
        new Block.Facts(
            List.of(
                new Block.Fact("Goes to", team),
                new Block.Fact("Your name", name == null ? "not sent" : name),
                new Block.Fact("Your mail address", mailbox == null ? "not sent" : mailbox.value()),
                new Block.Fact("Also sent", "a reference and the day"))));
    add(
        body,
        new Block.Paragraph(
            "It goes by mail, because the people behind that mailbox may know what the desk does"
                + " not. Nothing else goes to them. "
                + (mailbox == null
                    ? "Teams does not say who you are, so they learn neither name nor address. Their"
                        + " answer comes back to this chat."
                    : "Their answer comes back to this chat, or to your mail address where the chat"
                        + " cannot be reached.")));
    add(body, new Block.Small("Privacy notice: " + privacyNotice));
    addAgreement(body, agreed);
    addSending(card, "Send", SEND, sealed);
    return card;
  }

  /**
   * The dialog that takes a concern.
   *
   * @param before what must be read before the box
   * @param nonce makes pressing twice one
   * @param fault why the text was not taken, or null at first
   * @param text what the box holds: empty at first, what was typed after a fault. It goes back to
   *     whom it came from, in the answer to the dialog, which is no chat message.
   * @param guardians who can be left out
   * @param leftOut ids of those who are ticked already
   */
  ObjectNode dialog(
      List<Block> before,
      String nonce,
      @Nullable String fault,
      String text,
      List<Guardian> guardians,
      Set<String> leftOut) {
    ObjectNode card = card(List.of());
    if (fault != null) {
      body(card)
          .addObject()
          .put("type", "TextBlock")
          .put("text", fault)
          .put("wrap", true)
          .put("weight", "Bolder")
          .put("color", "Attention");
    }
    before.forEach(block -> add(body(card), block));
    ObjectNode box = input(body(card), "Input.Text", "text");
    box.put("label", "What you want to raise")
        .put("isMultiline", true)
        .put("maxLength", LONGEST_CONCERN)
        .put("isRequired", true)
        .put("errorMessage", "Write something first; nothing has been sent.");
    if (!text.isEmpty()) {
      box.put("value", text);
    }
    ObjectNode about = input(body(card), "Input.ChoiceSet", "leaveOut");
    about
        .put(
            "label",
            "Is it about a guardian? Tick whoever should be left out: they cannot open what you"
                + " write and are not told that it exists. At least one must remain.")
        .put("isMultiSelect", true)
        .put("style", "expanded")
        .put("wrap", true)
        .put("value", leftOut.stream().sorted().collect(Collectors.joining(",")));
    ArrayNode offered = about.putArray("choices");
    guardians.forEach(
        each ->
            offered.addObject().put("title", "Leave out " + each.name()).put("value", each.id()));
    ObjectNode send = actions(card).addObject();
    send.put("type", "Action.Submit").put("title", "Send");
    send.putObject("data").put("verb", CONCERN).put("nonce", nonce);
    return card;
  }

  /**
   * What a dialog shows once: the receipt.
   *
   * @param words the seven words
   * @param afterwards what to do with them, and what happens next
   */
  ObjectNode receipt(List<String> words, List<Block> afterwards) {
    ObjectNode card = card(List.of(new Block.Heading("Your receipt")));
    body(card)
        .addObject()
        .put("type", "TextBlock")
        .put("text", String.join(" ", words))
        .put("wrap", true)
        .put("size", "Large")
        .put("fontType", "Monospace");
    afterwards.forEach(block -> add(body(card), block));
    addClose(card);
    return card;
  }

  /** What a dialog shows where there is nothing to fill in. */
  ObjectNode closing(List<Block> text) {
    ObjectNode card = card(text);
    addClose(card);
    return card;
  }

  /** Why a concern was not taken, in words. */
  static String fault(Intake.Reason reason) {
    return switch (reason) {
      case EMPTY -> "Nothing has been sent: the box was empty.";
      case TOO_LONG ->
          "Nothing has been sent: the text is longer than "
              + String.format(Locale.UK, "%,d", LONGEST_CONCERN)
              + " characters. Please shorten it, or send it in two parts.";
      case STALE ->
          "Nothing has been sent: this form had been open too long. Please press Send again.";
      case NOBODY_LEFT ->
          "Nothing has been sent: nobody would be left to read it. Leave one guardian in, or turn to"
              + " somebody else named here.";
    };
  }

  private static ObjectNode card(List<Block> blocks) {
    ObjectNode card =
        NODES
            .objectNode()
            .put("type", "AdaptiveCard")
            .put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json")
            .put("version", "1.5")
            .put("lang", "en")
            .put("fallbackText", "Please update Teams to read this message.");
    card.putArray("body");
    blocks.forEach(block -> add(body(card), block));
    return card;
  }

  private static void add(ArrayNode body, Block block) {
    if (block instanceof Block.Heading heading) {
      body.add(text(heading.text()).put("weight", "Bolder").put("style", "heading"));
    } else if (block instanceof Block.Paragraph paragraph) {
      body.add(text(paragraph.text()));
    } else if (block instanceof Block.Bullets bullets) {
      bullets.items().forEach(item -> body.add(text("• " + item).put("spacing", "Small")));
    } else if (block instanceof Block.Facts facts) {
      ArrayNode rows = body.addObject().put("type", "FactSet").putArray("facts");
      facts
          .facts()
          .forEach(
              fact ->
                  rows.addObject()
                      .put("title", literal(fact.label()))
                      .put("value", literal(fact.value())));
    } else if (block instanceof Block.Small small) {
      body.add(small(small.text()));
    }
  }

  private static ObjectNode small(String words) {
    return text(words).put("size", "Small").put("isSubtle", true);
  }

  private static ObjectNode text(String words) {
    return NODES
        .objectNode()
        .put("type", "TextBlock")
        .put("text", literal(words))
        .put("wrap", true);
  }

  /** Text blocks understand links in Markdown; a space of no width makes them text again. */
  private static String literal(String words) {
    return words.replace("](", "]\u200b(");
  }

  private static ObjectNode input(ArrayNode body, String type, String id) {
    return body.addObject().put("type", type).put("id", id);
  }

  private void addChoices(ObjectNode card, List<Choice> choices, int most) {
    for (Choice choice : choices.subList(0, Math.min(most, choices.size()))) {
      ObjectNode data = NODES.objectNode().put("says", choice.says());
      actions(card).add(execute(choice.label(), SAY, data));
    }
    if (choices.size() > most) {
      add(body(card), new Block.Paragraph("You can also type:"));
      add(
          body(card),
          new Block.Bullets(
              choices.subList(most, choices.size()).stream().map(Choice::says).toList()));
    }
  }

  private static ObjectNode execute(String title, String verb, ObjectNode data) {
    ObjectNode action =
        NODES
            .objectNode()
            .put("type", "Action.Execute")
            .put("title", title)
            .put("verb", verb)
            .set("data", data);
    ObjectNode fallback = action.putObject("fallback");
    fallback.put("type", "Action.Submit").put("title", title);
    fallback.set("data", data.deepCopy().put("verb", verb));
    return action;
  }

  private static void addAgreement(ArrayNode body, boolean agreed) {
    input(body, "Input.Toggle", "agreed")
        .put("label", "Your agreement")
        .put("title", "I agree that these details are passed on for this purpose.")
        .put("wrap", true)
        .put("valueOn", "true")
        .put("valueOff", "false")
        .put("value", Boolean.toString(agreed))
        .put("isRequired", true)
        .put("errorMessage", "Tick this box to go on. Without it nothing is sent.");
  }

  private void addSending(ObjectNode card, String title, String verb, String sealed) {
    actions(card).add(execute(title, verb, NODES.objectNode().put("form", sealed)));
    actions(card)
        .addObject()
        .put("type", "Action.OpenUrl")
        .put("title", "Read the privacy notice")
        .put("url", privacyNotice);
  }

  private static void addClose(ObjectNode card) {
    ObjectNode close = actions(card).addObject();
    close.put("type", "Action.Submit").put("title", "Close");
    close.putObject("data").put("verb", CLOSE);
  }

  private static ArrayNode body(ObjectNode card) {
    return card.withArray("body");
  }

  private static ArrayNode actions(ObjectNode card) {
    JsonNode actions = card.get("actions");
    return actions instanceof ArrayNode there ? there : card.putArray("actions");
  }
}
