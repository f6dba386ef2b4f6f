package org.inclusiondesk.mail.jakarta;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.inclusiondesk.mail.ServerUrl;

/**
 * An SMTP server that takes every mail, but for what a test has it answer otherwise: {@code EHLO},
 * {@code AUTH}, {@code MAIL}, {@code RCPT}, {@code DATA}, or {@code .} for the end of a mail.
 */
final class ScriptedSmtp extends ScriptedServer {
  /** The answer that ends the connection without a word. */
  static final String HANG_UP = "";

  /** The answer that never ends: a byte now and then. */
  static final String DRIP = "drip";

  /** The mails as they came, whatever was answered. */
  final List<String> mails = new CopyOnWriteArrayList<>();

  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile String offers = "8BITMIME";

  ScriptedSmtp() throws IOException {
    super("scripted-smtp");
  }

  ServerUrl url() {
    return ServerUrl.parse("smtp://127.0.0.1:" + port());
  }

  ScriptedSmtp offers(String extension) {
    offers = extension;
    return this;
  }

  ScriptedSmtp on(String verb, String answer) {
    answers.put(verb, answer);
    return this;
  }

  ScriptedSmtp asUsual(String verb) {
    answers.remove(verb);
    return this;
  }

  @Override
  void serve(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    OutputStream out = socket.getOutputStream();
    say(out, "220 ready");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      heard.add(line);
      String verb = line.split("[ :]", 2)[0];
      String usual =
          switch (verb) {
            case "EHLO" -> "250-here\r\n250 " + offers;
            case "DATA" -> "354 go on";
            case "AUTH" -> "235 welcome";
            case "QUIT" -> "221 bye";
            default -> "250 fine";
          };
      String answer = answers.getOrDefault(verb, usual);
      if (answer.startsWith("354")) {
        say(out, answer);
        mails.add(mail(in));
        answer = answers.getOrDefault(".", "250 taken");
      }
      if (answer.equals(HANG_UP)) {
        return;
      }
      if (answer.equals(DRIP)) {
        drip(out);
      }
      say(out, answer);
    }
  }

  private void drip(OutputStream out) throws IOException {
    try {
      while (!closed.await(20, TimeUnit.MILLISECONDS)) {
        out.write('2');
        out.flush();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static String mail(BufferedReader in) throws IOException {
    StringBuilder mail = new StringBuilder();
    for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
      mail.append(line).append('\n');
    }
    return mail.toString();
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() {
    closed.countDown();
    super.close();
  }
}
