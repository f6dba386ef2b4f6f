package org.inclusiondesk.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.sse.SseHandler;
import io.javalin.router.JavalinDefaultRoutingApi;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.jspecify.annotations.Nullable;

/**
 * A page to try the desk on without any account: a chat that speaks the Bot Framework's protocol to
 * {@code /api/messages}, the endpoints that Teams would serve, and the inner server's mailboxes.
 * For a service bound to loopback and without an app id only. Safe for several threads.
 */
public final class TryItPage {
  private static final String PAGE_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  private static final String MAIL_POLICY =
      "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none';"
          + " form-action 'none'; frame-ancestors 'self'";
  private static final Map<String, String> ASSETS =
      Map.of(
          "page.css", "text/css",
          "page.js", "text/javascript",
          "chat.js", "text/javascript",
          "cards.js", "text/javascript",
          "markup.js", "text/javascript",
          "mailboxes.js", "text/javascript",
          "icon.svg", "image/svg+xml");

  private final Mailbox desk;
  private final @Nullable InnerMailServer mailServer;
  private final Clock clock;
  private final LoopbackGuard guard = new LoopbackGuard();
  private final Roster roster = new Roster();
  private final Chats chats = new Chats();
  private final TeamsConnector connector = new TeamsConnector(guard, roster, chats);
  private final ObjectMapper json = new ObjectMapper();

  /**
   * A page without routes yet.
   *
   * @param desk the address that the desk gets mail at
   * @param mailServer the running inner server; null where real mail servers are configured, whose
   *     mailboxes the page does not show
   * @param clock dates the mails that visitors write
   */
  public TryItPage(Mailbox desk, @Nullable InnerMailServer mailServer, Clock clock) {
    this.desk = desk;
    this.mailServer = mailServer;
    this.clock = clock;
  }

  /** Adds {@code /} and everything under {@code /try/}. */
  public void addTo(JavalinDefaultRoutingApi routes) {
    routes.get("/", guarded(request -> asset(request, "index.html", "text/html")));
    routes.get("/try/assets/{name}", guarded(this::asset));
    routes.get("/try/settings", guarded(this::settings));
    routes.post("/try/people", guarded(this::introduce));
    routes.get("/try/chat/{conversation}/events", guarded(this::follow));
    routes.get("/try/mailboxes", guarded(this::mailboxes));
    routes.get("/try/mailboxes/{address}/{folder}/{uid}", guarded(this::mail));
    routes.get("/try/mailboxes/{address}/{folder}/{uid}/html", guarded(this::mailAsHtml));
    routes.post("/try/mail", guarded(this::sendMail));
    connector.addTo(routes);
  }

  private Handler guarded(Handler handler) {
    return request -> {
      guard.check(request);
      request
          .header("Content-Security-Policy", PAGE_POLICY)
          .header("X-Content-Type-Options", "nosniff")
          .header("Referrer-Policy", "no-referrer")
          .header("Cross-Origin-Resource-Policy", "same-origin")
          .header("Cache-Control", "no-store");
      handler.handle(request);
    };
  }

  private void asset(Context request) throws IOException {
    String name = request.pathParam("name");
    String type = ASSETS.get(name);
    if (type == null) {
      throw new NotFoundResponse("No such file.");
    }
    asset(request, name, type);
  }

  private static void asset(Context request, String name, String type) throws IOException {
    try (InputStream asset = TryItPage.class.getResourceAsStream("/demo/" + name)) {
      if (asset == null) {
        throw new NotFoundResponse("No such file.");
      }
      request.contentType(type + "; charset=utf-8").result(asset.readAllBytes());
    }
  }

  private void settings(Context request) {
    ObjectNode settings = JsonNodeFactory.instance.objectNode();
    settings.putObject("bot").put("id", "28:inclusion-desk").put("name", "Inclusion Desk");
    settings.put("tenantId", TeamsConnector.TENANT);
    settings.put("desk", desk.value());
    settings.put("innerMail", mailServer != null);
    answer(request, settings);
  }

  private void introduce(Context request) {
    ObjectNode body = body(request);
    String name = line(body, "name");
    String address = line(body, "address");
    if (name.isEmpty() || name.length() > 100) {
      throw unprocessable("Give a name of at most 100 characters.");
    }
    Person person =
        new Person(
            name,
            address.isEmpty()
                ? null
                : Mailbox.parse(address)
                    .orElseThrow(() -> unprocessable("Give a mail address such as a@b.example.")));
    boolean fresh = roster.add(person);
    answer(
        request,
        JsonNodeFactory.instance
            .objectNode()
            .put("id", person.id())
            .put("aadObjectId", person.directoryId().toString())
            .put("name", person.name())
            .put("privateChat", person.privateChat().value())
            .put("groupChat", person.groupChat().value())
            .put("fresh", fresh));
  }

  private void follow(Context request) throws Exception {
    ChatId chat =
        ChatId.parse(request.pathParam("conversation"))
            .orElseThrow(() -> new NotFoundResponse("No such chat."));
    long seen = number(request.header("Last-Event-ID")).orElse(0L);
    new SseHandler(page -> chats.of(chat).follow(page, seen)).handle(request);
  }

  private void mailboxes(Context request) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (MailboxContent mailbox : mailServer().mailboxes()) {
      ObjectNode one = all.addObject().put("address", mailbox.address());
      one.put("desk", mailbox.desk());
      ArrayNode folders = one.putArray("folders");
      for (MailboxContent.Folder folder : mailbox.folders()) {
        ArrayNode mails = folders.addObject().put("name", folder.name()).putArray("mails");
        for (MailboxContent.Mail mail : folder.mails()) {
          mails
              .addObject()
              .put("uid", mail.uid())
              .put("from", mail.from())
              .put("subject", mail.subject())
              .put("received", mail.received().toString())
              .put("seen", mail.seen())
              .put("flagged", mail.flagged())
              .put("answered", mail.answered());
        }
      }
    }
    answer(request, all);
  }

  private void mail(Context request) {
    MailText mail = wantedMail(request);
    answer(
        request,
        JsonNodeFactory.instance
            .objectNode()
            .put("from", mail.from())
            .put("to", mail.to())
            .put("subject", mail.subject())
            .put("messageId", mail.messageId())
            .put("autoSubmitted", mail.autoSubmitted())
            .put("text", mail.text())
            .put("html", mail.html() != null));
  }

  private void mailAsHtml(Context request) {
    String html = wantedMail(request).html();
    if (html == null) {
      throw new NotFoundResponse("This mail has no HTML.");
    }
    request
        .header("Content-Security-Policy", MAIL_POLICY)
        .contentType("text/html; charset=utf-8")
        .result(html);
  }

  private MailText wantedMail(Context request) {
    Optional<Mailbox> mailbox = Mailbox.parse(request.pathParam("address"));
    Optional<Long> uid = number(request.pathParam("uid"));
    if (mailbox.isPresent() && uid.isPresent()) {
      Optional<MailText> mail =
          mailServer().read(mailbox.get(), request.pathParam("folder"), uid.get());
      if (mail.isPresent()) {
        return mail.get();
      }
    }
    throw new NotFoundResponse("No such mail.");
  }

  private void sendMail(Context request) {
    ObjectNode body = body(request);
    InnerMailServer server = mailServer();
    Mailbox from =
        Mailbox.parse(line(body, "from"))
            .orElseThrow(() -> unprocessable("Give a mail address such as a@b.example."));
    String inReplyTo = line(body, "inReplyTo");
    StaffMail mail;
    try {
      mail =
          new StaffMail(
              line(body, "name"),
              from,
              line(body, "subject"),
              body.path("text").asText(),
              inReplyTo.isEmpty() ? null : inReplyTo);
    } catch (IllegalArgumentException fault) {
      throw unprocessable(fault.getMessage());
    }
    try {
      mail.sendTo(server, clock.instant());
    } catch (MessagingException fault) {
      throw new HttpResponseException(
          HttpStatus.SERVICE_UNAVAILABLE.getCode(), "The inner mail server did not take the mail.");
    }
    request.status(HttpStatus.ACCEPTED);
    answer(request, JsonNodeFactory.instance.objectNode());
  }

  private InnerMailServer mailServer() {
    if (mailServer == null) {
      throw new NotFoundResponse("Real mail servers are in use; this page shows none of them.");
    }
    return mailServer;
  }

  private ObjectNode body(Context request) {
    try {
      JsonNode body = json.readTree(request.body());
      if (body instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException malformed) {
      // Refused below, together with JSON that is no object.
    }
    throw new HttpResponseException(
        HttpStatus.BAD_REQUEST.getCode(), "The body is not a JSON object.");
  }

  private static String line(ObjectNode body, String field) {
    return body.path(field).asText().strip();
  }

  private static Optional<Long> number(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.valueOf(text));
    } catch (NumberFormatException noNumber) {
      return Optional.empty();
    }
  }

  private static HttpResponseException unprocessable(@Nullable String message) {
    return new HttpResponseException(
        HttpStatus.UNPROCESSABLE_CONTENT.getCode(),
        message == null ? "This cannot be used." : message);
  }

  private static void answer(Context request, JsonNode body) {
    request.contentType("application/json").result(body.toString());
  }
}
