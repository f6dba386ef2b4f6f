package org.inclusiondesk.mail.jakarta;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.inclusiondesk.mail.ServerUrl;

/**
 * An SMTP server that takes every mail, but for what a test has it answer otherwise: {@code EHLO},
 * {@code AUTH}, {@code MAIL}, {@code RCPT}, {@code DATA}, or {@code .} for the end of a mail.
 */
final class ScriptedSmtp implements AutoCloseable {
  /** The answer that ends the connection without a word. */
  static final String HANG_UP = "";

  /** All commands of all connections. */
  final List<String> heard = new CopyOnWriteArrayList<>();

  /** The mails as they came, whatever was answered. */
  final List<String> mails = new CopyOnWriteArrayList<>();

  private final ServerSocket listener;
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private volatile String offers = "8BITMIME";

  ScriptedSmtp() throws IOException {
    listener = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
    Thread thread = new Thread(this::accept, "scripted-smtp");
    thread.setDaemon(true);
    thread.start();
  }

  ServerUrl url() {
    return ServerUrl.parse("smtp://127.0.0.1:" + listener.getLocalPort());
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

  long heard(String beginning) {
    return heard.stream().filter(command -> command.startsWith(beginning)).count();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        Thread thread = new Thread(() -> serve(socket), "scripted-smtp-line");
        thread.setDaemon(true);
        thread.start();
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
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
        say(out, answer);
      }
    } catch (IOException broken) {
      // As real lines do.
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
    try {
      listener.close();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }
}
