package org.inclusiondesk.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackGuardTest {
  private static final String CHAT = "a:" + "0".repeat(32);
  private static final List<String> READS =
      List.of(
          "/",
          "/try/assets/page.js",
          "/try/settings",
          "/try/chat/" + CHAT + "/events",
          "/try/mailboxes",
          "/try/mailboxes/desk@icb.example/INBOX/1",
          "/try/mailboxes/desk@icb.example/INBOX/1/html",
          "/try/connector/v3/conversations/" + CHAT + "/members",
          "/try/connector/v3/conversations/" + CHAT + "/members/29:x",
          "/try/connector/v3/conversations/" + CHAT + "/pagedmembers");
  private static final List<String> POSTS =
      List.of(
          "/try/people",
          "/try/mail",
          "/try/connector/v3/conversations",
          "/try/connector/v3/conversations/" + CHAT + "/activities",
          "/try/connector/v3/conversations/" + CHAT + "/activities/1");

  private final Served served =
      new Served(new TryItPage(new Mailbox("desk@icb.example"), null, Clock.systemUTC()));

  @AfterEach
  void stop() {
    served.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "desk.example",
        "localhost.desk.example:8080",
        "127.0.0.1.desk.example",
        "10.0.0.1"
      })
  void answersToNoNameButTheMachinesOwn(String host) throws IOException {
    for (String path : READS) {
      assertThat(served.statusForHost(path, host)).as(path).contains(" 403 ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST:8080", "127.0.0.1:8080", "[::1]:8080"})
  void answersToTheMachinesOwnNames(String host) throws IOException {
    assertThat(served.statusForHost("/", host)).contains(" 200 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/x-www-form-urlencoded",
        "text/plain",
        "multipart/form-data",
        "x/json"
      })
  void takesNoFormOfAForeignPage(String contentType) {
    for (String path : POSTS) {
      assertThat(served.send("POST", path, contentType, "{}").statusCode()).as(path).isEqualTo(415);
    }
    assertThat(served.send("PUT", POSTS.get(4), contentType, "{}").statusCode()).isEqualTo(415);
  }

  @Test
  void answersNoOtherMachine() {
    Context request = mock(Context.class);
    when(request.ip()).thenReturn("192.0.2.7");
    when(request.header("Host")).thenReturn("localhost");

    assertThatThrownBy(() -> new LoopbackGuard().check(request))
        .isInstanceOf(ForbiddenResponse.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.8.8.8", "::1", "0:0:0:0:0:0:0:1", "[::1]"})
  void knowsLoopbackPeers(String peer) {
    assertThat(LoopbackGuard.isLoopback(peer)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10.0.0.1", "::ffff:10.0.0.1", "fe80::1"})
  void knowsOtherPeers(String peer) {
    assertThat(LoopbackGuard.isLoopback(peer)).isFalse();
  }
}
