package org.inclusiondesk.desk;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Form.Wish;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.conversation.Reference;
import org.inclusiondesk.conversation.Reply;
import org.inclusiondesk.conversation.Request;
import org.inclusiondesk.conversation.Speaker;
import org.inclusiondesk.conversation.Utterance;
import org.inclusiondesk.conversation.Utterance.Setting;
import org.inclusiondesk.networks.Memberships;
import org.inclusiondesk.networks.Network;
import org.inclusiondesk.sponsors.Matters;
import org.jspecify.annotations.Nullable;

/** Dispatches what is said: first by what it answers, then by who says it, then by its words. */
public final class FrontDesk implements Desk {
  private final Talk talk;
  private final Memberships memberships;
  private final Matters matters;
  private final List<Network> networks;

  public FrontDesk(
      Talk talk, Memberships memberships, Matters matters, List<Network> networks) {
    this.talk = talk;
    this.memberships = memberships;
    this.matters = matters;
    this.networks = List.copyOf(networks);
  }

  @Override
  public Reply hear(Utterance utterance) {
    if (utterance.setting() == Setting.SHARED_CHAT) {
      return talk.reply(utterance.text(), utterance.setting());
    }
    Reference answered = utterance.inReplyTo();
    if (answered != null && answered.confirms()) {
      return memberships.confirm(answered, utterance.key());
    }
    if (utterance.setting() == Setting.MAIL) {
      return mail(utterance, answered);
    }
    return talk.reply(utterance.text(), utterance.setting());
  }

  @Override
  public Reply request(Request request) {
    return memberships.request(request);
  }

  private Reply mail(
      Utterance utterance, @Nullable Reference answered) {
    Speaker speaker = utterance.speaker();
    Mailbox sender = speaker.mailbox();
    if (sender != null && speaker.proven()) {
      if (answered != null && matters.concerns(answered, sender)) {
        return matters.respond(answered, sender, utterance.text(), utterance.key());
      }
      Optional<Network> network = networkAt(sender);
      if (network.isPresent() && SponsorMatter.is(utterance.text())) {
        return matters.raise(
            network.get().id(), utterance.key(), SponsorMatter.of(utterance.text()));
      }
    }
    Reply reply = talk.reply(utterance.text(), Setting.MAIL);
    Wish wish = wish(reply);
    return wish == null || sender == null || reply.networks().size() != 1
        ? reply
        : memberships.request(
            new Request(
                utterance.key(), wish, Set.<NetworkId>copyOf(reply.networks()), speaker));
  }

  private static @Nullable Wish wish(Reply reply) {
    return switch (reply.kind()) {
      case JOIN -> Wish.JOIN;
      case LEAVE -> Wish.LEAVE;
      default -> null;
    };
  }

  private Optional<Network> networkAt(Mailbox mailbox) {
    return networks.stream()
        .filter(network -> network.mailbox().canonical().equals(mailbox.canonical()))
        .findFirst();
  }
}
