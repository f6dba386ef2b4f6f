package org.inclusiondesk.desk;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.inclusiondesk.answers.Feedback;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.conversation.Enquiry;
import org.inclusiondesk.conversation.Form;
import org.inclusiondesk.conversation.Form.Wish;
import org.inclusiondesk.conversation.Rating;
import org.inclusiondesk.conversation.Reference;
import org.inclusiondesk.conversation.Reply;
import org.inclusiondesk.conversation.Request;
import org.inclusiondesk.conversation.Returned;
import org.inclusiondesk.conversation.Speaker;
import org.inclusiondesk.conversation.Utterance;
import org.inclusiondesk.conversation.Utterance.Setting;
import org.inclusiondesk.handover.Handovers;
import org.inclusiondesk.networks.Memberships;
import org.inclusiondesk.networks.Network;
import org.inclusiondesk.networks.Networks;
import org.inclusiondesk.sponsors.Matters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Dispatches what is said: first by what it answers, then by who says it, then by its words. */
public final class FrontDesk implements Desk {
  private static final Logger LOG = LoggerFactory.getLogger(FrontDesk.class);

  private final Talk talk;
  private final Memberships memberships;
  private final Matters matters;
  private final Handovers handovers;
  private final Networks networks;
  private final Feedback feedback;
  private final LatestKeys counted = new LatestKeys();

  public FrontDesk(
      Talk talk,
      Memberships memberships,
      Matters matters,
      Handovers handovers,
      Networks networks,
      Feedback feedback) {
    this.talk = talk;
    this.memberships = memberships;
    this.matters = matters;
    this.handovers = handovers;
    this.networks = networks;
    this.feedback = feedback;
  }

  @Override
  public Reply hear(Utterance utterance) {
    if (utterance.setting() == Setting.SHARED_CHAT) {
      return talked(utterance);
    }
    Reference answered = utterance.inReplyTo();
    if (utterance.setting() == Setting.MAIL) {
      Optional<Reply> sent = takeUp(utterance);
      if (sent.isPresent()) {
        return sent.get();
      }
    }
    if (answered != null && answered.confirms()) {
      if (!handovers.hasOffered(answered)) {
        return confirmation(utterance, answered);
      }
      answered = null;
    }
    if (utterance.setting() == Setting.MAIL) {
      return mail(utterance, answered);
    }
    return talked(utterance);
  }

  @Override
  public Reply request(Request request) {
    return memberships.request(request);
  }

  @Override
  public Reply handOver(Enquiry enquiry) {
    return talk.readsLikeConcern(enquiry.text())
        ? talk.concern(Setting.PRIVATE_CHAT)
        : handovers.send(enquiry);
  }

  @Override
  public Optional<String> returned(Returned mail) {
    return memberships.returned(mail).or(() -> handovers.returned(mail));
  }

  @Override
  public Optional<Reference> toConfirm(String effect) {
    return memberships.toConfirm(effect);
  }

  /**
   * What an answer to a mail that asks to confirm comes to. Whatever it says besides is left for
   * people to read, and so is an answer that is neither yes nor no.
   */
  private Reply confirmation(Utterance utterance, Reference token) {
    Consent consent = Consent.in(utterance.text());
    Reply reply =
        switch (consent.says()) {
          case YES -> memberships.confirm(token, utterance.key(), utterance.speaker().name());
          case NO -> memberships.withdraw(token, utterance.key());
          case NEITHER -> talk.leftForPeople().after(memberships.neither());
        };
    Reply helped = talk.helpFirst(utterance.text(), utterance.setting(), reply);
    return consent.rest().isBlank() || helped.kind() == Reply.Kind.OUT_OF_SCOPE
        ? helped
        : talk.leftBesides(helped);
  }

  /** A mail that says so has the question sent that an earlier mail asked. */
  private Optional<Reply> takeUp(Utterance utterance) {
    Speaker speaker = utterance.speaker();
    Reference answered = utterance.inReplyTo();
    return talk.readsLikeConcern(utterance.text())
        ? Optional.empty()
        : handovers.takeUp(
            answered != null && answered.confirms() ? answered : null,
            speaker.proven() ? speaker.mailbox() : null,
            utterance.text(),
            utterance.key());
  }

  @Override
  public Reply rate(Rating rating) {
    Optional<Reply> answer = talk.article(rating.article());
    if (answer.isEmpty()) {
      return Reply.of(Reply.Kind.OUT_OF_SCOPE, "This answer is no longer there.");
    }
    counted.once(rating.key(), () -> feedback.rated(rating.article(), rating.helped()));
    return answer.get();
  }

  /** What is said back where nothing is to be done; a question without an answer is counted. */
  private Reply talked(Utterance utterance) {
    Reply reply = talk.reply(utterance.text(), utterance.setting(), utterance.context());
    if (reply.kind() == Reply.Kind.OUT_OF_SCOPE) {
      talk.unanswered(utterance.text()).ifPresent(theme -> count(utterance.key(), theme));
    }
    return reply;
  }

  /** Counting is not worth a reply: where it fails, the reply is given all the same. */
  private void count(String key, String theme) {
    try {
      counted.once(key, () -> feedback.unanswered(theme));
    } catch (RuntimeException fault) {
      LOG.warn("event=count outcome=fault class={}", fault.getClass().getName());
    }
  }

  private Reply mail(Utterance utterance, @Nullable Reference answered) {
    Speaker speaker = utterance.speaker();
    Mailbox sender = speaker.mailbox();
    if (answered != null && handovers.knows(answered)) {
      // What the team answers is meant for the asker, and is no concern whatever it reads like.
      return sender != null && speaker.proven() && handovers.speaksForTheTeam(sender)
          ? handovers.answer(answered, utterance.text(), utterance.key())
          : talk.leftForPeople();
    }
    if (sender != null && speaker.proven() && !talk.readsLikeConcern(utterance.text())) {
      List<Network> own = networks.readBy(sender);
      if (own.size() == 1 && SponsorMatter.is(utterance.text())) {
        return matters.raise(own.get(0).id(), utterance.key(), SponsorMatter.of(utterance.text()));
      }
      if (answered != null && matters.knows(answered)) {
        return matters.respond(answered, sender, utterance.text(), utterance.key());
      }
    }
    if (answered != null && !matters.knows(answered) && memberships.isAnothers(answered, sender)) {
      return aboutRequest(utterance, answered);
    }
    Reply reply = talked(utterance);
    if (reply.form() instanceof Form.HandOver asked && speaker.proven()) {
      return handovers.offer(utterance.key(), asked.question(), speaker, reply);
    }
    Wish wish = wish(reply);
    if (wish == null || sender == null || reply.networks().size() != 1) {
      return reply;
    }
    Reply done =
        memberships.request(
            new Request(utterance.key(), wish, Set.copyOf(reply.networks()), speaker));
    // Whoever has to confirm is asked to by a mail of its own, which is answer enough; what could
    // not be taken is said, and left to people.
    return speaker.proven() || done.kind() == Reply.Kind.OUT_OF_SCOPE
        ? done
        : Reply.of(Reply.Kind.DONE);
  }

  /**
   * What is written about somebody's request is meant for that person, and never a wish, whatever
   * it reads like. It is not carried to anybody: those who work on a request write to each other
   * under its reference, too. Whoever got the request is told where to write; of other people, and
   * in a mailbox that the desk shares with the team, it waits for a person to read.
   */
  private Reply aboutRequest(Utterance utterance, Reference request) {
    Speaker speaker = utterance.speaker();
    Mailbox sender = speaker.mailbox();
    if (sender == null || !speaker.proven() || !worksOn(request, sender)) {
      return talk.helpFirst(utterance.text(), Setting.MAIL, talk.leftForPeople());
    }
    List<Block> told = handovers.isTheDesks(sender) ? List.of() : memberships.notPassedOn();
    Reply helped = talk.helpFirst(utterance.text(), Setting.MAIL, Reply.of(Reply.Kind.DONE, told));
    return Reply.of(Reply.Kind.OUT_OF_SCOPE, helped.body());
  }

  private boolean worksOn(Reference request, Mailbox sender) {
    return memberships.wentTo(sender, request) || handovers.speaksForTheTeam(sender);
  }

  private static @Nullable Wish wish(Reply reply) {
    return switch (reply.kind()) {
      case JOIN -> Wish.JOIN;
      case LEAVE -> Wish.LEAVE;
      default -> null;
    };
  }
}
