package org.inclusiondesk.teams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.conversation.Choice;
import org.inclusiondesk.conversation.Form;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.conversation.Reply;
import org.inclusiondesk.conversation.Source;
import org.inclusiondesk.conversation.Speaker;
import org.inclusiondesk.speakup.Circle;
import org.inclusiondesk.speakup.Guardian;
import org.inclusiondesk.speakup.Intake;
import org.inclusiondesk.teams.Cards.Entries;
import org.junit.jupiter.api.Test;

/**
 * Every kind of card, checked, and written to {@code target/cards} for whoever has Microsoft's own
 * parser.
 */
class CardGalleryTest {
  private static final Path TARGET = Path.of("target", "cards");
  private static final List<Block> BEFORE = new Teams.SmallWords().beforeTheBox();
  private static final List<Guardian> GUARDIANS = Circle.of("ada", "bob").set().guardians();
  private static final Set<String> ELEMENTS =
      Set.of("TextBlock", "FactSet", "Input.Text", "Input.ChoiceSet", "Input.Toggle");

  @Test
  void everyCardKeepsTheRulesOfTeams() throws IOException {
    Files.createDirectories(TARGET);
    Map<String, ObjectNode> cards = gallery();
    for (Map.Entry<String, ObjectNode> entry : cards.entrySet()) {
      check(entry.getKey(), entry.getValue());
      Files.writeString(
          TARGET.resolve(entry.getKey() + ".json"), entry.getValue().toPrettyString() + "\n");
    }
    assertThat(cards).hasSizeGreaterThan(25);
  }

  @Test
  void hostileTextStaysText() {
    ObjectNode card =
        Teams.CARDS.reply(
            new Reply(
                Reply.Kind.DONE,
                List.of(
                    new Block.Paragraph("[click](https://evil.example)"),
                    new Block.Facts(List.of(new Block.Fact("[a](b)", "[c](d)")))),
                new Source("[o](p)", "[q](r)", null),
                null,
                List.of(),
                List.of(),
                null));

    assertThat(card.toString()).doesNotContain("](").contains("https://evil.example");
  }

  @Test
  void offersSixChoicesAndNamesTheRest() {
    List<Choice> eight = new ArrayList<>();
    for (int i = 1; i <= 8; i++) {
      eight.add(new Choice("Label " + i, "Question " + i));
    }
    ObjectNode card =
        Teams.CARDS.reply(Reply.of(Reply.Kind.CLARIFY, "Which one?").withChoices(eight));

    assertThat(card.path("actions")).hasSize(6);
    assertThat(card.path("body").toString())
        .contains("Question 7", "Question 8")
        .doesNotContain("Question 6");
  }

  private static Map<String, ObjectNode> gallery() {
    Map<String, ObjectNode> cards = new TreeMap<>();
    Cards maker = Teams.CARDS;
    String ballot = new CardSeal(Teams.CARD_KEY).seal(new Ballot("key", "operation-cavell"));
    cards.put("answer-with-old-note", maker.answer(answer(true), ballot));
    cards.put("answer-without-old-note", maker.answer(answer(false), ballot));
    cards.put("answer-with-choices", maker.answer(answer(false).withChoices(choices(6)), ballot));
    cards.put("answer-that-helped", maker.rated(answer(false), true));
    cards.put("answer-that-did-not-help", maker.rated(answer(true), false));
    cards.put(
        "answer-without-date",
        maker.reply(
            new Reply(
                Reply.Kind.ANSWER,
                List.of(new Block.Paragraph("There are four networks.")),
                new Source("NHS Kent and Medway", "Equality page", null),
                "networks",
                List.of(),
                List.of(),
                null)));
    cards.put(
        "did-you-mean",
        maker.reply(
            Reply.of(Reply.Kind.CLARIFY, "Which of these do you mean?").withChoices(choices(2))));
    cards.put(
        "out-of-scope",
        maker.reply(
            Reply.of(Reply.Kind.OUT_OF_SCOPE, "I do not know that.").withChoices(choices(2))));
    cards.put(
        "welcome", maker.reply(Reply.of(Reply.Kind.SMALLTALK, "Hello.").withChoices(choices(6))));
    cards.put(
        "many-choices",
        maker.reply(Reply.of(Reply.Kind.CLARIFY, "Which?").withChoices(choices(9))));
    for (Form.Wish wish : Form.Wish.values()) {
      for (int chosen = 0; chosen <= Teams.NETWORKS.size(); chosen++) {
        Set<NetworkId> preselected =
            chosen == 0 ? Set.of() : Set.of(Teams.NETWORKS.get(chosen - 1).id());
        for (boolean asksWho : new boolean[] {false, true}) {
          cards.put(
              "%s-%s-%s"
                  .formatted(
                      wish.name().toLowerCase(Locale.ROOT),
                      chosen == 0 ? "none" : Teams.NETWORKS.get(chosen - 1).id(),
                      asksWho ? "asking-who" : "of-the-roster"),
              membership(wish, preselected, asksWho));
        }
      }
    }
    cards.put(
        "join-all-of-the-roster",
        membership(
            Form.Wish.JOIN,
            new HashSet<>(Teams.NETWORKS.stream().map(Form.Network::id).toList()),
            false));
    cards.put(
        "join-again",
        maker.membership(
            List.of(
                new Block.Heading("Nothing has been sent yet"),
                new Block.Bullets(List.of("Choose at least one network."))),
            sheet(Form.Wish.JOIN),
            "sealed",
            new Entries(Set.of(), true, "nobody"),
            true));
    cards.put(
        "acknowledgement",
        maker.reply(Reply.of(Reply.Kind.DONE, "Your request KM-7QF3-2TX8 is on its way.")));
    cards.put(
        "concern",
        maker.concern(
            Reply.of(Reply.Kind.CONCERN, "This is not monitored. In an emergency call 999.")
                .withForm(new Form.SpeakUp())));
    cards.put(
        "concern-with-choices",
        maker.concern(
            Reply.of(Reply.Kind.CONCERN, "This is not monitored.")
                .withForm(new Form.SpeakUp())
                .withChoices(choices(6))));
    for (boolean known : new boolean[] {true, false}) {
      cards.put(
          "hand-over-" + (known ? "of-the-roster" : "of-nobody-known"),
          maker.handOver(
              List.of(new Block.Heading("Nothing has been sent yet")),
              "sealed",
              known
                  ? new Speaker("Sam Poole", new Mailbox("sam.poole@nhs.net"), true)
                  : Speaker.UNKNOWN,
              "What is the wifi code?\nAnd \"who\" [knows](https://it.example)?",
              false));
    }
    for (int nearest : new int[] {0, 2, 8}) {
      cards.put(
          "offer-beneath-" + nearest,
          maker.offering(
              Reply.of(Reply.Kind.OUT_OF_SCOPE, "I do not know that.")
                  .withChoices(choices(nearest)),
              "What is the wifi code?",
              "sealed"));
    }
    cards.put("dialog", maker.dialog(BEFORE, "nonce", null, "", GUARDIANS, Set.of()));
    for (Intake.Reason reason : Intake.Reason.values()) {
      cards.put(
          "dialog-error-" + reason.name().toLowerCase(Locale.ROOT).replace('_', '-'),
          maker.dialog(
              BEFORE,
              "nonce",
              Cards.fault(reason),
              "What was typed",
              GUARDIANS,
              Set.of("ada", "bob")));
    }
    cards.put(
        "receipt", maker.receipt(Teams.SmallIntake.WORDS, new Teams.SmallWords().afterwards()));
    cards.put("dialog-closing", maker.closing(Reply.elsewhere().body()));
    cards.put("neutral-line", maker.reply(Reply.elsewhere()));
    cards.put("error", maker.reply(Reply.of(Reply.Kind.OUT_OF_SCOPE, "Something went wrong.")));
    return cards;
  }

  private static Reply answer(boolean old) {
    List<Block> body = new ArrayList<>(Teams.SmallDesk.ANSWER.body());
    if (old) {
      body.add(new Block.Small("This is more than two years old and may have changed."));
    }
    return new Reply(
        Reply.Kind.ANSWER,
        body,
        Teams.SmallDesk.ANSWER.source(),
        "operation-cavell",
        List.of(),
        List.of(),
        null);
  }

  private static List<Choice> choices(int count) {
    List<Choice> choices = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      choices.add(new Choice("Choice " + i, "What about choice " + i + "?"));
    }
    return choices;
  }

  private static Sheet sheet(Form.Wish wish) {
    return new Sheet("key", wish, Teams.NETWORKS, LocalDate.of(2026, 11, 20));
  }

  private static ObjectNode membership(Form.Wish wish, Set<NetworkId> chosen, boolean asksWho) {
    String sealed = new CardSeal(Teams.CARD_KEY).seal(sheet(wish), "seat");
    return Teams.CARDS.membership(
        List.of(new Block.Paragraph("Choose your networks.")),
        sheet(wish),
        sealed,
        new Entries(chosen, false, ""),
        asksWho);
  }

  private static void check(String name, ObjectNode card) {
    assertThat(card.path("type").asText()).as(name).isEqualTo("AdaptiveCard");
    assertThat(card.path("version").asText()).as(name).isEqualTo("1.5");
    assertThat(card.path("fallbackText").asText()).as(name).isNotBlank();
    assertThat(card.path("body")).as(name).isNotEmpty();
    assertThat(card.toString().length()).as(name).isLessThan(25_000);
    Set<String> ids = new HashSet<>();
    for (JsonNode element : card.path("body")) {
      assertThat(element.path("type").asText()).as(name).isIn(ELEMENTS);
      if (element.path("type").asText().equals("TextBlock")) {
        assertThat(element.path("text").asText()).as(name).isNotBlank();
        assertThat(element.path("wrap").asBoolean()).as(name).isTrue();
      }
      if (element.path("type").asText().startsWith("Input.")) {
        assertThat(ids.add(element.path("id").asText())).as(name).isTrue();
        assertThat(element.path("label").asText()).as(name).isNotBlank();
        if (element.path("isRequired").asBoolean()) {
          assertThat(element.path("errorMessage").asText()).as(name).isNotBlank();
        }
      }
    }
    assertThat(card.path("actions").size()).as(name).isLessThanOrEqualTo(6);
    for (JsonNode action : card.path("actions")) {
      assertThat(action.path("title").asText()).as(name).isNotBlank();
      if (action.path("type").asText().equals("Action.Execute")) {
        JsonNode fallback = action.path("fallback");
        assertThat(fallback.path("type").asText()).as(name).isEqualTo("Action.Submit");
        assertThat(fallback.path("title")).as(name).isEqualTo(action.path("title"));
        assertThat(fallback.path("data").path("verb")).as(name).isEqualTo(action.path("verb"));
      }
      if (action.path("type").asText().equals("Action.OpenUrl")) {
        assertThat(name).matches("(join|leave|hand-over)-.*");
      }
    }
  }
}
