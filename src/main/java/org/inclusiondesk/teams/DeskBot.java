package org.inclusiondesk.teams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.microsoft.bot.builder.BotFrameworkAdapter;
import com.microsoft.bot.builder.InvokeResponse;
import com.microsoft.bot.builder.TurnContext;
import com.microsoft.bot.schema.Activity;
import com.microsoft.bot.schema.ActivityTypes;
import io.javalin.http.BadGatewayResponse;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.UnprocessableContentResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.conversation.Choice;
import org.inclusiondesk.conversation.Context;
import org.inclusiondesk.conversation.Enquiry;
import org.inclusiondesk.conversation.Form;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.conversation.Rating;
import org.inclusiondesk.conversation.Reply;
import org.inclusiondesk.conversation.Request;
import org.inclusiondesk.conversation.Speaker;
import org.inclusiondesk.conversation.Utterance;
import org.inclusiondesk.conversation.Utterance.Setting;
import org.inclusiondesk.desk.Desk;
import org.inclusiondesk.teams.Cards.Entries;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the desk does with one activity. Keeps of a conversation what it was about last, for
 * minutes; whatever a card needs when it comes back stands in the card, sealed. Safe for any number
 * of threads.
 */
public final class DeskBot {
  private static final Logger log = LoggerFactory.getLogger(DeskBot.class);
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Reply NO_DIALOG =
      Reply.of(
          Reply.Kind.CONCERN,
          "Teams could not open the form here. Please use the page whose address stands above.");
  private static final String FAULT =
      "Something went wrong on the desk's side. Please try again in a few minutes.";

  private static final Reply OLD_OFFER =
      Reply.of(
          Reply.Kind.CLARIFY,
          "This card is more than seven days old. Nothing was sent. Please ask your question again.");

  private final Desk desk;
  private final ConcernDialog dialog;
  private final Connector connector;
  private final Cards cards;
  private final CardSeal seal;
  private final Clock clock;
  private final Contexts contexts;
  private final SecureRandom random = new SecureRandom();
  private final Cache<String, Boolean> welcomed =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofMinutes(10)).build();

  /**
   * @param cardKey at least 32 random bytes that outlive a restart, so that cards already shown
   *     still work
   * @throws IllegalArgumentException if the key is shorter
   */
  public DeskBot(
      Desk desk,
      ConcernDialog dialog,
      Connector connector,
      Cards cards,
      byte[] cardKey,
      Clock clock) {
    this.desk = desk;
    this.dialog = dialog;
    this.connector = connector;
    this.cards = cards;
    this.seal = new CardSeal(cardKey);
    this.clock = clock;
    this.contexts = new Contexts(clock);
  }

  /**
   * Handles one activity.
   *
   * @return whether what was said may be kept for a while, in case the activity comes again
   * @throws BadRequestResponse if what a card hands in is not what the desk had put into it
   * @throws UnprocessableContentResponse if it asks for something that there is not
   * @throws BadGatewayResponse if the reply could not be delivered
   */
  boolean turn(TurnContext turn, Incoming incoming) {
    return switch (incoming.type()) {
      case ActivityTypes.MESSAGE -> message(turn, incoming);
      case ActivityTypes.CONVERSATION_UPDATE, ActivityTypes.INSTALLATION_UPDATE -> {
        if (incoming.brings()) {
          welcome(turn, incoming);
        }
        yield true;
      }
      case ActivityTypes.INVOKE -> invoke(turn, incoming);
      default -> true;
    };
  }

  private boolean message(TurnContext turn, Incoming incoming) {
    JsonNode verb = Incoming.field(incoming.value(), "verb");
    if (!verb.isTextual()) {
      return converse(turn, incoming, incoming.text(), contexts.of(incoming));
    }
    return switch (verb.textValue()) {
      case Cards.SAY -> converse(turn, incoming, says(incoming.value()), Context.NONE);
      case Cards.MEMBERSHIP -> {
        send(turn, request(incoming, incoming.value()));
        yield true;
      }
      case Cards.RATE -> {
        Vote vote = vote(incoming.value());
        Optional<Reply> rated = rate(vote);
        send(
            turn,
            cards.reply(
                rated.isPresent()
                    ? Reply.of(Reply.Kind.DONE, cards.thanks(vote.helped()))
                    : Reply.of(Reply.Kind.OUT_OF_SCOPE, FAULT)));
        yield rated.isPresent();
      }
      case Cards.HAND_OVER -> {
        send(turn, handOver(incoming, incoming.value()));
        yield true;
      }
      case Cards.SEND -> {
        Shown shown = enquire(incoming, incoming.value());
        send(turn, shown.card());
        yield shown.keep();
      }
      case Cards.CONCERN -> {
        send(
            turn,
            cards.reply(
                incoming.setting() == Setting.PRIVATE_CHAT ? NO_DIALOG : Reply.elsewhere()));
        yield true;
      }
      default -> throw new BadRequestResponse("The desk has no card that hands this in.");
    };
  }

  private boolean invoke(TurnContext turn, Incoming incoming) {
    return switch (incoming.name()) {
      case "adaptiveCard/action" -> action(turn, incoming);
      case "task/fetch" -> {
        contexts.keep(incoming, Context.NONE);
        answer(turn, dialog.open(incoming.setting(), Incoming.field(incoming.value(), "data")));
        yield false;
      }
      case "task/submit" -> {
        answer(turn, dialog.submit(incoming.setting(), Incoming.field(incoming.value(), "data")));
        yield false;
      }
      default -> throw new UnprocessableContentResponse("The desk knows no invoke of that name.");
    };
  }

  private boolean action(TurnContext turn, Incoming incoming) {
    JsonNode action = Incoming.field(incoming.value(), "action");
    JsonNode data = Incoming.field(action, "data");
    return switch (Incoming.field(action, "verb").asText()) {
      case Cards.SAY -> {
        boolean keep = converse(turn, incoming, says(data), Context.NONE);
        answer(turn, note("Answered below."));
        yield keep;
      }
      case Cards.MEMBERSHIP -> {
        answer(turn, replacing(request(incoming, data)));
        yield true;
      }
      case Cards.RATE -> {
        Vote vote = vote(data);
        Optional<Reply> rated = rate(vote);
        answer(
            turn,
            rated
                .map(reply -> replacing(cards.rated(reply, vote.helped())))
                .orElseGet(() -> note(FAULT)));
        yield rated.isPresent();
      }
      case Cards.HAND_OVER -> {
        answer(turn, replacing(handOver(incoming, data)));
        yield true;
      }
      case Cards.SEND -> {
        Shown shown = enquire(incoming, data);
        answer(turn, replacing(shown.card()));
        yield shown.keep();
      }
      default -> throw new BadRequestResponse("The desk has no card that hands this in.");
    };
  }

  /**
   * Says what the desk says to this.
   *
   * @param context what it may refer to; what a card says refers to nothing
   */
  private boolean converse(TurnContext turn, Incoming incoming, String text, Context context) {
    contexts.keep(incoming, Context.NONE);
    Reply reply =
        orFault(
            () ->
                desk.hear(
                    new Utterance(
                        incoming.key(), incoming.setting(), text, Speaker.UNKNOWN, null, context)));
    contexts.keep(incoming, context.after(reply));
    send(turn, card(reply, incoming));
    return reply.kind() != Reply.Kind.CONCERN;
  }

  /** Installing the app is told twice over, as an update of the conversation and of its own. */
  private void welcome(TurnContext turn, Incoming incoming) {
    String conversation = Incoming.digest(incoming.channel(), incoming.conversation());
    if (welcomed.asMap().putIfAbsent(conversation, true) == null) {
      try {
        converse(turn, incoming, "Hello", Context.NONE);
      } catch (RuntimeException e) {
        welcomed.invalidate(conversation);
        throw e;
      }
    }
  }

  private ObjectNode card(Reply reply, Incoming incoming) {
    Form form = reply.form();
    if (form == null) {
      String article = reply.article();
      return reply.kind() == Reply.Kind.ANSWER && article != null
          ? cards.answer(reply, seal.seal(new Ballot(nonce(), article)))
          : cards.reply(reply);
    }
    if (incoming.setting() != Setting.PRIVATE_CHAT) {
      return cards.reply(Reply.elsewhere());
    }
    if (form instanceof Form.Membership membership) {
      Sheet sheet =
          new Sheet(nonce(), membership.wish(), membership.networks(), LocalDate.now(clock));
      return cards.membership(
          reply.body(),
          sheet,
          seal.seal(sheet, incoming.seat()),
          new Entries(membership.chosen(), false, ""),
          connector.lookUp(incoming).isEmpty());
    }
    if (form instanceof Form.HandOver offered) {
      EnquirySheet sheet = new EnquirySheet(nonce(), Speaker.UNKNOWN, LocalDate.now(clock));
      return cards.offering(
          reply, shortened(offered.question()), seal.seal(sheet, incoming.seat()));
    }
    return cards.concern(reply);
  }

  /** The form that sends a question to the team, once the person asks for it. */
  private ObjectNode handOver(Incoming incoming, JsonNode data) {
    if (incoming.setting() != Setting.PRIVATE_CHAT) {
      return cards.reply(Reply.elsewhere());
    }
    EnquirySheet sheet = enquirySheet(incoming, data);
    if (sheet.isOver(LocalDate.now(clock))) {
      return cards.reply(OLD_OFFER);
    }
    Speaker speaker = connector.lookUp(incoming).orElse(Speaker.UNKNOWN);
    return cards.handOver(
        List.of(
            new Block.Heading("Nothing has been sent yet"),
            new Block.Paragraph(
                "This is all that would be sent. You can change the text before you send it.")),
        seal.seal(sheet.showing(speaker), incoming.seat()),
        speaker,
        shortened(string(data, "question")),
        false);
  }

  /** The card that takes the place of the form handed in; who asks is whom that form showed. */
  private Shown enquire(Incoming incoming, JsonNode data) {
    Optional<ChatAddress> chat = ChatAddress.of(incoming);
    if (chat.isEmpty()) {
      return new Shown(cards.reply(Reply.elsewhere()), true);
    }
    EnquirySheet sheet = enquirySheet(incoming, data);
    if (sheet.isOver(LocalDate.now(clock))) {
      return new Shown(cards.reply(OLD_OFFER), true);
    }
    String question = string(data, "question");
    if (question.length() > Enquiry.LONGEST_TEXT) {
      throw new UnprocessableContentResponse(
          "The question is longer than the form allows. Nothing was sent.");
    }
    boolean agreed = "true".equals(string(data, "agreed"));
    Reply reply;
    try {
      reply =
          desk.handOver(
              new Enquiry(sheet.key(), question, agreed, sheet.speaker(), chat.get().asAddress()));
    } catch (RuntimeException e) {
      logFault(e);
      reply = Reply.of(Reply.Kind.CLARIFY, FAULT);
    }
    if (reply.kind() != Reply.Kind.CLARIFY) {
      return new Shown(card(reply, incoming), reply.kind() != Reply.Kind.CONCERN);
    }
    List<Block> lead = new ArrayList<>();
    lead.add(new Block.Heading("Nothing has been sent yet"));
    lead.addAll(reply.body());
    return new Shown(
        cards.handOver(lead, string(data, "form"), sheet.speaker(), question, agreed), true);
  }

  /**
   * A card that takes another's place.
   *
   * @param keep whether it may be kept for a while, in case the activity comes again
   */
  private record Shown(ObjectNode card, boolean keep) {}

  private EnquirySheet enquirySheet(Incoming incoming, JsonNode data) {
    return seal.openEnquiry(string(data, "form"), incoming.seat())
        .orElseThrow(DeskBot::changedCard);
  }

  private static BadRequestResponse changedCard() {
    return new BadRequestResponse(
        "This card has been changed, or was made for somebody else. Nothing was sent; ask the desk"
            + " for a new one.");
  }

  /** As much of a question as can be sent, not cut within a character. */
  private static String shortened(String question) {
    if (question.length() <= Enquiry.LONGEST_TEXT) {
      return question;
    }
    boolean within = Character.isHighSurrogate(question.charAt(Enquiry.LONGEST_TEXT - 1));
    return question.substring(0, within ? Enquiry.LONGEST_TEXT - 1 : Enquiry.LONGEST_TEXT);
  }

  /** The card that takes the place of a membership form handed in. */
  private ObjectNode request(Incoming incoming, JsonNode data) {
    if (incoming.setting() != Setting.PRIVATE_CHAT) {
      return cards.reply(Reply.elsewhere());
    }
    String sealed = string(data, "form");
    Sheet sheet = seal.open(sealed, incoming.seat()).orElseThrow(DeskBot::changedCard);
    if (sheet.isOver(LocalDate.now(clock))) {
      boolean joins = sheet.wish() == Form.Wish.JOIN;
      return cards.reply(
          Reply.of(Reply.Kind.CLARIFY, "This form is more than seven days old. Nothing was sent.")
              .withChoices(
                  List.of(
                      new Choice(
                          "Open a new form",
                          joins ? "I want to join a network" : "I want to leave a network"))));
    }
    Set<NetworkId> networks =
        sheet
            .choose(
                Arrays.stream(string(data, "networks").split(","))
                    .map(String::strip)
                    .filter(id -> !id.isEmpty())
                    .toList())
            .orElseThrow(
                () ->
                    new UnprocessableContentResponse(
                        "One of the networks is not among those offered. Nothing was sent."));
    Entries entries =
        new Entries(networks, "true".equals(string(data, "agreed")), string(data, "mail").strip());
    Optional<Speaker> known = connector.lookUp(incoming);
    Optional<Speaker> speaker = known.isPresent() ? known : typed(entries);
    List<String> missing = missing(entries, speaker);
    if (!missing.isEmpty() || speaker.isEmpty()) {
      return again(sheet, sealed, entries, known.isEmpty(), missing);
    }
    Request request = new Request(sheet.key(), sheet.wish(), networks, speaker.get());
    try {
      Reply reply = desk.request(request);
      contexts.keep(incoming, Context.NONE.after(reply));
      return card(reply, incoming);
    } catch (RuntimeException e) {
      logFault(e);
      return again(sheet, sealed, entries, known.isEmpty(), List.of(FAULT));
    }
  }

  private record Vote(Ballot ballot, boolean helped) {}

  private Vote vote(JsonNode data) {
    Ballot ballot =
        seal.openBallot(string(data, "ballot"))
            .orElseThrow(
                () ->
                    new BadRequestResponse(
                        "This card has been changed. Nothing was counted; ask the desk again."));
    JsonNode helped = Incoming.field(data, "helped");
    if (!helped.isBoolean()) {
      throw new BadRequestResponse("What the card hands in as helped must be true or false.");
    }
    return new Vote(ballot, helped.booleanValue());
  }

  /** The answer again, or nothing where the vote could not be counted: it may be tried again. */
  private Optional<Reply> rate(Vote vote) {
    try {
      return Optional.of(
          desk.rate(new Rating(vote.ballot().key(), vote.ballot().article(), vote.helped())));
    } catch (RuntimeException e) {
      logFault(e);
      return Optional.empty();
    }
  }

  /** Answers an action with a card in the place of the one that was pressed. */
  private static ObjectNode replacing(ObjectNode card) {
    ObjectNode shown = NODES.objectNode().put("statusCode", 200).put("type", Cards.CONTENT_TYPE);
    shown.set("value", card);
    return shown;
  }

  /** Answers an action with a few words beside the card. */
  private static ObjectNode note(String words) {
    return NODES
        .objectNode()
        .put("statusCode", 200)
        .put("type", "application/vnd.microsoft.activity.message")
        .put("value", words);
  }

  private ObjectNode again(
      Sheet sheet, String sealed, Entries entries, boolean asksWho, List<String> missing) {
    List<Block> lead = new ArrayList<>();
    lead.add(new Block.Heading("Nothing has been sent yet"));
    lead.add(new Block.Bullets(missing));
    return cards.membership(lead, sheet, sealed, entries, asksWho);
  }

  private static List<String> missing(Entries entries, Optional<Speaker> speaker) {
    List<String> missing = new ArrayList<>();
    if (entries.networks().isEmpty()) {
      missing.add("Choose at least one network.");
    }
    if (!entries.agreed()) {
      missing.add("Tick the box for your agreement.");
    }
    if (speaker.isEmpty()) {
      missing.add("Type one mail address, such as first.last@nhs.net.");
    }
    return missing;
  }

  private static Optional<Speaker> typed(Entries entries) {
    return Mailbox.parse(entries.mail()).map(mailbox -> new Speaker(null, mailbox, false));
  }

  private static String says(JsonNode data) {
    String text = string(data, "says");
    if (text.isBlank()) {
      throw new BadRequestResponse("The card's choice says nothing.");
    }
    return text;
  }

  /** A string that a card hands in; empty where there is none. */
  private static String string(JsonNode data, String field) {
    JsonNode value = Incoming.field(data, field);
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (!value.isTextual()) {
      throw new BadRequestResponse("What the card hands in as " + field + " must be a string.");
    }
    return value.textValue();
  }

  private static Reply orFault(Supplier<Reply> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      logFault(e);
      return Reply.of(Reply.Kind.OUT_OF_SCOPE, FAULT);
    }
  }

  private static void logFault(RuntimeException fault) {
    log.error("event=teams-turn outcome=fault cause={}", fault.getClass().getName());
  }

  private static void send(TurnContext turn, ObjectNode card) {
    try {
      turn.sendActivity(Cards.message(card)).join();
    } catch (RuntimeException e) {
      log.warn("event=teams-reply outcome=undelivered cause={}", rootOf(e));
      throw new BadGatewayResponse("The reply could not be delivered to the serviceUrl.");
    }
  }

  private static String rootOf(Throwable fault) {
    Throwable root = fault;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName();
  }

  private static void answer(TurnContext turn, @Nullable ObjectNode body) {
    Activity response = new Activity(ActivityTypes.INVOKE_RESPONSE);
    response.setValue(new InvokeResponse(200, body));
    turn.getTurnState().add(BotFrameworkAdapter.INVOKE_RESPONSE_KEY, response);
  }

  private String nonce() {
    byte[] drawn = new byte[16];
    random.nextBytes(drawn);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(drawn);
  }
}
