package org.inclusiondesk.mail.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inclusiondesk.mail.AccessTokens;
import org.inclusiondesk.mail.Inbox.Fetched;
import org.inclusiondesk.mail.Inbox.Item;
import org.inclusiondesk.mail.Inbox.Visit;
import org.inclusiondesk.mail.MailFault;
import org.inclusiondesk.mail.TokenEndpoint;
import org.inclusiondesk.mail.TokenEndpoint.Answer;
import org.inclusiondesk.testing.SettableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The mailbox on servers that say odd things. */
@Timeout(120)
class ImapMailboxTest {
  private static final long MEBI = 1 << 20;
  private static final Pattern PART = Pattern.compile("BODY.*<(\\d+)\\.(\\d+)>");

  private final SettableClock clock = new SettableClock("2026-11-20T09:00:00Z");
  private ScriptedImap server;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedImap();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private ImapMailbox mailbox(@Nullable AccessTokens tokens) {
    return new ImapMailbox(server.url(), tokens, new MailParser());
  }

  /** Gives what is asked for, of a mail that goes on and on until this size. */
  private void sends(long size) {
    byte[] text = new byte[(int) MEBI];
    Arrays.fill(text, (byte) 'x');
    for (int at = 70; at < text.length; at += 72) {
      text[at] = '\r';
      text[at + 1 < text.length ? at + 1 : at] = '\n';
    }
    server.on(
        "FETCH 1 (BODY",
        (tag, command, wire) -> {
          Matcher part = PART.matcher(command);
          assertThat(part.find()).isTrue();
          long start = Long.parseLong(part.group(1));
          int length = (int) Math.max(0, Math.min(Long.parseLong(part.group(2)), size - start));
          wire.say("* 1 FETCH (UID 7 BODY[]<" + start + "> {" + length + "}");
          wire.out().write(text, 0, length);
          wire.say(")");
          wire.say(tag + " OK done");
        });
  }

  private static Item only(Visit visit) {
    List<Item> items = visit.items(0);
    assertThat(items).hasSize(1);
    return items.get(0);
  }

  @Test
  void fetchesNothingOfAMailThatTheServerSaysIsTooLarge() {
    server.holdsOne(150 * MEBI);
    try (ImapMailbox mailbox = mailbox(null)) {
      Visit visit = mailbox.visit();

      assertThat(visit.fetch(only(visit))).isInstanceOf(Fetched.TooLarge.class);
      assertThat(server.heard).noneMatch(command -> command.contains("BODY"));
      visit.flag(only(visit));
      assertThat(server.heard).anyMatch(command -> command.contains("+FLAGS (\\Flagged)"));
    }
  }

  @Test
  void fetchesNoMoreThan35MegabytesOfAMailWhoseSizeTheServerLiesAbout() {
    server.holdsOne(1000);
    sends(150 * MEBI);
    try (ImapMailbox mailbox = mailbox(null)) {
      Visit visit = mailbox.visit();

      assertThat(visit.fetch(only(visit))).isInstanceOf(Fetched.TooLarge.class);
      assertThat(server.heard("FETCH 1 (BODY")).isBetween(70L, 72L);
      assertThat(mailbox.visit().items(0)).as("goes on on the same line").hasSize(1);
      assertThat(server.heard("LOGIN")).isEqualTo(1);
    }
  }

  @Test
  void movesHandledMailOnTheOneConnectionAndAsksForTheFolderOnce() {
    server.holdsOne(1000);
    server.on(
        "LIST \"\" HANDLED",
        (tag, command, wire) -> {
          wire.say("* LIST (\\HasNoChildren) \"/\" Handled");
          wire.say(tag + " OK done");
        });
    try (ImapMailbox mailbox = mailbox(null)) {
      for (int round = 1; round <= 3; round++) {
        Visit visit = mailbox.visit();
        visit.moveToHandled(only(visit));

        assertThat(server.heard("MOVE 1 Handled")).isEqualTo(round);
      }
      assertThat(server.heard("LOGIN")).isEqualTo(1);
      assertThat(server.heard("LIST \"\" Handled")).isEqualTo(1);
      assertThat(server.heard("CREATE")).isZero();
    }
  }

  @Test
  void takesTheFolderThatAnotherDeskMadeAtTheSameMoment() {
    server.holdsOne(1000);
    server.on(
        "CREATE HANDLED",
        (tag, command, wire) -> {
          server.on(
              "LIST \"\" HANDLED",
              (listTag, list, line) -> {
                line.say("* LIST () \"/\" Handled");
                line.say(listTag + " OK done");
              });
          wire.say(tag + " NO [ALREADYEXISTS] somebody was faster");
        });
    try (ImapMailbox mailbox = mailbox(null)) {
      Visit visit = mailbox.visit();
      visit.moveToHandled(only(visit));

      assertThat(server.heard("CREATE")).isEqualTo(1);
      assertThat(server.heard("MOVE 1 Handled")).isEqualTo(1);
    }
  }

  @Test
  void putsTheFolderBelowInboxWhereTheServerWantsItSo() {
    server.holdsOne(1000);
    server.on("CREATE HANDLED", (tag, command, wire) -> wire.say(tag + " NO below INBOX, please"));
    server.on(
        "LIST INBOX",
        (tag, command, wire) -> {
          wire.say("* LIST () \".\" INBOX");
          wire.say(tag + " OK done");
        });
    try (ImapMailbox mailbox = mailbox(null)) {
      Visit visit = mailbox.visit();
      visit.moveToHandled(only(visit));

      assertThat(server.heard("CREATE INBOX.Handled")).isEqualTo(1);
      assertThat(server.heard("MOVE 1 INBOX.Handled")).isEqualTo(1);
    }
  }

  @Test
  void makesTheFolderAnewWhereSomebodyTookItAway() {
    server.holdsOne(1000);
    try (ImapMailbox mailbox = mailbox(null)) {
      Visit visit = mailbox.visit();
      Item item = only(visit);
      visit.moveToHandled(item);
      server.on("MOVE", (tag, command, wire) -> wire.say(tag + " NO [TRYCREATE] no such folder"));
      assertThatThrownBy(() -> visit.moveToHandled(item))
          .isInstanceOfSatisfying(
              MailFault.class,
              fault -> assertThat(fault.reason()).isEqualTo(MailFault.Reason.REFUSED));
      server.on("MOVE", (tag, command, wire) -> wire.say(tag + " OK done"));
      visit.moveToHandled(item);

      assertThat(server.heard("CREATE Handled")).isEqualTo(2);
      assertThat(server.heard("LOGIN")).isEqualTo(1);
    }
  }

  @Test
  void hangsUpOnAServerThatSendsFarMoreThanWasAskedFor() {
    server.holdsOne(1000);
    byte[] chunk = new byte[(int) MEBI];
    Arrays.fill(chunk, (byte) 'x');
    for (String announced : new String[] {"157286400", "2147483000"}) {
      server.on(
          "FETCH 1 (BODY",
          (tag, command, wire) -> {
            wire.say("* 1 FETCH (UID 7 BODY[]<0> {" + announced + "}");
            for (int sent = 0; sent < 150; sent++) {
              wire.out().write(chunk);
            }
            wire.say(")");
            wire.say(tag + " OK done");
          });
      try (ImapMailbox mailbox = mailbox(null)) {
        Visit visit = mailbox.visit();
        Item item = only(visit);

        assertThatThrownBy(() -> visit.fetch(item))
            .isInstanceOfSatisfying(
                MailFault.class,
                fault -> assertThat(fault.reason()).isEqualTo(MailFault.Reason.UNREACHABLE));
        assertThat(mailbox.visit().items(0)).as("on a line of its own").hasSize(1);
      }
    }
  }

  @Test
  void asksForNewMailAlone() {
    server.holdsOne(1000);
    server.on(
        "UID FETCH 8:* (UID)",
        (tag, command, wire) -> {
          wire.say("* 1 FETCH (UID 7)");
          wire.say(tag + " OK done");
        });
    try (ImapMailbox mailbox = mailbox(null)) {
      assertThat(mailbox.visit().items(7)).isEmpty();
      assertThat(server.heard("FETCH")).isZero();
      assertThat(server.heard("UID FETCH 8:* (UID)")).isEqualTo(1);
    }
  }

  /** The server takes these tokens, and hangs up on whoever logs in with a password. */
  private Set<String> takesTokens(String... good) {
    Set<String> taken = ConcurrentHashMap.newKeySet();
    taken.addAll(List.of(good));
    server.can("IMAP4rev1 AUTH=XOAUTH2 SASL-IR IDLE");
    server.on("LOGIN", (tag, command, wire) -> wire.socket().close());
    server.on(
        "AUTHENTICATE XOAUTH2",
        (tag, command, wire) -> {
          String said =
              new String(Base64.getDecoder().decode(command.split(" ")[2]), StandardCharsets.UTF_8);
          assertThat(said.toLowerCase(Locale.ROOT)).startsWith("user=desk\1auth=bearer ");
          if (taken.contains(said.substring(said.indexOf(' ') + 1).replace("\1", ""))) {
            wire.say(tag + " OK welcome");
          } else {
            wire.say("+ eyJzdGF0dXMiOiI0MDAifQ==");
            wire.in().readLine();
            wire.say(tag + " NO AUTHENTICATE failed");
          }
        });
    return taken;
  }

  @Test
  void logsInWithATokenAndReplacesOneThatTheServerNoLongerTakes() {
    Set<String> taken = takesTokens("token-1");
    try (TokenEndpoint endpoint =
            new TokenEndpoint(number -> Answer.token("token-" + number, 3600));
        ImapMailbox mailbox = mailbox(endpoint.tokens(clock))) {
      mailbox.visit();
      mailbox.visit();
      assertThat(server.heard("AUTHENTICATE")).isEqualTo(1);

      taken.clear();
      taken.add("token-2");
      mailbox.cut();
      mailbox.visit();
      assertThat(server.heard("AUTHENTICATE")).isEqualTo(3);
      assertThat(endpoint.asked).hasSize(2);
    }
  }

  @Test
  void tellsARefusedTokenFromARefusalToGiveOne() {
    takesTokens();
    try (TokenEndpoint endpoint =
            new TokenEndpoint(number -> Answer.token("token-" + number, 3600));
        ImapMailbox mailbox = mailbox(endpoint.tokens(clock))) {
      assertFails(mailbox, MailFault.Reason.AUTHENTICATION);
      assertThat(server.heard("AUTHENTICATE")).as("once more, with another one").isEqualTo(2);

      endpoint.answer(number -> Answer.error(401, "invalid_client"));
      assertFails(mailbox, MailFault.Reason.TOKEN_REFUSED);
      endpoint.answer(number -> Answer.error(503, "busy"));
      assertFails(mailbox, MailFault.Reason.TOKEN_UNREACHABLE);
    }
  }

  private static void assertFails(ImapMailbox mailbox, MailFault.Reason reason) {
    assertThatThrownBy(mailbox::visit)
        .isInstanceOfSatisfying(
            MailFault.class, fault -> assertThat(fault.reason()).isEqualTo(reason));
  }
}
