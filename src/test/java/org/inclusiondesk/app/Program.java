package org.inclusiondesk.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The program in a process of its own, as it is started by hand. */
final class Program implements AutoCloseable {
  private static final int LONGEST_SECONDS = 60;

  private final Process process;
  private final Path out;
  private final Path err;

  private Program(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts it.
   *
   * @param logs where its output goes; the process runs in this directory
   * @param variables all of its environment
   */
  static Program start(Path logs, Map<String, String> variables, String... arguments) {
    try {
      Path out = Files.createTempFile(logs, "out", ".txt");
      Path err = Files.createTempFile(logs, "err", ".txt");
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Main.class.getName()));
      command.addAll(List.of(arguments));
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(Path.of("").toAbsolutePath().toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().clear();
      builder.environment().putAll(variables);
      return new Program(builder.start(), out, err);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /**
   * What a desk needs to know that serves on a port, with a mail server inside that nobody meets.
   */
  static Map<String, String> environment(Path dataDir, int port) {
    return Map.of(
        "DATA_DIR",
        dataDir.toString(),
        "PORT",
        String.valueOf(port),
        "DESK_INNER_SMTP_PORT",
        "0",
        "DESK_INNER_IMAP_PORT",
        "0");
  }

  /** Starts such a desk and waits until it serves. */
  static Program serve(Path logs, Path dataDir, int port) {
    Program serve = start(logs, environment(dataDir, port), "serve");
    await().atMost(DeskClient.PATIENCE).until(() -> serve.out().contains("ready") || !serve.runs());
    if (!serve.runs()) {
      throw new IllegalStateException(serve.err());
    }
    return serve;
  }

  /** Asks the process something by the JDK's jcmd, and waits; its exit status. */
  int jcmd(Path output, String... question) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(process.pid())));
    command.addAll(List.of(question));
    Process jcmd =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(jcmd.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return jcmd.exitValue();
  }

  /** Types something into it, to the end of its input. */
  Program type(String text) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
    return this;
  }

  /** Waits for its end; its exit status. */
  int end() {
    try {
      if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("it did not end: " + err());
      }
      return process.exitValue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** Ends it at once, as kill -9 does. */
  void kill() {
    process.destroyForcibly();
    end();
  }

  /** Asks it to end, as a service's supervisor does. */
  int terminate() {
    process.destroy();
    return end();
  }

  boolean runs() {
    return process.isAlive();
  }

  String out() {
    return read(out);
  }

  String err() {
    return read(err);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
