package org.inclusiondesk.teams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jwt.JWTClaimsSet;
import io.javalin.Javalin;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.conversation.Choice;
import org.inclusiondesk.conversation.Enquiry;
import org.inclusiondesk.conversation.Form;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.conversation.Rating;
import org.inclusiondesk.conversation.Reference;
import org.inclusiondesk.conversation.Reply;
import org.inclusiondesk.conversation.Source;
import org.inclusiondesk.conversation.Utterance;
import org.inclusiondesk.conversation.Utterance.Setting;
import org.inclusiondesk.desk.Desk;
import org.inclusiondesk.speakup.Circle;
import org.inclusiondesk.speakup.Intake;
import org.inclusiondesk.speakup.SpeakUpWords;

/** A running endpoint over a small desk, and a Teams client to talk to it. */
final class Teams implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();
  static final byte[] CARD_KEY = "a key for cards with 32 bytes !!".getBytes();
  static final List<Form.Network> NETWORKS =
      List.of(
          new Form.Network(new NetworkId("bame"), "BAME Network"),
          new Form.Network(new NetworkId("lgbt"), "LGBT+ Network"),
          new Form.Network(new NetworkId("disability"), "Disabilities and Long-Term Conditions"),
          new Form.Network(new NetworkId("women"), "Women's Network"));
  static final Cards CARDS =
      new Cards(URI.create("https://desk.example/"), new Mailbox("kmicb.od@nhs.net"));

  final Microsoft microsoft = new Microsoft();
  final SmallDesk desk = new SmallDesk();
  final SmallIntake intake = new SmallIntake();
  final SettableClock clock = new SettableClock();
  final List<Duration> pauses = new CopyOnWriteArrayList<>();
  final Connector connector;
  final MessagesEndpoint endpoint;
  private final boolean production;
  private final Javalin server;
  private final OkHttpClient http = new OkHttpClient();

  static Teams tryingOut() {
    return new Teams(false, Duration.ofSeconds(13));
  }

  static Teams production() {
    return new Teams(true, Duration.ofSeconds(13));
  }

  Teams(boolean production, Duration longest) {
    this.production = production;
    TeamsSettings settings = production ? microsoft.settings() : TeamsSettings.tryingOut();
    connector = new Connector(settings, clock, pauses::add);
    endpoint =
        new MessagesEndpoint(
            settings,
            connector,
            new DeskBot(
                desk,
                new ConcernDialog(
                    intake, new SmallWords(), Circle.of("ada", "bob").set().guardians(), CARDS),
                connector,
                CARDS,
                CARD_KEY,
                clock),
            longest);
    server =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  endpoint.addTo(config.routes);
                  config.routes.exception(
                      HttpResponseException.class,
                      (refusal, context) ->
                          context
                              .status(refusal.getStatus())
                              .contentType("application/problem+json")
                              .result(
                                  JSON.createObjectNode()
                                      .put("status", refusal.getStatus())
                                      .put("detail", refusal.getMessage())
                                      .toString()));
                })
            .start("127.0.0.1", 0);
  }

  /** What came back. */
  record Answer(int status, String text, String type) {
    JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (IOException e) {
        throw new IllegalStateException("not JSON: " + text, e);
      }
    }

    /** The card that takes the place of the one handed in. */
    JsonNode card() {
      return json().path("value");
    }

    /** The card that a dialog shows. */
    JsonNode dialog() {
      return json().path("task").path("value").path("card").path("content");
    }
  }

  Answer post(JsonNode activity) {
    return post(activity.toString());
  }

  Answer post(String body) {
    return post(body, "application/json; charset=utf-8", Map.of());
  }

  Answer post(String body, String type, Map<String, String> headers) {
    return post(RequestBody.create(body.getBytes(), MediaType.parse(type)), headers);
  }

  Answer post(RequestBody body, Map<String, String> headers) {
    Request.Builder request =
        new Request.Builder().url("http://127.0.0.1:" + server.port() + "/api/messages").post(body);
    if (production && !headers.containsKey("Authorization")) {
      request.header("Authorization", "Bearer " + token(claims -> claims));
    }
    headers.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            request.header(name, value);
          }
        });
    try (Response response = http.newCall(request.build()).execute()) {
      return new Answer(
          response.code(), response.body().string(), response.header("Content-Type", ""));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  String token(Function<JWTClaimsSet.Builder, JWTClaimsSet.Builder> change) {
    try {
      return Microsoft.sign(change.apply(microsoft.claims(clock.instant())).build(), Microsoft.KEY);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  ObjectNode activity(String type) {
    ObjectNode activity =
        JSON.createObjectNode()
            .put("type", type)
            .put("id", UUID.randomUUID().toString())
            .put("timestamp", "2026-11-20T09:30:00.1234567Z")
            .put("serviceUrl", microsoft.url())
            .put("channelId", "msteams")
            .put("locale", "en-GB");
    activity.putObject("from").put("id", "29:sam").put("name", "Sam Poole");
    activity
        .putObject("conversation")
        .put("id", "a:private-chat")
        .put("conversationType", "personal")
        .put("tenantId", Microsoft.TENANT);
    activity.putObject("recipient").put("id", "28:desk").put("name", "Inclusion Desk");
    activity.putObject("channelData").putObject("tenant").put("id", Microsoft.TENANT);
    return activity;
  }

  ObjectNode message(String text) {
    return activity("message").put("text", text);
  }

  ObjectNode inGroup(ObjectNode activity) {
    activity
        .withObject("/conversation")
        .put("id", "19:group")
        .put("conversationType", "groupChat")
        .put("isGroup", true);
    return activity;
  }

  ObjectNode invoke(String name) {
    return activity("invoke").put("name", name);
  }

  ObjectNode action(String verb, JsonNode data) {
    ObjectNode invoke = invoke("adaptiveCard/action");
    ObjectNode action = invoke.putObject("value").putObject("action");
    action.put("type", "Action.Execute").put("verb", verb).set("data", data);
    return invoke;
  }

  ObjectNode dialog(String name, JsonNode data) {
    ObjectNode invoke = invoke(name);
    ObjectNode value = invoke.putObject("value");
    value.set("data", data);
    value.putObject("context").put("theme", "default");
    return invoke;
  }

  /** The roster knows the person who talks. */
  void knowSam() {
    microsoft.roster.put(
        "29:sam",
        """
        {"id": "29:sam", "name": "Sam Poole", "email": "sam.poole@nhs.net",
         "userPrincipalName": "sam.poole@nhs.net", "tenantId": "%s"}
        """
            .formatted(Microsoft.TENANT));
  }

  @Override
  public void close() {
    server.stop();
    endpoint.close();
    connector.close();
    microsoft.close();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  /** A clock that stands until it is moved. */
  static final class SettableClock extends Clock {
    private volatile Instant now = Instant.parse("2026-11-20T09:30:00Z");

    void move(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  /** Replies by a few words, counts, and does each key's request once. */
  static final class SmallDesk implements Desk {
    final List<Utterance> heard = Collections.synchronizedList(new ArrayList<>());
    final Map<String, org.inclusiondesk.conversation.Request> requests = new ConcurrentHashMap<>();
    final List<Rating> ratings = Collections.synchronizedList(new ArrayList<>());
    final Map<String, Enquiry> enquiries = new ConcurrentHashMap<>();
    volatile Runnable before = () -> {};

    static final Reply CONCERN =
        Reply.of(
                Reply.Kind.CONCERN,
                "This is not monitored. In an emergency call 999.",
                "The page for it: https://desk.example/speak-up")
            .withForm(new Form.SpeakUp());

    static final Reply ANSWER =
        new Reply(
            Reply.Kind.ANSWER,
            List.of(
                new Block.Heading("Operation Cavell"),
                new Block.Paragraph("It protects staff who are attacked at work."),
                new Block.Bullets(List.of("Staff are supported.", "Police are told.")),
                new Block.Facts(List.of(new Block.Fact("Score", "8.9"))),
                new Block.Small("If something is wrong at work, you can speak up.")),
            new Source(
                "Kent and Medway NHS and Social Care Partnership Trust",
                "Equality report 2020–21",
                LocalDate.of(2021, 10, 30)),
            "operation-cavell",
            List.of(),
            List.of(),
            null);

    @Override
    public java.util.Optional<String> returned(org.inclusiondesk.conversation.Returned mail) {
      throw new UnsupportedOperationException("no mail in chats");
    }

    @Override
    public Reply hear(Utterance utterance) {
      before.run();
      heard.add(utterance);
      if (utterance.text().contains("concern")) {
        return CONCERN;
      }
      if (utterance.text().contains("wifi")) {
        Reply unknown = Reply.of(Reply.Kind.OUT_OF_SCOPE, "I do not know that.");
        return utterance.setting() == Setting.SHARED_CHAT
            ? unknown
            : unknown.withForm(new Form.HandOver(utterance.text()));
      }
      if (utterance.setting() == Setting.SHARED_CHAT && utterance.text().contains("join")) {
        return Reply.of(Reply.Kind.ELSEWHERE, "Please ask me in a private chat.");
      }
      if (utterance.text().contains("join") || utterance.text().contains("leave")) {
        boolean joins = utterance.text().contains("join");
        Set<NetworkId> chosen =
            utterance.text().contains("women") ? Set.of(new NetworkId("women")) : Set.of();
        return Reply.of(
                joins ? Reply.Kind.JOIN : Reply.Kind.LEAVE, joins ? "Join here." : "Leave here.")
            .withForm(
                new Form.Membership(joins ? Form.Wish.JOIN : Form.Wish.LEAVE, NETWORKS, chosen));
      }
      if (utterance.text().contains("Cavell")) {
        return ANSWER;
      }
      return Reply.of(Reply.Kind.SMALLTALK, "Hello. Ask me about equality.")
          .withChoices(List.of(new Choice("Operation Cavell", "What is Operation Cavell?")));
    }

    @Override
    public Reply request(org.inclusiondesk.conversation.Request request) {
      before.run();
      requests.putIfAbsent(request.key(), request);
      return Reply.of(Reply.Kind.DONE, "Your request KM-7QF3-2TX8 is on its way.");
    }

    @Override
    public java.util.Optional<Reference> toConfirm(String effect) {
      throw new UnsupportedOperationException("no mail in Teams");
    }

    @Override
    public Reply rate(Rating rating) {
      before.run();
      ratings.add(rating);
      return ANSWER;
    }

    @Override
    public Reply handOver(Enquiry enquiry) {
      before.run();
      if (enquiry.text().contains("concern")) {
        return CONCERN;
      }
      if (enquiry.text().isBlank() || !enquiry.agreed()) {
        return Reply.of(Reply.Kind.CLARIFY, "Something is missing.");
      }
      enquiries.putIfAbsent(enquiry.key(), enquiry);
      return Reply.of(Reply.Kind.DONE, "Your question KM-7QF3-2TX8 has been sent.");
    }
  }

  /** Takes what it is given and remembers it for the test. */
  static final class SmallIntake implements Intake {
    static final List<String> WORDS =
        List.of("amber", "basket", "cedar", "dune", "ember", "fjord", "glow");
    final Map<String, String> taken = new ConcurrentHashMap<>();
    final Map<String, Set<String>> leftOut = new ConcurrentHashMap<>();
    volatile boolean down;
    volatile int nonces;

    @Override
    public synchronized String nonce() {
      return "nonce-" + ++nonces;
    }

    @Override
    public Outcome accept(String nonce, String text, Set<String> leftOut) {
      if (down) {
        throw new IllegalStateException("no disk");
      }
      if (text.isBlank()) {
        return new Outcome.Refused(Reason.EMPTY);
      }
      if (text.length() > 20_000) {
        return new Outcome.Refused(Reason.TOO_LONG);
      }
      if (!nonce.startsWith("nonce-")) {
        return new Outcome.Refused(Reason.STALE);
      }
      if (leftOut.size() == 2) {
        return new Outcome.Refused(Reason.NOBODY_LEFT);
      }
      taken.put(nonce, text);
      this.leftOut.put(nonce, leftOut);
      return new Outcome.Accepted(WORDS);
    }
  }

  /** Words as short as can be told apart. */
  static final class SmallWords implements SpeakUpWords {
    @Override
    public List<Block> beforeTheBox() {
      return List.of(
          new Block.Paragraph("Nobody watches this. In an emergency call 999."),
          new Block.Facts(List.of(new Block.Fact("Guardian", "guardian@example.org"))));
    }

    @Override
    public List<Block> afterwards() {
      return List.of(new Block.Paragraph("Write these words on paper."));
    }
  }
}
