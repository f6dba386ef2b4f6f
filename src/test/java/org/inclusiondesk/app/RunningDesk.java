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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.inclusiondesk.config.ConfigFiles;
import org.inclusiondesk.config.Configuration;
import org.inclusiondesk.config.Environment;
import org.jsoup.Jsoup;

/** The whole service on free ports, and who talks with it over HTTP. */
final class RunningDesk implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();
  static final String TEAM = "kmicb.od@nhs.net";
  static final String ADDRESS = "inclusion-desk@kmicb.example";
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final App app;
  private final Configuration configuration;
  private final HttpClient http = HttpClient.newHttpClient();

  private RunningDesk(Configuration configuration) {
    this.configuration = configuration;
    this.app = new App(configuration, Clock.systemUTC());
    try {
      app.start();
    } catch (RuntimeException fault) {
      app.close();
      throw fault;
    }
  }

  /** The embedded default. */
  static RunningDesk in(Path dataDir) {
    return in(dataDir, Map.of());
  }

  /** The embedded default but for some variables of the environment. */
  static RunningDesk in(Path dataDir, Map<String, String> more) {
    return new RunningDesk(configuration(Path.of("config"), variables(dataDir, more)));
  }

  static RunningDesk in(Path dataDir, Path config, Map<String, String> more) {
    return new RunningDesk(configuration(config, variables(dataDir, more)));
  }

  /** Ports of its own choice, and files in a directory. */
  static Map<String, String> variables(Path dataDir, Map<String, String> more) {
    Map<String, String> variables = new HashMap<>();
    variables.put("PORT", "0");
    variables.put("DESK_INNER_SMTP_PORT", "0");
    variables.put("DESK_INNER_IMAP_PORT", "0");
    variables.put("DATA_DIR", dataDir.toString());
    variables.putAll(more);
    return variables;
  }

  static Configuration configuration(Path directory, Map<String, String> variables) {
    Configuration.Loaded loaded =
        Configuration.load(
            ConfigFiles.find(directory, Path.of("")), new Environment(Map.copyOf(variables)));
    if (!loaded.faults().isEmpty()) {
      throw new IllegalStateException(loaded.faults().toString());
    }
    return loaded.configuration();
  }

  /** A copy of the shipped configuration in which some file reads differently. */
  static Path configWith(Path copy, String file, UnaryOperator<String> change) {
    try (Stream<Path> files = Files.walk(Path.of("config"))) {
      for (Path from : (Iterable<Path>) files::iterator) {
        Path to = copy.resolve(Path.of("config").relativize(from).toString());
        if (Files.isDirectory(from)) {
          Files.createDirectories(to);
        } else if (!Files.exists(to)) {
          Files.copy(from, to);
        }
      }
      Path changed = copy.resolve(file);
      String before = Files.readString(changed);
      String after = change.apply(before);
      if (after.equals(before)) {
        throw new IllegalStateException("nothing was changed in " + file);
      }
      Files.writeString(changed, after);
      return copy;
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  Configuration configuration() {
    return configuration;
  }

  int port() {
    return app.port();
  }

  URI uri(String path) {
    return URI.create("http://localhost:" + port() + path);
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
      return RunningDesk.json(body);
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
    return send(
        request(path).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
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

  @Override
  public void close() {
    app.close();
  }
}
