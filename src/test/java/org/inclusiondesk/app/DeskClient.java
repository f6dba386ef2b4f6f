package org.inclusiondesk.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.Jsoup;

/** Talks over HTTP with a desk that runs on this machine. */
final class DeskClient {
  static final ObjectMapper JSON = new ObjectMapper();
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();

  DeskClient(int port) {
    this.port = port;
  }

  int port() {
    return port;
  }

  URI uri(String path) {
    return URI.create("http://localhost:" + port + path);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path)).timeout(PATIENCE);
  }

  HttpClient http() {
    return http;
  }

  /** What came back. */
  record Answer(int status, String body, HttpResponse<String> response) {
    JsonNode json() {
      return DeskClient.json(body);
    }

    String type() {
      return response.headers().firstValue("Content-Type").orElse("");
    }

    @Override
    public String toString() {
      return status + " " + body;
    }
  }

  Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body(), response);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  Answer get(String path) {
    return send(request(path).GET());
  }

  Answer post(String path, String type, String body) {
    return send(request(path).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
  }

  Answer activity(JsonNode activity) {
    return post("/api/messages", "application/json; charset=utf-8", activity.toString());
  }

  /** Hands a text in by the form, as a browser does. */
  Answer speakUp(String nonce, String text) {
    return post(
        "/speak-up",
        "application/x-www-form-urlencoded",
        "nonce=" + encode(nonce) + "&text=" + encode(text));
  }

  /** The nonce of a form freshly shown. */
  String nonce() {
    return Jsoup.parse(get("/speak-up").body()).select("input[name=nonce]").attr("value");
  }

  /** Somebody whom the roster knows; without an address, only the name. */
  Colleague colleague(String name, String address) {
    JsonNode ids =
        post(
                "/try/people",
                "application/json",
                JSON.createObjectNode().put("name", name).put("address", address).toString())
            .json();
    return new Colleague(this, name, ids);
  }

  /** A mail as the page shows it. */
  record Mail(String folder, boolean flagged, JsonNode content, String html) {
    String subject() {
      return content.path("subject").asText();
    }

    String text() {
      return content.path("text").asText();
    }

    String messageId() {
      return content.path("messageId").asText();
    }
  }

  /** All mail of a mailbox of the inner server. */
  List<Mail> mails(String address) {
    List<Mail> found = new ArrayList<>();
    for (JsonNode mailbox : get("/try/mailboxes").json()) {
      if (!mailbox.path("address").asText().equals(address)) {
        continue;
      }
      for (JsonNode folder : mailbox.path("folders")) {
        String name = folder.path("name").asText();
        for (JsonNode mail : folder.path("mails")) {
          String path =
              "/try/mailboxes/%s/%s/%s"
                  .formatted(encode(address), encode(name), mail.path("uid").asText());
          Answer html = get(path + "/html");
          found.add(
              new Mail(
                  name,
                  mail.path("flagged").asBoolean(),
                  get(path).json(),
                  html.status() == 200 ? html.body() : ""));
        }
      }
    }
    return found;
  }

  /** Mail to the desk over the inner server. */
  void mail(String name, String from, String subject, String text, String inReplyTo) {
    ObjectNode mail =
        JSON.createObjectNode()
            .put("name", name)
            .put("from", from)
            .put("subject", subject)
            .put("text", text)
            .put("inReplyTo", inReplyTo);
    Answer taken = post("/try/mail", "application/json", mail.toString());
    if (taken.status() != 202) {
      throw new IllegalStateException(taken.toString());
    }
  }

  /** How many messages wait to be delivered. */
  int waiting() {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("desk_outbox_waiting "))
        .map(line -> (int) Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
        .findFirst()
        .orElseThrow();
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
