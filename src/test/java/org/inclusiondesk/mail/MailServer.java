package org.inclusiondesk.mail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Dovecot and Postfix on free ports of the loopback address, started once for all tests and stopped
 * after the last. Boxes, passwords and what the server does to mail are told in {@code
 * src/test/mail-server/start}.
 *
 * <p>A test class is tagged {@code full}, extended with {@link Once}, and takes the server as a
 * parameter of a constructor or method. Tests share the boxes: find mail by a subject or Message-ID
 * of the test's own.
 */
public final class MailServer implements AutoCloseable {
  private static final Path SCRIPTS = Path.of("src/test/mail-server");
  private static final List<String> PORTS =
      List.of(
          "MAIL_IMAP_PORT",
          "MAIL_IMAPS_PORT",
          "MAIL_SMTP_PORT",
          "MAIL_LMTP_PORT",
          "MAIL_SASL_PORT",
          "MAIL_OAUTH_PORT");

  private final Path directory;
  private final Map<String, String> ports;

  private MailServer(Path directory, Map<String, String> ports) {
    this.directory = directory;
    this.ports = ports;
  }

  private static MailServer start() {
    try {
      // Not below the build's directory: Dovecot's account must be able to enter every parent.
      Path directory = Files.createTempDirectory(Path.of("/tmp"), "inclusion-desk-mail-");
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
      MailServer server = new MailServer(directory, freePorts());
      server.run("start");
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The plain IMAP port, which offers STARTTLS. */
  public int imapPort() {
    return port("MAIL_IMAP_PORT");
  }

  /** The IMAP port that speaks TLS from the start, with a certificate nobody has signed. */
  public int imapsPort() {
    return port("MAIL_IMAPS_PORT");
  }

  /** The SMTP port, which offers STARTTLS and AUTH. */
  public int smtpPort() {
    return port("MAIL_SMTP_PORT");
  }

  /** Where and as whom to read a box, as DESK_IMAP_URL takes it. */
  public URI imapUrl(String box) {
    return URI.create("imap://%s%%40test.local:secret@127.0.0.1:%d".formatted(box, imapPort()));
  }

  /** Where and as whom to send, as DESK_SMTP_URL takes it. */
  public URI smtpUrl(String box) {
    return URI.create("smtp://%s%%40test.local:secret@127.0.0.1:%d".formatted(box, smtpPort()));
  }

  /** Stops the server and starts it again on the same ports, with the same boxes. */
  public void restart() {
    run("stop");
    run("start");
  }

  /**
   * Freezes the processes that serve IMAP connections at this moment; they hang up nothing and
   * answer nothing.
   */
  public void freezeImap() {
    signal("-STOP");
  }

  /** Lets frozen processes go on. */
  public void thawImap() {
    signal("-CONT");
  }

  /** Gives a box's INBOX a new UIDVALIDITY, as a restored backup does. Nobody may be logged in. */
  public void renumber(String box) {
    try (Stream<Path> files = Files.list(box(box))) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().startsWith("dovecot")) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets a folder take no more mail, as one does that is full, or take some again. */
  public void setFull(String box, String folder, boolean full) {
    try {
      for (String part : List.of("tmp", "new", "cur")) {
        Files.setPosixFilePermissions(
            box(box).resolve("." + folder).resolve(part),
            PosixFilePermissions.fromString(full ? "r-x------" : "rwx------"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path box(String box) {
    return directory.resolve("boxes").resolve(box + "@test.local");
  }

  private void signal(String signal) {
    try {
      long master =
          Long.parseLong(Files.readString(directory.resolve("run/dovecot/master.pid")).strip());
      List<ProcessHandle> serving =
          ProcessHandle.of(master)
              .orElseThrow()
              .children()
              .filter(child -> child.info().command().orElse("").endsWith("/imap"))
              .toList();
      for (ProcessHandle one : serving) {
        // One that ended meanwhile serves nobody.
        Process kill = new ProcessBuilder("kill", signal, Long.toString(one.pid())).start();
        if (kill.waitFor() != 0 && one.isAlive()) {
          throw new IllegalStateException("kill failed");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    run("stop");
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int port(String name) {
    return Integer.parseInt(ports.get(name));
  }

  private void run(String script) {
    Path log = directory.resolve(script + ".log");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(SCRIPTS.resolve(script).toString(), directory.toString())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().putAll(ports);
      Process process = builder.start();
      if (!process.waitFor(3, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException(script + " did not end within 3 minutes; see " + log);
      }
      if (process.exitValue() != 0) {
        throw new IllegalStateException(script + " failed:\n" + Files.readString(log));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + script, e);
    }
  }

  /** Asked for together, so that no two are the same. */
  private static Map<String, String> freePorts() throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      Map<String, String> ports = new HashMap<>();
      for (String name : PORTS) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        held.add(socket);
        ports.put(name, Integer.toString(socket.getLocalPort()));
      }
      return Map.copyOf(ports);
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }

  /** Hands the one server to the tests that ask for it. */
  public static final class Once implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == MailServer.class;
    }

    @Override
    public MailServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
      // The root's store lives as long as the whole run and closes what it holds.
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.GLOBAL)
          .getOrComputeIfAbsent(MailServer.class, type -> start(), MailServer.class);
    }
  }
}
