package org.inclusiondesk.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.inclusiondesk.calendar.Quarter;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.conversation.Form.Wish;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.conversation.Reference;
import org.inclusiondesk.conversation.Reply;
import org.inclusiondesk.conversation.Request;
import org.inclusiondesk.conversation.Returned;
import org.inclusiondesk.conversation.Speaker;
import org.inclusiondesk.figures.Figure;
import org.inclusiondesk.outbox.Fate;
import org.inclusiondesk.outbox.Message;
import org.inclusiondesk.outbox.Outbox;
import org.inclusiondesk.outbox.Sent;
import org.inclusiondesk.store.Database;
import org.inclusiondesk.store.FieldCipher;
import org.inclusiondesk.store.Lookup;
import org.inclusiondesk.testing.Crowd;
import org.inclusiondesk.testing.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MembershipsTest {
  private static final NetworkId WOMEN = new NetworkId("women");
  private static final NetworkId LGBT = new NetworkId("lgbt");
  private static final URI SITE = URI.create("https://desk.example");
  private static final Mailbox TEAM = new Mailbox("team@trust.example");
  private static final Mailbox WOMEN_BOX = new Mailbox("women@trust.example");
  private static final Mailbox LGBT_BOX = new Mailbox("lgbt@trust.example");
  private static final Mailbox ZADIE = new Mailbox("Zadie.Canary@trust.example");
  private static final Networks NETWORKS =
      new Networks(
          List.of(
              network(WOMEN, "Women's network", WOMEN_BOX),
              network(LGBT, "LGBT+ network", LGBT_BOX)));

  private final FieldCipher cipher = new FieldCipher(FieldCipher.newKeySet());
  private final SettableClock clock = new SettableClock("2026-11-20T09:00:00Z");
  private final SecureRandom random = new SecureRandom();
  @TempDir Path directory;
  private Database database;
  private Outbox outbox;
  private Memberships memberships;

  @BeforeEach
  void open() {
    database = Database.open(directory.resolve("desk.db"));
    outbox = new Outbox(database, cipher, clock);
    memberships = memberships(database, RequestRules.USUAL);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void routesAProvenRequestToTheNetworkAndTheTeam() {
    Reply reply = memberships.request(proven("k1", Wish.JOIN, WOMEN));

    List<Message> sent = Sent.from(outbox);
    assertThat(sent).extracting(Message::to).containsExactly(WOMEN_BOX, TEAM);
    Reference reference = Reference.findIn(reply.plain()).orElseThrow();
    for (Message message : sent) {
      assertThat(message.subject()).isEqualTo("Staff network request " + reference.value());
      assertThat(Block.plain(message.body()))
          .contains(
              "Network: Women's network",
              "Request: join",
              "Name: Zadie Canary",
              "Mail address: Zadie.Canary@trust.example",
              "Reference: " + reference.value(),
              "Day: 20 November 2026");
    }
    assertThat(reply.kind()).isEqualTo(Reply.Kind.DONE);
    assertThat(reply.networks()).containsExactly(WOMEN);
    assertThat(reply.plain())
        .contains("Join the Women's network", "20 November 2026", TEAM.value(), "two weeks");
  }

  @Test
  void namesNoNetworkInSubjectsEffectsOrTheFirst200Characters() {
    Reply join = memberships.request(proven("k1", Wish.JOIN, WOMEN, LGBT));
    Reply leave = memberships.request(proven("k2", Wish.LEAVE, WOMEN));
    Reply ask = memberships.request(unproven("k3", "new@out.example", Wish.JOIN, WOMEN, LGBT));
    List<Message> sent = Sent.from(outbox);
    assertThat(sent).hasSize(7);
    for (Message message : sent) {
      assertNeutral(message.subject());
      assertNeutral(message.effect());
      assertNeutral(first200(Block.plain(message.body())));
      assertThat(message.effect()).doesNotContainIgnoringCase("zadie").doesNotContain("example");
    }
    for (Reply reply : List.of(join, leave, ask)) {
      assertNeutral(first200(reply.plain()));
    }
    assertNeutral(ask.plain());
  }

  @Test
  void givesEachNetworkAReferenceOfItsOwn() {
    Reply reply = memberships.request(proven("k1", Wish.JOIN, WOMEN, LGBT));
    List<Message> sent = Sent.from(outbox);
    assertThat(sent).extracting(Message::to).containsExactly(WOMEN_BOX, TEAM, LGBT_BOX, TEAM);
    assertThat(sent.stream().map(Message::subject).distinct()).hasSize(2);
    assertThat(Block.plain(Sent.to(WOMEN_BOX, sent).get(0).body())).doesNotContain("LGBT");
    assertThat(reply.networks()).containsExactly(WOMEN, LGBT);
  }

  @Test
  void sendsOneMailWhereTheTeamReadsForTheNetwork() {
    Networks shared = new Networks(List.of(network(WOMEN, "Women's network", TEAM)));
    new Memberships(
            database,
            cipher,
            lookup(database),
            outbox,
            shared,
            TEAM,
            SITE,
            RequestRules.USUAL,
            clock,
            random)
        .request(proven("k1", Wish.JOIN, WOMEN));
    assertThat(Sent.from(outbox)).hasSize(1);
  }

  @Test
  void actsOnceForOneKeyFromAHundredThreads() throws Exception {
    List<String> replies =
        Crowd.of(100, i -> memberships.request(proven("same key", Wish.JOIN, WOMEN)).plain());
    assertThat(Set.copyOf(replies)).hasSize(1);
    assertThat(Sent.from(outbox)).hasSize(2);
    assertThat(memberships.show(ZADIE).requests()).hasSize(1);
  }

  @Test
  void keepsOneOpenRequestForOnePersonFromAHundredThreadsInTwoProcesses() throws Exception {
    try (Database second = Database.open(directory.resolve("desk.db"))) {
      Memberships other = memberships(second, RequestRules.USUAL);
      List<String> replies =
          Crowd.of(
              100,
              i ->
                  (i % 2 == 0 ? memberships : other)
                      .request(
                          new Request(
                              "key " + i,
                              Wish.JOIN,
                              Set.of(WOMEN),
                              new Speaker("Z", new Mailbox("zadie.CANARY@TRUST.example"), true)))
                      .plain());
      assertThat(Set.copyOf(replies)).hasSize(1);
    }
    assertThat(Sent.from(outbox)).hasSize(2);
    assertThat(memberships.show(ZADIE).requests()).hasSize(1);
  }

  @Test
  void tellsTheSameReferenceWhateverTheChannelAndTheSpelling() {
    String first = memberships.request(proven("teams:1", Wish.JOIN, WOMEN)).plain();
    clock.advance(Duration.ofDays(27));
    String again =
        memberships
            .request(
                new Request(
                    "mail:1",
                    Wish.JOIN,
                    Set.of(WOMEN),
                    new Speaker(null, new Mailbox("zadie.canary@TRUST.example"), true)))
            .plain();
    assertThat(again).isEqualTo(first);
    assertThat(Sent.from(outbox)).hasSize(2);
  }

  @Test
  void takesANewRequestOnceTheOldOneIsNoLongerOpen() {
    Reply first = memberships.request(proven("k1", Wish.JOIN, WOMEN));
    clock.advance(Duration.ofDays(28));
    Reply second = memberships.request(proven("k2", Wish.JOIN, WOMEN));
    assertThat(Reference.findIn(second.plain())).isNotEqualTo(Reference.findIn(first.plain()));
    assertThat(Sent.from(outbox)).hasSize(4);
    assertThat(memberships.show(ZADIE).requests())
        .extracting(Stored.Routed::open)
        .containsExactly(false, true);
  }

  @Test
  void routesALeaveThatReplacesAnOpenJoinAndTheReverse() {
    Reference join = reference(memberships.request(proven("k1", Wish.JOIN, WOMEN)));
    Reference leave = reference(memberships.request(proven("k2", Wish.LEAVE, WOMEN)));
    Reference again = reference(memberships.request(proven("k3", Wish.JOIN, WOMEN)));

    List<Message> toNetwork = Sent.to(WOMEN_BOX, Sent.from(outbox));
    assertThat(toNetwork).hasSize(3);
    assertThat(Block.plain(toNetwork.get(1).body()))
        .contains("Request: leave", "replaces the request to join", join.value());
    assertThat(Block.plain(toNetwork.get(2).body()))
        .contains("Request: join", "replaces the request to leave", leave.value());
    assertThat(memberships.show(ZADIE).requests())
        .extracting(Stored.Routed::reference, Stored.Routed::open)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(join, false),
            org.assertj.core.groups.Tuple.tuple(leave, false),
            org.assertj.core.groups.Tuple.tuple(again, true));
  }

  @Test
  void saysWithoutActingThatARepeatedRequestWasDealtWithOnceItsTracesAreErased() {
    memberships.request(proven("k1", Wish.JOIN, WOMEN));
    memberships.erase(ZADIE);
    Sent.from(outbox);
    Reply reply = memberships.request(proven("k1", Wish.JOIN, WOMEN));
    assertThat(reply.plain()).contains("dealt with before");
    assertThat(Sent.from(outbox)).isEmpty();
  }

  @Test
  void storesNothingForANetworkThatThereIsNot() {
    Reply reply = memberships.request(proven("k1", Wish.JOIN, WOMEN, new NetworkId("chess")));
    assertThat(reply.kind()).isEqualTo(Reply.Kind.CLARIFY);
    assertThat(reply.plain()).contains("Women's network", "LGBT+ network");
    assertThat(Sent.from(outbox)).isEmpty();
    assertThat(memberships.show(ZADIE).isEmpty()).isTrue();
  }

  @Test
  void storesTheRequestWithItsMailsOrNeither() {
    for (String part : List.of(":network", ":team")) {
      database.change(
          handle ->
              handle.execute(
                  "CREATE TRIGGER fault BEFORE INSERT ON outbox WHEN NEW.effect LIKE '%"
                      + part
                      + "' BEGIN SELECT RAISE(ABORT, 'disk on fire'); END"));
      assertThatThrownBy(() -> memberships.request(proven("k1", Wish.JOIN, WOMEN)))
          .hasStackTraceContaining("disk on fire");
      assertThat(memberships.show(ZADIE).isEmpty()).isTrue();
      assertThat(Sent.from(outbox)).isEmpty();
      database.change(handle -> handle.execute("DROP TRIGGER fault"));
    }
    memberships.request(proven("k1", Wish.JOIN, WOMEN));
    assertThat(Sent.from(outbox)).hasSize(2);
    database.change(handle -> assertThat(countOf(WOMEN, Wish.JOIN)).isEqualTo(1));
  }

  @Test
  void tellsTheTeamOnceThatANetworksCopyCameBackAndShowsItInTheLedger() {
    Reference reference = reference(memberships.request(proven("k1", Wish.JOIN, WOMEN)));
    Sent.from(outbox);
    String effect = "request:" + reference.value() + ":network";
    for (Returned report :
        List.of(
            new Returned(effect, null, List.of()),
            new Returned(null, reference, List.of(WOMEN_BOX)),
            new Returned(null, reference, List.of()))) {
      assertThat(memberships.returned(report)).hasValue(effect);
      outbox.returned(effect);
    }

    Message notice = Sent.from(outbox).stream().reduce((one, other) -> null).orElseThrow();
    assertThat(notice.to()).isEqualTo(TEAM);
    assertNeutral(notice.subject());
    assertNeutral(first200(Block.plain(notice.body())));
    assertThat(Block.plain(notice.body()))
        .contains(reference.value(), "Women's network", WOMEN_BOX.value())
        .doesNotContainIgnoringCase("zadie");
    assertThat(memberships.copies(memberships.show(ZADIE).requests().get(0)))
        .isEqualTo(new Copies(Fate.RETURNED, Fate.DELIVERED));
  }

  @Test
  void marksTheTeamsCopyThatCameBackWithoutWritingToABoxThatTakesNothing() {
    Reference reference = reference(memberships.request(proven("k1", Wish.JOIN, WOMEN)));
    Sent.from(outbox);
    assertThat(memberships.returned(new Returned(null, reference, List.of(TEAM))))
        .hasValue("request:" + reference.value() + ":team");
    assertThat(Sent.from(outbox)).isEmpty();
  }

  @Test
  void doesNothingForAReportAboutSomebodyElseOrWhatIsNotStored() {
    Reference reference = reference(memberships.request(proven("k1", Wish.JOIN, WOMEN)));
    Sent.from(outbox);
    assertThat(memberships.returned(new Returned(null, reference, List.of(ZADIE)))).isEmpty();
    assertThat(
            memberships.returned(new Returned(null, Reference.toQuote(random), List.of(WOMEN_BOX))))
        .isEmpty();
    assertThat(memberships.returned(new Returned("digest:1", null, List.of()))).isEmpty();
    memberships.erase(ZADIE);
    assertThat(memberships.returned(new Returned(null, reference, List.of(WOMEN_BOX)))).isEmpty();
    assertThat(Sent.from(outbox)).isEmpty();
  }

  @Test
  void tellsTheTeamTheSameWhereTheNetworksCopyIsRefusedAtOnceAndSendsItsOwnAllTheSame() {
    memberships.request(proven("k1", Wish.JOIN, WOMEN));
    List<Message> sent = Sent.refusing(WOMEN_BOX, outbox);

    assertThat(sent).extracting(Message::to).containsExactly(TEAM, TEAM);
    assertThat(sent.get(0).subject()).startsWith("Staff network request");
    assertThat(sent.get(1).subject()).startsWith("Not delivered: request");
    Stored.Routed request = memberships.show(ZADIE).requests().get(0);
    assertThat(memberships.copies(request)).isEqualTo(new Copies(Fate.REFUSED, Fate.DELIVERED));
    memberships.returned(new Returned(null, request.reference(), List.of(WOMEN_BOX)));
    assertThat(Sent.from(outbox)).isEmpty();
  }

  @Test
  void routesNothingBeforeTheHolderOfATypedAddressConfirms() {
    Mailbox outside = new Mailbox("starter@elsewhere.example");
    Reply reply = memberships.request(unproven("k1", outside.value(), Wish.JOIN, WOMEN, LGBT));
    assertThat(Reference.findIn(reply.plain())).isEmpty();
    List<Message> asked = Sent.from(outbox);
    assertThat(asked).extracting(Message::to).containsExactly(outside);
    Message mail = asked.get(0);
    Reference token = Reference.findIn(mail.subject()).orElseThrow();
    assertThat(token.confirms()).isTrue();
    String body = Block.plain(mail.body());
    assertThat(body)
        .contains(
            SITE + "/confirm/" + token.value(),
            "Join the Women's network",
            "Join the LGBT+ network",
            "23 November 2026")
        .as("nothing that a stranger typed")
        .doesNotContain("Nobody Knows");

    Reply confirmed = memberships.confirm(token, "mail:2", "Star Ter");
    assertThat(confirmed.kind()).isEqualTo(Reply.Kind.DONE);
    assertThat(confirmed.networks()).containsExactly(WOMEN, LGBT);
    List<Message> routed = Sent.from(outbox);
    assertThat(routed).extracting(Message::to).containsExactly(WOMEN_BOX, TEAM, LGBT_BOX, TEAM);
    assertThat(routed)
        .as("the name of whoever confirmed, not of whoever asked")
        .allSatisfy(
            message ->
                assertThat(Block.plain(message.body()))
                    .contains("Name: Star Ter")
                    .doesNotContain("Nobody Knows"));
    assertThat(memberships.show(outside).requests()).hasSize(2);
    assertThat(memberships.show(outside).unconfirmed()).isEmpty();
  }

  @Test
  void sendsRepliesToACopyToWhoeverAskedAndSaysSo() {
    memberships.request(proven("k1", Wish.JOIN, WOMEN));
    memberships.request(proven("k2", Wish.LEAVE, LGBT));
    assertThat(Sent.from(outbox))
        .hasSize(4)
        .allSatisfy(
            copy -> {
              assertThat(copy.replyTo()).isEqualTo(ZADIE);
              assertThat(Block.plain(copy.body())).contains("write to " + ZADIE.value());
            });
  }

  @Test
  void sendsRepliesToTheNoticeOfWhatCameBackToTheDeskAlone() {
    memberships.request(proven("k1", Wish.JOIN, WOMEN));
    assertThat(Sent.refusing(WOMEN_BOX, outbox).get(1).replyTo()).isNull();
  }

  @Test
  void tellsAnAnswerToARequestFromWhatItsPersonWrites() {
    Reference reference = reference(memberships.request(proven("k1", Wish.JOIN, WOMEN)));

    for (Mailbox other : List.of(WOMEN_BOX, TEAM, LGBT_BOX, new Mailbox("x@out.example"))) {
      assertThat(memberships.isAnothers(reference, other)).isTrue();
    }
    assertThat(memberships.isAnothers(reference, null)).isTrue();
    assertThat(memberships.isAnothers(reference, new Mailbox("zadie.CANARY@trust.example")))
        .isFalse();
    assertThat(memberships.isAnothers(Reference.toQuote(random), WOMEN_BOX))
        .as("a reference that nobody knows")
        .isTrue();
    assertThat(memberships.wentTo(WOMEN_BOX, reference)).isTrue();
    assertThat(memberships.wentTo(TEAM, reference)).isTrue();
    assertThat(memberships.wentTo(LGBT_BOX, reference)).isFalse();
    assertThat(memberships.wentTo(ZADIE, reference)).isFalse();
  }

  @Test
  void tellsAnAnswerToARequestThatWasErased() {
    Reference erased = reference(memberships.request(proven("k1", Wish.JOIN, WOMEN)));
    memberships.erase(ZADIE);
    Reference open = reference(memberships.request(proven("k2", Wish.JOIN, WOMEN)));

    assertThat(memberships.isAnothers(erased, WOMEN_BOX)).isTrue();
    assertThat(memberships.isAnothers(open, WOMEN_BOX)).isTrue();
    assertThat(memberships.isAnothers(open, ZADIE)).isFalse();
  }

  @Test
  void makesWorthlessWhatTheHolderOfTheAddressDidNotAskFor() {
    Reference token = askAs("k1", "a@out.example", Wish.JOIN, WOMEN);
    Reply refused = memberships.withdraw(token, "m1");

    assertThat(refused.kind()).isEqualTo(Reply.Kind.DONE);
    assertThat(refused.plain()).contains("nothing has been passed on");
    assertNeutral(refused.plain());
    assertThat(memberships.withdraw(token, "m1")).as("delivered again").isEqualTo(refused);
    assertThat(memberships.confirm(token, "m1", null).kind()).isEqualTo(Reply.Kind.CLARIFY);
    assertThat(memberships.confirm(token, "m2", null).kind()).isEqualTo(Reply.Kind.CLARIFY);
    assertThat(Sent.from(outbox)).isEmpty();
    assertThat(memberships.show(new Mailbox("a@out.example")).isEmpty()).isTrue();
    assertThat(rows("confirmation_network")).isZero();
  }

  @Test
  void asksNobodyForSomeDaysAboutANetworkThatWasRefusedAndTellsNobody() {
    Mailbox address = new Mailbox("a@out.example");
    Reference refused = askAs("k1", address.value(), Wish.JOIN, WOMEN);
    memberships.withdraw(refused, "m1");
    Reply unknown = memberships.request(unproven("k2", "b@out.example", Wish.JOIN, WOMEN));
    Sent.from(outbox);
    for (int day = 0; day <= RequestRules.CONFIRM_DAYS; day++) {
      for (Wish wish : Wish.values()) {
        Reply reply = memberships.request(unproven(wish + "" + day, address.value(), wish, WOMEN));
        assertThat(reply).isEqualTo(unknown);
      }
      memberships.eraseOld();
      assertThat(Sent.from(outbox)).isEmpty();
      clock.advance(Duration.ofDays(1));
    }
    assertThat(memberships.show(address).isEmpty()).isTrue();
    assertThat(memberships.confirm(askAs("k3", "a@out.example", Wish.JOIN, WOMEN), "m2", null))
        .as("asked for anew when the days are over")
        .matches(reply -> reply.kind() == Reply.Kind.DONE);
  }

  @Test
  void asksAboutOtherNetworksOfOtherPeopleAndTheProvenThoughOneWasRefused() {
    memberships.withdraw(askAs("k1", ZADIE.value(), Wish.JOIN, WOMEN), "m1");

    assertThat(askAs("k2", ZADIE.value(), Wish.JOIN, LGBT).confirms()).isTrue();
    assertThat(askAs("k3", "b@out.example", Wish.JOIN, WOMEN).confirms()).isTrue();
    assertThat(memberships.request(proven("k4", Wish.JOIN, WOMEN)).kind())
        .isEqualTo(Reply.Kind.DONE);
  }

  @Test
  void sendsOneConfirmationADayAboutANetworkHoweverOftenTheWishTurns() {
    Reference first = askAs("k0", "a@out.example", Wish.JOIN, WOMEN);
    for (int i = 1; i < 8; i++) {
      Wish wish = i % 2 == 0 ? Wish.JOIN : Wish.LEAVE;
      memberships.request(unproven("k" + i, "a@out.example", wish, WOMEN));
    }
    assertThat(Sent.from(outbox)).isEmpty();
    assertThat(memberships.confirm(first, "m1", null).networks())
        .as("replaced by nothing that no mail told")
        .containsExactly(WOMEN);
    Sent.from(outbox);
    assertThat(askAs("k8", "a@out.example", Wish.LEAVE, WOMEN))
        .as("asked by whoever has confirmed, who may turn")
        .isNotEqualTo(first);
  }

  @Test
  void countsAmongThoseInAllWhatWasRefusedReplacedOrErased() {
    Memberships strict = memberships(database, new RequestRules(28, 365, 3, 10));
    memberships.withdraw(askAs("k1", "a@out.example", Wish.JOIN, WOMEN), "m1");
    askAs("k2", "b@out.example", Wish.JOIN, WOMEN);
    memberships.erase(new Mailbox("b@out.example"));
    askAs("k3", "c@out.example", Wish.JOIN, WOMEN);
    memberships.request(provenAs("k4", "c@out.example", Wish.JOIN, WOMEN));

    assertThat(strict.request(unproven("k5", "d@out.example", Wish.JOIN, WOMEN)).kind())
        .isEqualTo(Reply.Kind.OUT_OF_SCOPE);
    clock.advance(Duration.ofDays(1));
    assertThat(strict.request(unproven("k6", "d@out.example", Wish.JOIN, WOMEN)).kind())
        .isEqualTo(Reply.Kind.CLARIFY);
  }

  @Test
  void findsTheTokenOfAMailThatAsksToConfirmUntilItIsUsed() {
    memberships.request(unproven("k1", "a@out.example", Wish.JOIN, WOMEN));
    Message asked = Sent.from(outbox).get(0);
    Reference token = Reference.findIn(asked.subject()).orElseThrow();

    assertThat(memberships.toConfirm(asked.effect())).hasValue(token);
    assertThat(memberships.toConfirm("confirmation:00ff:2026-11-20")).isEmpty();
    assertThat(memberships.toConfirm("mail-answer:" + asked.effect())).isEmpty();
    memberships.confirm(token, "m1", null);
    assertThat(memberships.toConfirm(asked.effect())).isEmpty();
  }

  @Test
  void takesNothingBackThatWasConfirmedAndSaysTheSameOfEveryOtherToken() {
    Reference used = askAs("k1", "a@out.example", Wish.JOIN, WOMEN);
    Reference expired = askAs("k2", "b@out.example", Wish.JOIN, WOMEN);
    memberships.confirm(used, "m1", null);
    Reply tooLate = memberships.withdraw(used, "m1");

    assertThat(tooLate.kind()).isEqualTo(Reply.Kind.OUT_OF_SCOPE);
    assertThat(tooLate.plain()).contains(TEAM.value());
    assertNeutral(tooLate.plain());
    assertThat(memberships.withdraw(Reference.toConfirm(random), "m2")).isEqualTo(tooLate);
    clock.advance(Duration.ofDays(4));
    assertThat(memberships.withdraw(expired, "m3")).isEqualTo(tooLate);
    assertThat(memberships.show(new Mailbox("a@out.example")).requests()).hasSize(1);
  }

  @Test
  void saysInTheMailHowToSayNo() {
    memberships.request(unproven("k1", "a@out.example", Wish.JOIN, WOMEN));
    assertThat(Block.plain(Sent.from(outbox).get(0).body())).contains("answer NO", "reply YES");
  }

  @Test
  void confirmsOnceHoweverOftenTheReplyArrives() throws Exception {
    Reference token = askAs("k1", "a@out.example", Wish.JOIN, WOMEN);
    List<Reply> replies =
        Crowd.of(50, i -> memberships.confirm(token, i % 2 == 0 ? "mail:1" : "mail:2", null));
    assertThat(replies.stream().filter(reply -> reply.kind() == Reply.Kind.DONE)).hasSize(25);
    assertThat(replies.stream().map(Reply::plain).collect(Collectors.toSet())).hasSize(2);
    assertThat(Sent.from(outbox)).hasSize(2);
  }

  @Test
  void saysTheSameOfAnUnknownAUsedAndAnExpiredConfirmation() {
    Reference used = askAs("k1", "a@out.example", Wish.JOIN, WOMEN);
    Reference expired = askAs("k2", "b@out.example", Wish.JOIN, WOMEN);
    memberships.confirm(used, "m1", null);
    Sent.from(outbox);
    String unknown = memberships.confirm(Reference.toConfirm(random), "m2", null).plain();
    assertThat(memberships.confirm(used, "m3", null).plain()).isEqualTo(unknown);
    clock.advance(Duration.ofDays(4));
    assertThat(memberships.confirm(expired, "m4", null).plain()).isEqualTo(unknown);
    assertThat(memberships.confirm(Reference.toQuote(random), "m5", null).plain())
        .isEqualTo(unknown);
    assertThat(Sent.from(outbox)).isEmpty();
  }

  @Test
  void takesAConfirmationOnItsThirdDay() {
    Reference token = askAs("k1", "a@out.example", Wish.JOIN, WOMEN);
    clock.advance(Duration.ofDays(3));
    assertThat(memberships.eraseOld()).isZero();
    assertThat(memberships.confirm(token, "m1", null).kind()).isEqualTo(Reply.Kind.DONE);
  }

  @Test
  void tellsAStrangerNothingAboutAnAddress() {
    Set<String> replies =
        Stream.<Supplier<Reply>>of(
                () -> memberships.request(unproven("s1", ZADIE.value(), Wish.JOIN, WOMEN)),
                () -> memberships.request(unproven("s2", ZADIE.value(), Wish.JOIN, WOMEN)),
                () -> memberships.request(unproven("s2", ZADIE.value(), Wish.JOIN, WOMEN)),
                () -> memberships.request(unproven("s3", "no.body@x.example", Wish.LEAVE, LGBT)),
                () -> {
                  memberships.request(proven("p1", Wish.JOIN, WOMEN));
                  return memberships.request(unproven("s4", ZADIE.value(), Wish.LEAVE, WOMEN));
                })
            .map(ask -> ask.get().plain())
            .collect(Collectors.toSet());
    assertThat(replies).hasSize(1);
  }

  @Test
  void sendsOneConfirmationADayForTheSameRequest() {
    for (int i = 0; i < 5; i++) {
      memberships.request(unproven("k" + i, "a@out.example", Wish.JOIN, WOMEN));
    }
    assertThat(Sent.from(outbox)).hasSize(1);
    memberships.request(unproven("more", "a@out.example", Wish.JOIN, WOMEN, LGBT));
    assertThat(Sent.from(outbox))
        .singleElement()
        .satisfies(
            mail -> assertThat(Block.plain(mail.body())).contains("LGBT+").doesNotContain("Women"));
    clock.advance(Duration.ofDays(1));
    memberships.request(unproven("next day", "a@out.example", Wish.JOIN, WOMEN));
    assertThat(Sent.from(outbox)).hasSize(1);
  }

  @Test
  void sendsTheSameTokenAgainOnALaterDayAndKeepsItsDays() {
    Reference mine = askAs("k1", "a@out.example", Wish.JOIN, WOMEN);
    clock.advance(Duration.ofDays(1));
    memberships.request(unproven("k2", "a@out.example", Wish.JOIN, WOMEN));
    memberships.request(unproven("k3", "a@out.example", Wish.JOIN, WOMEN));

    Message again = Sent.from(outbox).stream().reduce((one, other) -> null).orElseThrow();
    assertThat(Reference.findIn(again.subject())).hasValue(mine);
    assertThat(Block.plain(again.body())).contains("23 November 2026", "Women's network");
    assertThat(rows("confirmation")).isEqualTo(1);
    clock.advance(Duration.ofDays(3));
    assertThat(memberships.confirm(mine, "m1", null).kind()).isEqualTo(Reply.Kind.CLARIFY);
    assertThat(askAs("k4", "a@out.example", Wish.JOIN, WOMEN)).isNotEqualTo(mine);
  }

  @Test
  void sendsANewTokenWhereTheDaysOfTheOldOneRunOut() {
    Reference old = askAs("k1", "a@out.example", Wish.JOIN, WOMEN);
    clock.advance(Duration.ofDays(2));
    Reference fresh = askAs("k2", "a@out.example", Wish.JOIN, WOMEN);

    assertThat(fresh).isNotEqualTo(old);
    assertThat(memberships.confirm(old, "m1", null).kind()).isEqualTo(Reply.Kind.CLARIFY);
    clock.advance(Duration.ofDays(3));
    assertThat(memberships.confirm(fresh, "m2", null).kind()).isEqualTo(Reply.Kind.DONE);
  }

  @Test
  void letsNobodySpoilAConfirmationThatIsUnderWayByAskingForTheSame() {
    Reference mine = askAs("k1", "a@out.example", Wish.JOIN, WOMEN);
    clock.advance(Duration.ofDays(1));
    memberships.request(unproven("k2", "a@out.example", Wish.JOIN, WOMEN, LGBT));

    List<Message> sent = Sent.from(outbox);
    assertThat(sent).hasSize(2);
    assertThat(Reference.findIn(sent.get(0).subject())).hasValue(mine);
    assertThat(Block.plain(sent.get(1).body())).contains("LGBT+").doesNotContain("Women");
    assertThat(memberships.confirm(mine, "m1", null).networks()).containsExactly(WOMEN);
  }

  @Test
  void keepsOneWaitingForOnePersonAndNetworkTheLatestOfOppositeWishes() {
    Reference join = askAs("k1", "a@out.example", Wish.JOIN, WOMEN);
    Reference elsewhere = askAs("k2", "a@out.example", Wish.JOIN, LGBT);
    clock.advance(Duration.ofDays(1));
    Reference leave = askAs("k3", "a@out.example", Wish.LEAVE, WOMEN);
    Reference somebodyElses = askAs("k4", "b@out.example", Wish.JOIN, WOMEN);

    assertThat(memberships.confirm(join, "m1", null).kind()).isEqualTo(Reply.Kind.CLARIFY);
    assertThat(memberships.confirm(leave, "m2", null).networks()).containsExactly(WOMEN);
    assertThat(memberships.confirm(leave, "m2", null).kind()).isEqualTo(Reply.Kind.DONE);
    assertThat(memberships.confirm(elsewhere, "m3", null).networks()).containsExactly(LGBT);
    assertThat(memberships.confirm(somebodyElses, "m4", null).networks()).containsExactly(WOMEN);
    assertThat(memberships.show(new Mailbox("a@out.example")).unconfirmed()).isEmpty();
  }

  @Test
  void keepsWhatTheOppositeWishLeavesOfARequestForSeveralNetworks() {
    memberships.request(unproven("k1", "a@out.example", Wish.JOIN, WOMEN, LGBT));
    Reference both = Reference.findIn(Sent.from(outbox).get(0).subject()).orElseThrow();
    clock.advance(Duration.ofDays(1));
    askAs("k2", "a@out.example", Wish.LEAVE, WOMEN);
    assertThat(memberships.confirm(both, "m1", null).networks()).containsExactly(LGBT);
  }

  @Test
  void mailsARequestThoughAllBeforeItWereErased() {
    askAs("k1", "a@out.example", Wish.JOIN, WOMEN);
    memberships.erase(new Mailbox("a@out.example"));
    assertThat(askAs("k2", "b@out.example", Wish.JOIN, WOMEN).confirms()).isTrue();
    clock.advance(Duration.ofDays(10));
    memberships.eraseOld();
    assertThat(askAs("k3", "c@out.example", Wish.JOIN, WOMEN).confirms()).isTrue();
  }

  @Test
  void replacesNothingWhereNoMailCanSaySo() {
    Memberships strict = memberships(database, new RequestRules(28, 365, 200, 1));
    Reference join = askAs("k1", "a@out.example", Wish.JOIN, WOMEN);
    clock.advance(Duration.ofDays(1));
    askAs("another", "a@out.example", Wish.JOIN, LGBT);
    strict.request(unproven("k2", "a@out.example", Wish.LEAVE, WOMEN));
    assertThat(Sent.from(outbox)).isEmpty();
    assertThat(strict.confirm(join, "m1", null).kind()).isEqualTo(Reply.Kind.DONE);
  }

  @Test
  void replacesWhatWaitedBeforeTokensCouldBeSentAgain() {
    Reference old = askAs("k1", "a@out.example", Wish.JOIN, WOMEN);
    database.change(handle -> handle.execute("UPDATE confirmation SET sealed = NULL"));
    clock.advance(Duration.ofDays(1));
    Reference token = askAs("k2", "a@out.example", Wish.JOIN, WOMEN);

    assertThat(memberships.confirm(old, "m1", null).kind()).isEqualTo(Reply.Kind.CLARIFY);
    assertThat(memberships.confirm(token, "m2", null).kind()).isEqualTo(Reply.Kind.DONE);
    assertThat(rows("confirmation WHERE sealed IS NOT NULL")).isZero();
  }

  @Test
  void countsMailsThatAreSentAgainAmongThoseOfTheDayInAll() {
    Memberships strict = memberships(database, new RequestRules(28, 365, 1, 10));
    askAs("k1", "a@out.example", Wish.JOIN, WOMEN);
    clock.advance(Duration.ofDays(1));
    strict.request(unproven("k2", "a@out.example", Wish.JOIN, WOMEN));
    assertThat(Sent.from(outbox)).hasSize(1);
    assertThat(strict.request(unproven("k3", "b@out.example", Wish.JOIN, WOMEN)).kind())
        .isEqualTo(Reply.Kind.OUT_OF_SCOPE);
  }

  @Test
  void showsThatAMailWhichAsksToConfirmCameBackAndTellsNobody() {
    Reference token = askAs("k1", "a@out.example", Wish.JOIN, WOMEN);
    Mailbox address = new Mailbox("a@out.example");
    assertThat(memberships.show(address).unconfirmed().get(0).mail()).isEqualTo(Fate.DELIVERED);

    memberships.returned(new Returned(null, token, List.of())).ifPresent(outbox::returned);

    assertThat(memberships.show(address).unconfirmed().get(0).mail()).isEqualTo(Fate.RETURNED);
    assertThat(
            memberships.returned(new Returned(null, Reference.toConfirm(random), List.of(address))))
        .isEmpty();
    assertThat(Sent.from(outbox)).isEmpty();
  }

  @Test
  void confirmsWhatIsOpenAlreadyWithTheSameReferenceAndNoNewMail() {
    Reference open = reference(memberships.request(proven("k1", Wish.JOIN, WOMEN)));
    Sent.from(outbox);
    Reference token = askAs("k2", ZADIE.value(), Wish.JOIN, WOMEN);
    assertThat(reference(memberships.confirm(token, "m1", null))).isEqualTo(open);
    assertThat(Sent.from(outbox)).isEmpty();
  }

  @Test
  void sendsOneAddressNoMoreConfirmationsThanAllowedADay() {
    Memberships strict = memberships(database, new RequestRules(28, 365, 200, 1));
    List<NetworkId> all = List.of(WOMEN, LGBT);
    int key = 0;
    List<String> replies = new ArrayList<>();
    for (Wish wish : Wish.values()) {
      for (NetworkId network : all) {
        replies.add(strict.request(unproven("k" + key++, "a@out.example", wish, network)).plain());
      }
    }
    assertThat(Sent.from(outbox)).hasSize(1);
    assertThat(Set.copyOf(replies)).hasSize(1);
    strict.request(unproven("other", "b@out.example", Wish.JOIN, WOMEN));
    assertThat(Sent.from(outbox)).hasSize(1);
  }

  @Test
  void countsConfirmationsThatWereUsedButNoCopiesOfRequests() {
    Memberships strict = memberships(database, new RequestRules(28, 365, 200, 3));
    strict.request(proven("routed", Wish.JOIN, WOMEN, LGBT));
    assertThat(Sent.from(outbox)).hasSize(4);
    for (int i = 0; i < 5; i++) {
      Wish wish = i % 2 == 0 ? Wish.LEAVE : Wish.JOIN;
      strict.request(unproven("k" + i, ZADIE.value(), wish, WOMEN));
      int round = i;
      Sent.to(ZADIE, Sent.from(outbox)).stream()
          .flatMap(sent -> Reference.findIn(sent.subject()).stream())
          .forEach(token -> strict.confirm(token, "m" + round, null));
    }
    assertThat(
            database.<Integer>read(
                handle ->
                    handle
                        .createQuery("SELECT count(*) FROM confirmation")
                        .mapTo(Integer.class)
                        .one()))
        .isEqualTo(3);
  }

  @Test
  void sendsNoMoreConfirmationsInAllThanAllowedADayAndSaysSo() {
    Memberships strict = memberships(database, new RequestRules(28, 365, 5, 10));
    List<Reply> replies =
        IntStream.range(0, 8)
            .mapToObj(
                i -> strict.request(unproven("k" + i, "a" + i + "@out.example", Wish.JOIN, WOMEN)))
            .toList();
    List<Message> sent = Sent.from(outbox);
    assertThat(sent).hasSize(5);
    assertThat(replies.get(4).plain()).contains("Look for a mail");
    assertThat(replies.get(5).plain()).contains("try again tomorrow");
    assertThat(strict.request(unproven("same", "a0@out.example", Wish.JOIN, WOMEN)).plain())
        .as("the same to whoever asks")
        .isEqualTo(replies.get(5).plain());
    strict.confirm(Reference.findIn(sent.get(0).subject()).orElseThrow(), "m1", null);
    Sent.from(outbox);
    assertThat(strict.request(unproven("room", "z@out.example", Wish.JOIN, WOMEN)).plain())
        .contains("Look for a mail");
    assertThat(Sent.from(outbox)).hasSize(1);
  }

  @Test
  void takesWhatItCouldNotTakeTheDayBefore() {
    Memberships strict = memberships(database, new RequestRules(28, 365, 1, 10));
    strict.request(unproven("k1", "a@out.example", Wish.JOIN, WOMEN));
    strict.request(unproven("k2", "b@out.example", Wish.JOIN, WOMEN));
    assertThat(Sent.from(outbox)).hasSize(1);
    clock.advance(Duration.ofDays(1));
    strict.request(unproven("k2", "b@out.example", Wish.JOIN, WOMEN));
    assertThat(Sent.from(outbox))
        .extracting(Message::to)
        .containsExactly(new Mailbox("b@out.example"));
  }

  @Test
  void asksOnceToConfirmFromAHundredThreads() throws Exception {
    Set<String> replies =
        Set.copyOf(
            Crowd.of(
                100,
                i ->
                    memberships
                        .request(unproven("key " + i % 50, "a@out.example", Wish.JOIN, WOMEN))
                        .plain()));
    assertThat(replies).hasSize(1);
    assertThat(Sent.from(outbox)).hasSize(1);
  }

  @Test
  void storesNamesAddressesAndTokensInNoReadableForm() throws Exception {
    memberships.request(proven("teams:canary-key", Wish.JOIN, WOMEN));
    Reference token = askAs("k2", "canary@out.example", Wish.JOIN, WOMEN);
    for (String file : List.of("desk.db", "desk.db-wal")) {
      String bytes =
          new String(Files.readAllBytes(directory.resolve(file)), StandardCharsets.ISO_8859_1);
      assertThat(bytes).doesNotContainIgnoringCase("canary").doesNotContain(token.value());
    }
  }

  @Test
  void showsAndErasesWhatIsStoredAboutAPersonAndKeepsTheCount() {
    memberships.request(proven("k1", Wish.JOIN, WOMEN));
    askAs("k2", ZADIE.value(), Wish.LEAVE, LGBT);
    Reference others = askAs("k3", "b@out.example", Wish.JOIN, LGBT);
    Stored stored = memberships.show(new Mailbox("ZADIE.canary@trust.example"));
    assertThat(stored.requests())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.name()).isEqualTo("Zadie Canary");
              assertThat(request.address()).isEqualTo(ZADIE);
              assertThat(request.day()).isEqualTo("2026-11-20");
            });
    assertThat(stored.unconfirmed())
        .singleElement()
        .satisfies(asked -> assertThat(asked.networks()).containsExactly(LGBT));
    assertThat(stored.toString()).doesNotContainIgnoringCase("zadie").doesNotContain("lgbt");

    assertThat(memberships.erase(ZADIE)).isEqualTo(2);
    assertThat(memberships.show(ZADIE).isEmpty()).isTrue();
    assertThat(countOf(WOMEN, Wish.JOIN)).isEqualTo(1);
    assertThat(memberships.confirm(others, "m1", null).kind()).isEqualTo(Reply.Kind.DONE);
  }

  @Test
  void takesBackWhatWaitsToBeSentAboutAnErasedPersonAndNothingElse() {
    memberships.request(proven("k1", Wish.JOIN, WOMEN));
    memberships.request(unproven("k2", ZADIE.value(), Wish.LEAVE, LGBT));
    memberships.request(unproven("k3", "b@out.example", Wish.JOIN, LGBT));

    memberships.erase(new Mailbox("ZADIE.canary@trust.example"));

    assertThat(Sent.from(outbox))
        .extracting(Message::to)
        .containsExactly(new Mailbox("b@out.example"));
  }

  @Test
  void makesAConfirmationOfAnErasedPersonWorthless() {
    Reference token = askAs("k1", "a@out.example", Wish.JOIN, WOMEN);
    memberships.erase(new Mailbox("a@out.example"));
    assertThat(memberships.confirm(token, "m1", null).kind()).isEqualTo(Reply.Kind.CLARIFY);
    assertThat(Sent.from(outbox)).isEmpty();
  }

  @Test
  void erasesWhatIsOldAndKeepsTheCounts() {
    Memberships brief = memberships(database, new RequestRules(28, 60, 200, 10));
    brief.request(proven("k1", Wish.JOIN, WOMEN));
    askAs("k2", "a@out.example", Wish.JOIN, WOMEN);
    clock.advance(Duration.ofDays(4));
    assertThat(brief.eraseOld()).as("the confirmation").isEqualTo(1);
    clock.advance(Duration.ofDays(56));
    assertThat(brief.eraseOld()).isZero();
    clock.advance(Duration.ofDays(1));
    assertThat(brief.eraseOld()).as("the request").isEqualTo(1);
    assertThat(brief.show(ZADIE).isEmpty()).isTrue();
    assertThat(countOf(WOMEN, Wish.JOIN)).isEqualTo(1);
    assertThat(rows("request_taken")).isZero();
    assertThat(rows("confirmation_network")).isZero();
  }

  @Test
  void putsANameOnOneLineWithoutWhatDisguisesIt() {
    memberships.request(
        new Request(
            "k1",
            Wish.JOIN,
            Set.of(WOMEN),
            new Speaker("  Zoë\r\nBcc: x\u202Egnp\u0000 " + "x".repeat(200), ZADIE, true)));
    String body = Block.plain(Sent.from(outbox).get(0).body());
    assertThat(body).contains("Name: Zoë Bcc: x gnp xxx").doesNotContain("\u202E");
    assertThat(memberships.show(ZADIE).requests().get(0).name()).hasSize(100);
    memberships.request(
        new Request("k2", Wish.JOIN, Set.of(LGBT), new Speaker(" \u200B ", ZADIE, true)));
    assertThat(Block.plain(Sent.from(outbox).get(0).body())).contains("Name: not known");
  }

  @Test
  void countsRoutedRequestsByQuarterAndShowsClosedQuartersAlone() {
    for (int i = 0; i < 9; i++) {
      memberships.request(provenAs("k" + i, "p" + i + "@trust.example", Wish.JOIN, WOMEN));
    }
    memberships.request(provenAs("l", "p1@trust.example", Wish.LEAVE, WOMEN));
    memberships.request(unproven("u", "never@out.example", Wish.LEAVE, WOMEN));
    Quarter third = new Quarter(2026, 3);
    assertThat(memberships.figures(WOMEN, third).values()).containsOnly(new Figure.Withheld());
    clock.set("2027-01-01T00:00:00Z");
    assertThat(memberships.figures(WOMEN, third))
        .containsEntry(Wish.JOIN, new Figure.Rounded(10))
        .containsEntry(Wish.LEAVE, new Figure.Small());
    assertThat(memberships.figures(LGBT, third).values()).containsOnly(new Figure.Small());
  }

  @Test
  void tellsTheDayOfLondon() {
    clock.set("2026-06-30T23:30:00Z");
    memberships.request(proven("k1", Wish.JOIN, WOMEN));
    assertThat(memberships.show(ZADIE).requests().get(0).day()).isEqualTo(LocalDate.of(2026, 7, 1));
  }

  @Test
  void knowsNetworksByIdMailboxAndSponsor() {
    assertThat(NETWORKS.find(LGBT)).hasValueSatisfying(n -> assertThat(n.id()).isEqualTo(LGBT));
    assertThat(NETWORKS.find(new NetworkId("chess"))).isEmpty();
    assertThat(NETWORKS.readBy(new Mailbox("WOMEN@trust.example")))
        .extracting(Network::id)
        .containsExactly(WOMEN);
    assertThat(NETWORKS.sponsoredBy(new Mailbox("sponsor@trust.example"))).hasSize(2);
    assertThatThrownBy(() -> new Networks(List.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Networks(List.of(NETWORKS.all().get(0), NETWORKS.all().get(0))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> network(WOMEN, " ", WOMEN_BOX))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RequestRules(28, 27, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RequestRules(28, 365, 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Reference askAs(String key, String address, Wish wish, NetworkId network) {
    memberships.request(unproven(key, address, wish, network));
    List<Message> sent = Sent.from(outbox);
    return Reference.findIn(sent.get(sent.size() - 1).subject()).orElseThrow();
  }

  private Memberships memberships(Database file, RequestRules rules) {
    return new Memberships(
        file,
        cipher,
        lookup(file),
        new Outbox(file, cipher, clock),
        NETWORKS,
        TEAM,
        SITE,
        rules,
        clock,
        random);
  }

  private Lookup lookup(Database file) {
    return Lookup.in(file, cipher, random);
  }

  private int countOf(NetworkId network, Wish wish) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT count FROM membership_count WHERE network = :network AND wish = :wish")
                .bind("network", network.value())
                .bind("wish", wish.name().toLowerCase(java.util.Locale.ROOT))
                .mapTo(Integer.class)
                .one());
  }

  private int rows(String table) {
    return database.read(
        handle -> handle.createQuery("SELECT count(*) FROM " + table).mapTo(Integer.class).one());
  }

  private static Reference reference(Reply reply) {
    return Reference.findIn(reply.plain()).orElseThrow();
  }

  private static void assertNeutral(String text) {
    assertThat(text)
        .doesNotContainIgnoringCase("women")
        .doesNotContainIgnoringCase("lgbt")
        .doesNotContainIgnoringCase("concern");
  }

  private static String first200(String text) {
    return text.substring(0, Math.min(200, text.length()));
  }

  private static Request proven(String key, Wish wish, NetworkId... networks) {
    return new Request(key, wish, Set.of(networks), new Speaker("Zadie Canary", ZADIE, true));
  }

  private static Request provenAs(String key, String address, Wish wish, NetworkId... networks) {
    return new Request(key, wish, Set.of(networks), new Speaker("P", new Mailbox(address), true));
  }

  private static Request unproven(String key, String address, Wish wish, NetworkId... networks) {
    return new Request(
        key, wish, Set.of(networks), new Speaker("Nobody Knows", new Mailbox(address), false));
  }

  private static Network network(NetworkId id, String name, Mailbox mailbox) {
    return new Network(
        id, name, List.of(), mailbox, new Sponsor("Ada", new Mailbox("sponsor@trust.example")));
  }
}
