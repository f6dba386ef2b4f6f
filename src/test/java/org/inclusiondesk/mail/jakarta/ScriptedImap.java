package org.inclusiondesk.mail.jakarta;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.inclusiondesk.mail.ServerUrl;

/**
 * An IMAP server that does what real ones do on their bad days. It knows no more than what the desk
 * says to it: every command is answered with OK, but for those that a test gives another answer.
 */
final class ScriptedImap extends ScriptedServer {
  /** What the server does about a command; whatever is thrown ends the connection. */
  interface Answer {
    void give(String tag, String command, Wire wire) throws IOException;
  }

  /** The server's end of one connection. */
  record Wire(BufferedReader in, OutputStream out, Socket socket) {
    void say(String line) throws IOException {
      out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }
  }

  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private volatile String capabilities = "IMAP4rev1 IDLE UIDPLUS MOVE UNSELECT";
  private volatile int messages;
  private volatile long validity = 1;

  ScriptedImap() throws IOException {
    super("scripted-imap");
  }

  ServerUrl url() {
    return ServerUrl.parse("imap://desk:secret@127.0.0.1:" + port());
  }

  ScriptedImap can(String words) {
    capabilities = words;
    return this;
  }

  /** What INBOX shows from the next SELECT on. */
  ScriptedImap holds(int count, long uidValidity) {
    messages = count;
    validity = uidValidity;
    return this;
  }

  /** INBOX holds one mail, number 7, of which the server says this size. */
  ScriptedImap holdsOne(long said) {
    return holds(1, 1)
        .on(
            "FETCH 1 (",
            (tag, command, wire) -> {
              wire.say(
                  "* 1 FETCH (UID 7 FLAGS () INTERNALDATE \"20-Nov-2026 09:00:00 +0000\" RFC822.SIZE "
                      + said
                      + ")");
              wire.say(tag + " OK done");
            });
  }

  /** Hears that an IDLE is to end, and says no more. */
  ScriptedImap comesBackFromNoIdle() {
    return on(
        "IDLE",
        (tag, command, wire) -> {
          wire.say("+ idling");
          wire.in().readLine();
          wire.in().readLine();
        });
  }

  /** The answer to commands that begin with these words; the longest beginning wins. */
  ScriptedImap on(String beginning, Answer answer) {
    answers.put(beginning, answer);
    return this;
  }

  @Override
  void serve(Socket socket) throws IOException {
    Wire wire =
        new Wire(
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1)),
            socket.getOutputStream(),
            socket);
    wire.say("* OK ready");
    for (String line = wire.in().readLine(); line != null; line = wire.in().readLine()) {
      String[] parts = line.split(" ", 2);
      String command = parts.length > 1 ? parts[1] : "";
      heard.add(command);
      answer(parts[0], command, wire);
    }
  }

  private void answer(String tag, String command, Wire wire) throws IOException {
    String upper = command.toUpperCase(Locale.ROOT);
    String scripted =
        answers.keySet().stream()
            .filter(upper::startsWith)
            .max((one, other) -> one.length() - other.length())
            .orElse(null);
    if (scripted != null) {
      answers.get(scripted).give(tag, command, wire);
      return;
    }
    if (upper.startsWith("CAPABILITY")) {
      wire.say("* CAPABILITY " + capabilities);
    } else if (upper.startsWith("SELECT")) {
      wire.say("* " + messages + " EXISTS");
      wire.say("* OK [UIDVALIDITY " + validity + "] valid");
      wire.say("* OK [UIDNEXT 1000] next");
      wire.say(tag + " OK [READ-WRITE] done");
      return;
    } else if (upper.startsWith("IDLE")) {
      wire.say("+ idling");
      wire.in().readLine();
      heard.add("DONE");
    }
    wire.say(tag + " OK done");
  }
}
