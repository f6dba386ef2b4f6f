package org.inclusiondesk.desk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.inclusiondesk.answers.Answerer;
import org.inclusiondesk.answers.Article;
import org.inclusiondesk.answers.Organisation;
import org.inclusiondesk.answers.Outcome;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.conversation.Block.Bullets;
import org.inclusiondesk.conversation.Block.Paragraph;
import org.inclusiondesk.conversation.Block.Small;
import org.inclusiondesk.conversation.Choice;
import org.inclusiondesk.conversation.Context;
import org.inclusiondesk.conversation.Form;
import org.inclusiondesk.conversation.Form.Wish;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.conversation.Reply;
import org.inclusiondesk.conversation.Reply.Kind;
import org.inclusiondesk.conversation.Source;
import org.inclusiondesk.conversation.Utterance.Setting;
import org.inclusiondesk.speakup.Signpost;
import org.inclusiondesk.understanding.Danger;
import org.inclusiondesk.understanding.Intent;
import org.inclusiondesk.understanding.Intent.Smalltalk;
import org.inclusiondesk.understanding.Understanding;

/**
 * The half of the desk that only talks: a text in, a reply out, nothing stored and nothing sent.
 * Safe for any number of threads.
 */
public final class Talk {
  private final Understanding understanding;
  private final FollowUps followUps;
  private final Danger danger;
  private final Answerer answerer;
  private final Signpost signpost;
  private final List<Form.Network> networks;
  private final Mailbox team;

  /**
   * @param followUps over the same articles and networks
   * @param danger recognises words of danger
   * @param networks all networks, in the order in which they are offered
   * @param team where people can be reached
   */
  public Talk(
      Understanding understanding,
      FollowUps followUps,
      Danger danger,
      Answerer answerer,
      Signpost signpost,
      List<Form.Network> networks,
      Mailbox team) {
    this.understanding = understanding;
    this.followUps = followUps;
    this.danger = danger;
    this.answerer = answerer;
    this.signpost = signpost;
    this.networks = List.copyOf(networks);
    this.team = team;
  }

  /** What the desk says to this, nothing having been said before. */
  public Reply reply(String text, Setting setting) {
    return reply(text, setting, Context.NONE);
  }

  /**
   * What the desk says to this after what was said before; urgent help first where there are words
   * of danger.
   */
  public Reply reply(String text, Setting setting, Context context) {
    return helpFirst(text, setting, ordinary(text, setting, context));
  }

  private Reply ordinary(String text, Setting setting, Context context) {
    Intent intent = understanding.understand(text);
    Reply reply = followed(followUps.of(text, intent, context), intent, text, setting, context);
    return reply.kind() == Kind.CONCERN || reply.kind() == Kind.ELSEWHERE
        ? reply
        : reply.plus(signpost.line());
  }

  private Reply followed(
      FollowUp followUp, Intent intent, String text, Setting setting, Context context) {
    if (followUp instanceof FollowUp.Picked it) {
      return alone(it.choice().says(), setting);
    } else if (followUp instanceof FollowUp.Unpicked) {
      return Reply.of(Kind.CLARIFY, "Which of these do you mean?").withChoices(context.choices());
    } else if (followUp instanceof FollowUp.Wished it && setting == Setting.PRIVATE_CHAT) {
      return wished(it.wish(), it.networks());
    } else if (followUp instanceof FollowUp.Agreed) {
      return agreed(setting, context);
    } else if (followUp instanceof FollowUp.Declined) {
      return declined(setting, context);
    } else if (followUp instanceof FollowUp.About it) {
      return about(it, text, setting);
    } else if (followUp instanceof FollowUp.More it) {
      return notHeld("That is all that I have on", it.article(), List.of(), text, setting);
    } else if (followUp instanceof FollowUp.Beside it) {
      return beside(it, text, setting);
    } else if (followUp instanceof FollowUp.Lost) {
      return lost(intent, text, setting);
    }
    return alone(intent, text, setting);
  }

  private Reply alone(String text, Setting setting) {
    return alone(understanding.understand(text), text, setting);
  }

  private Reply alone(Intent intent, String text, Setting setting) {
    return intent.match(
        question -> answer(answerer.answer(question), text, setting),
        join -> membership(Wish.JOIN, join.networks(), setting),
        leave -> membership(Wish.LEAVE, leave.networks(), setting),
        concern -> concern(setting),
        smalltalk -> smalltalk(smalltalk, setting),
        unclear -> setting == Setting.MAIL ? leftForPeople() : unclear(setting));
  }

  /** Asks on, but after what? Perhaps after the desk itself: "what can this thing do". */
  private Reply lost(Intent intent, String text, Setting setting) {
    if (intent instanceof Intent.Question question
        && answerer.answer(question) instanceof Outcome.Answered answered
        && answered.article().organisation() == Organisation.DESK) {
      return answer(answered, text, setting);
    }
    return setting == Setting.MAIL
        ? leftForPeople()
        : Reply.of(Kind.CLARIFY, "Which subject do you mean? Please name it in your question.")
            .withChoices(openings(setting));
  }

  /** Yes sends nothing by itself: what is offered is shown again, with what to press. */
  private Reply agreed(Setting setting, Context context) {
    Form offered = context.offered();
    if (offered instanceof Form.Membership form) {
      List<NetworkId> meant =
          networks.stream().map(Form.Network::id).filter(form.chosen()::contains).toList();
      Reply again =
          meant.isEmpty()
              ? membership(form.wish(), meant, setting).withChoices(context.choices())
              : wished(form.wish(), meant);
      return setting == Setting.MAIL
          ? again
          : again.plus(
              new Paragraph("Fill in below and press “Send the request”; nothing is sent before."));
    }
    if (offered != null) {
      return Reply.of(Kind.CLARIFY, "Please press the button below; nothing is sent before.")
          .withForm(offered);
    }
    if (context.choices().size() == 1) {
      return alone(context.choices().get(0).says(), setting);
    }
    if (!context.choices().isEmpty()) {
      return Reply.of(Kind.CLARIFY, "Which of these would you like?")
          .withChoices(context.choices());
    }
    return setting == Setting.MAIL
        ? leftForPeople()
        : Reply.of(Kind.CLARIFY, "Good. What would you like to know or do?")
            .withChoices(openings(setting));
  }

  private Reply declined(Setting setting, Context context) {
    if (context.offered() != null) {
      return Reply.of(Kind.SMALLTALK, "All right, nothing is sent.");
    }
    return setting == Setting.MAIL && context.equals(Context.NONE)
        ? leftForPeople()
        : Reply.of(Kind.SMALLTALK, "All right. Ask me something else whenever you like.");
  }

  private Reply about(FollowUp.About asked, String text, Setting setting) {
    if (asked.alone() != null) {
      Outcome alone = answerer.answer(asked.alone());
      if (alone instanceof Outcome.Answered) {
        return answer(alone, text, setting);
      }
    }
    Optional<Outcome.Answered> told =
        asked.held() ? answerer.answerFrom(asked.article(), asked.question()) : Optional.empty();
    return told.map(it -> tell(it.article(), it.old()))
        .orElseGet(
            () ->
                notHeld(
                    "What I have does not say that about",
                    asked.article(),
                    near(answerer.answer(asked.question())),
                    text,
                    setting));
  }

  private Reply beside(FollowUp.Beside asked, String text, Setting setting) {
    Outcome outcome = answerer.answer(asked.question());
    boolean another =
        outcome instanceof Outcome.Answered it && !it.article().equals(asked.article());
    return another
        ? answer(outcome, text, setting)
        : notHeld("I have nothing like that beside", asked.article(), near(outcome), text, setting);
  }

  private static List<Article> near(Outcome outcome) {
    return outcome.match(
        answered -> List.of(answered.article()),
        twoFit -> List.of(twoFit.first(), twoFit.second()),
        abstained -> abstained.nearest());
  }

  private Reply notHeld(
      String opening, Article article, List<Article> near, String text, Setting setting) {
    Form handOver = new Form.HandOver(text.strip() + " (" + article.title() + ")");
    String honest = opening + " “" + article.title() + "”.";
    List<Article> others = near.stream().filter(other -> !other.equals(article)).toList();
    if (setting == Setting.MAIL) {
      Reply left = leftForPeople();
      List<Block> body = new ArrayList<>();
      body.add(new Paragraph(honest));
      body.addAll(left.body());
      return Reply.of(left.kind(), body).withArticle(article.id()).withForm(handOver);
    }
    Reply reply =
        Reply.of(Kind.OUT_OF_SCOPE, honest, "To reach a person, write to " + team.value() + ".")
            .withArticle(article.id());
    if (setting == Setting.PRIVATE_CHAT) {
      reply = reply.withForm(handOver);
    }
    return others.isEmpty()
        ? reply
        : reply
            .plus(new Paragraph("Perhaps one of these comes near:"))
            .withChoices(choices(others));
  }

  /** Whether a text reads like a concern or speaks of danger; it then goes nowhere. */
  boolean readsLikeConcern(String text) {
    return danger.isIn(text) || understanding.understand(text) instanceof Intent.Concern;
  }

  /**
   * The reply to a text, unless there are words of danger in it: then urgent help, and behind it
   * what the reply tells. Whatever the reply offers or has done besides is left out, so that
   * nothing of such a text is acted on, and a mail that holds one stays for people to read.
   */
  Reply helpFirst(String text, Setting setting, Reply reply) {
    if (!danger.isIn(text)) {
      return reply;
    }
    Reply rest =
        switch (setting) {
          case SHARED_CHAT -> Reply.of(Kind.CONCERN, Reply.elsewhere().body());
          case MAIL ->
              Reply.of(Kind.OUT_OF_SCOPE, tells(reply) ? reply.body() : leftForPeople().body());
          case PRIVATE_CHAT ->
              tells(reply) ? Reply.of(Kind.CONCERN, reply.body()) : signpost.reply();
        };
    return rest.after(signpost.urgentHelp());
  }

  /** The answer that stands in an article, or nothing where there is no such article. */
  Optional<Reply> article(String id) {
    return answerer.byId(id).map(found -> tell(found.article(), found.old()).plus(signpost.line()));
  }

  /**
   * The theme of a question that has no answer; nothing for any other text, and never for one that
   * reads like a concern.
   */
  Optional<String> unanswered(String text) {
    return !danger.isIn(text) && understanding.understand(text) instanceof Intent.Question question
        ? answerer
            .answer(question)
            .match(
                answered -> Optional.empty(),
                twoFit -> Optional.empty(),
                abstained -> Optional.of(abstained.theme()))
        : Optional.empty();
  }

  private static boolean tells(Reply reply) {
    return reply.kind() == Kind.ANSWER || reply.kind() == Kind.DONE;
  }

  private Reply answer(Outcome outcome, String text, Setting setting) {
    Form handOver = new Form.HandOver(text);
    return outcome.match(
        answered ->
            answered.article().speakUp() && setting == Setting.PRIVATE_CHAT
                ? signpost.reply(answered.article().body())
                : tell(answered.article(), answered.old()),
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

  /** What was done of a mail, the rest of which is left for people to read. */
  Reply leftBesides(Reply done) {
    return Reply.of(Kind.OUT_OF_SCOPE, done.body())
        .plus(
            new Paragraph(
                "What you wrote besides stays in the mailbox for a person to read; nobody has read it"
                    + " yet."))
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
    String verb = verb(wish);
    if (meant.size() == 1) {
      return wished(wish, meant);
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
        .withChoices(offered.stream().map(id -> choice(wish, name(id))).toList())
        .withForm(new Form.Membership(wish, networks, Set.of()));
  }

  /** A wish for just these networks; at least one. */
  private Reply wished(Wish wish, List<NetworkId> meant) {
    String names = meant.stream().map(this::name).collect(Collectors.joining(" and the "));
    return Reply.of(
            wish == Wish.JOIN ? Kind.JOIN : Kind.LEAVE,
            "You would like to " + verb(wish) + " the " + names + ".")
        .withNetworks(meant)
        .withForm(new Form.Membership(wish, networks, Set.copyOf(meant)));
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

  /** All that one may begin with. */
  static List<Choice> openings() {
    return openings(Setting.PRIVATE_CHAT);
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
    return articles.stream().map(Talk::choice).toList();
  }

  /** An article to pick. */
  static Choice choice(Article article) {
    return new Choice(article.title(), article.title());
  }

  /** A network to pick. */
  static Choice choice(Wish wish, String network) {
    return new Choice(network, "I would like to " + verb(wish) + " the " + network);
  }

  private static String verb(Wish wish) {
    return wish == Wish.JOIN ? "join" : "leave";
  }

  private String name(NetworkId id) {
    return networks.stream()
        .filter(network -> network.id().equals(id))
        .map(Form.Network::name)
        .findFirst()
        .orElse(id.value());
  }
}
