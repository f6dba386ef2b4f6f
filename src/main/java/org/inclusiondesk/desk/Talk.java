package org.inclusiondesk.desk;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.inclusiondesk.answers.Answerer;
import org.inclusiondesk.answers.Article;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.conversation.Block.Bullets;
import org.inclusiondesk.conversation.Block.Paragraph;
import org.inclusiondesk.conversation.Block.Small;
import org.inclusiondesk.conversation.Choice;
import org.inclusiondesk.conversation.Form;
import org.inclusiondesk.conversation.Form.Wish;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.conversation.Reply;
import org.inclusiondesk.conversation.Reply.Kind;
import org.inclusiondesk.conversation.Source;
import org.inclusiondesk.conversation.Utterance.Setting;
import org.inclusiondesk.speakup.Signpost;
import org.inclusiondesk.understanding.Intent;
import org.inclusiondesk.understanding.Intent.Smalltalk;
import org.inclusiondesk.understanding.Understanding;

/**
 * The half of the desk that only talks: a text in, a reply out, nothing stored and nothing sent.
 * Safe for any number of threads.
 */
public final class Talk {
  private final Understanding understanding;
  private final Answerer answerer;
  private final Signpost signpost;
  private final List<Form.Network> networks;
  private final Mailbox team;

  /**
   * @param networks all networks, in the order in which they are offered
   * @param team where people can be reached
   */
  public Talk(
      Understanding understanding,
      Answerer answerer,
      Signpost signpost,
      List<Form.Network> networks,
      Mailbox team) {
    this.understanding = understanding;
    this.answerer = answerer;
    this.signpost = signpost;
    this.networks = List.copyOf(networks);
    this.team = team;
  }

  /** What the desk says to this. */
  public Reply reply(String text, Setting setting) {
    Reply reply =
        understanding
            .understand(text)
            .match(
                question -> answer(question, text, setting),
                join -> membership(Wish.JOIN, join.networks(), setting),
                leave -> membership(Wish.LEAVE, leave.networks(), setting),
                concern -> concern(setting),
                smalltalk -> smalltalk(smalltalk, setting),
                unclear -> setting == Setting.MAIL ? leftForPeople() : unclear(setting));
    return reply.kind() == Kind.CONCERN || reply.kind() == Kind.ELSEWHERE
        ? reply
        : reply.plus(signpost.line());
  }

  /** Whether a text reads like a concern, which then goes nowhere. */
  boolean readsLikeConcern(String text) {
    return understanding.understand(text) instanceof Intent.Concern;
  }

  private Reply answer(Intent.Question question, String text, Setting setting) {
    Form handOver = new Form.HandOver(text);
    return answerer
        .answer(question)
        .match(
            answered -> tell(answered.article(), answered.old()),
            twoFit -> {
              Reply asked =
                  Reply.of(Kind.CLARIFY, "I am not sure which of these you mean:")
                      .withChoices(choices(List.of(twoFit.first(), twoFit.second())));
              return setting == Setting.PRIVATE_CHAT ? asked.withForm(handOver) : asked;
            },
            abstained ->
                switch (setting) {
                  case MAIL -> leftForPeople().withForm(handOver);
                  case SHARED_CHAT -> unknown(abstained.nearest());
                  case PRIVATE_CHAT -> unknown(abstained.nearest()).withForm(handOver);
                });
  }

  private static Reply tell(Article article, boolean old) {
    Source source = article.source();
    List<Block> body = new ArrayList<>(article.body());
    body.add(new Small("Source: " + source.line() + "."));
    if (old) {
      body.add(
          new Small(
              "This source is old. Things may have changed since; the owner of the answer can tell you more."));
    }
    return new Reply(Kind.ANSWER, body, source, article.id(), List.of(), List.of(), null);
  }

  private Reply unknown(List<Article> nearest) {
    Reply unknown =
        Reply.of(
            Kind.OUT_OF_SCOPE,
            "I do not know that. I answer questions about equality, diversity and inclusion from two"
                + " published documents, and help with the staff networks.",
            "To reach a person, write to " + team.value() + ".");
    return nearest.isEmpty()
        ? unknown
        : unknown
            .plus(new Paragraph("Perhaps one of these comes near:"))
            .withChoices(choices(nearest));
  }

  /** The same words for a question without an answer and for what reads like a concern. */
  Reply leftForPeople() {
    return Reply.of(
            Kind.OUT_OF_SCOPE,
            "This is an automatic answer. I could not deal with your mail, so it stays in the mailbox"
                + " for a person to read. The people behind it are at "
                + team.value()
                + ".")
        .plus(signpost.routesByMail().toArray(Block[]::new));
  }

  /** What is said to whatever reads like a concern. */
  Reply concern(Setting setting) {
    return switch (setting) {
      case MAIL -> leftForPeople();
      case SHARED_CHAT -> Reply.elsewhere();
      case PRIVATE_CHAT -> signpost.reply();
    };
  }

  private Reply membership(Wish wish, List<NetworkId> meant, Setting setting) {
    if (setting == Setting.SHARED_CHAT) {
      return Reply.elsewhere();
    }
    Kind kind = wish == Wish.JOIN ? Kind.JOIN : Kind.LEAVE;
    String verb = wish == Wish.JOIN ? "join" : "leave";
    if (meant.size() == 1) {
      return Reply.of(kind, "You would like to " + verb + " the " + name(meant.get(0)) + ".")
          .withNetworks(meant)
          .withForm(new Form.Membership(wish, networks, Set.copyOf(meant)));
    }
    List<NetworkId> offered =
        meant.isEmpty() ? networks.stream().map(Form.Network::id).toList() : meant;
    return Reply.of(
            kind,
            (meant.isEmpty()
                    ? "Which network would you like to " + verb + "?"
                    : "More than one network fits. Which would you like to " + verb + "?")
                + (setting == Setting.MAIL ? " Answer with one of these lines." : ""))
        .withNetworks(meant)
        .withChoices(
            offered.stream()
                .map(id -> new Choice(name(id), "I would like to " + verb + " the " + name(id)))
                .toList())
        .withForm(new Form.Membership(wish, networks, Set.of()));
  }

  private static Reply smalltalk(Smalltalk smalltalk, Setting setting) {
    return switch (smalltalk.kind()) {
      case GREETING -> abilities("Hello! I am the Inclusion Desk, a program. I can:", setting);
      case HELP -> abilities("I am the Inclusion Desk, a program. I can:", setting);
      case THANKS -> Reply.of(Kind.SMALLTALK, "You are welcome.");
      case BYE -> Reply.of(Kind.SMALLTALK, "Goodbye, and take care.");
    };
  }

  /** What the desk can do, for those who meet it. */
  private static Reply abilities(String opening, Setting setting) {
    return Reply.of(
            Kind.SMALLTALK,
            List.of(
                new Paragraph(opening),
                new Bullets(
                    List.of(
                        "answer questions about equality, diversity and inclusion",
                        "help you join or leave a staff network",
                        "show you how to speak up about something that worries you"))))
        .withChoices(openings(setting));
  }

  private static Reply unclear(Setting setting) {
    return Reply.of(Kind.CLARIFY, "I did not get that. What would you like to know?")
        .withChoices(openings(setting));
  }

  /** What one may begin with; where others read along, nothing that tells of oneself. */
  private static List<Choice> openings(Setting setting) {
    Choice objectives = new Choice("Our objectives", "What are our equality objectives?");
    Choice networks = new Choice("The staff networks", "Which staff networks are there?");
    if (setting == Setting.SHARED_CHAT) {
      return List.of(objectives, networks);
    }
    return List.of(
        objectives,
        networks,
        new Choice("Join a network", "I would like to join a staff network"),
        new Choice("Speak up", "I want to speak up"));
  }

  private static List<Choice> choices(List<Article> articles) {
    return articles.stream().map(article -> new Choice(article.title(), article.title())).toList();
  }

  private String name(NetworkId id) {
    return networks.stream()
        .filter(network -> network.id().equals(id))
        .map(Form.Network::name)
        .findFirst()
        .orElse(id.value());
  }
}
