package org.inclusiondesk.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** The page on a free port, and a client to it. */
final class Served implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Javalin server;
  private final HttpClient client = HttpClient.newHttpClient();

  Served(TryItPage page) {
    this.server =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  page.addTo(config.routes);
                })
            .start("127.0.0.1", 0);
  }

  String url() {
    return "http://localhost:" + server.port();
  }

  HttpResponse<String> get(String path) {
    return exchange(HttpRequest.newBuilder(URI.create(url() + path)).build());
  }

  HttpResponse<String> post(String path, String body) {
    return send("POST", path, "application/json", body);
  }

  HttpResponse<String> send(String method, String path, String contentType, String body) {
    return exchange(
        HttpRequest.newBuilder(URI.create(url() + path))
            .header("Content-Type", contentType)
            .method(method, BodyPublishers.ofString(body))
            .build());
  }

  HttpResponse<String> delete(String path) {
    return exchange(HttpRequest.newBuilder(URI.create(url() + path)).DELETE().build());
  }

  /** The status line that a GET with this Host header is answered with. */
  String statusForHost(String path, String host) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    }
  }

  /** Introduces somebody; their ids as the page learns them. */
  JsonNode introduce(String name, String address) {
    String body = JSON.createObjectNode().put("name", name).put("address", address).toString();
    return json(post("/try/people", body));
  }

  /** Follows a chat from after an event on, as a browser does. */
  Events follow(String chat, String lastEventId) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + "/try/chat/" + encode(chat) + "/events"))
            .header("Accept", "text/event-stream")
            .header("Last-Event-ID", lastEventId)
            .build();
    return new Events(
        new BufferedReader(
            new InputStreamReader(
                client.send(request, BodyHandlers.ofInputStream()).body(),
                StandardCharsets.UTF_8)));
  }

  static JsonNode json(HttpResponse<String> response) {
    return json(response.body());
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  static String encode(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop();
  }

  private HttpResponse<String> exchange(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** Server-Sent Events as they come in. */
  record Events(BufferedReader stream) implements AutoCloseable {

    record Event(String id, String name, JsonNode data) {}

    /** Waits for the next event; null once the stream ended. */
    Event next() throws IOException {
      String id = "";
      String name = "";
      String data = "";
      for (String line = stream.readLine(); line != null; line = stream.readLine()) {
        if (line.startsWith("id:")) {
          id = line.substring(3).strip();
        } else if (line.startsWith("event:")) {
          name = line.substring(6).strip();
        } else if (line.startsWith("data:")) {
          data += line.substring(5).strip();
        } else if (line.isEmpty() && !data.isEmpty()) {
          return new Event(id, name, json(data));
        }
      }
      return null;
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }
}
