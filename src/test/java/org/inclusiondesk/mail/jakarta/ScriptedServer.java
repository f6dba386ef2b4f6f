package org.inclusiondesk.mail.jakarta;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mail server of one test, on a free port of the loopback address, a thread a connection. */
abstract class ScriptedServer implements AutoCloseable {
  /** All commands of all connections. */
  final List<String> heard = new CopyOnWriteArrayList<>();

  private final String name;
  private final ServerSocket listener;
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  ScriptedServer(String name) throws IOException {
    this.name = name;
    listener = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
    start(name, this::accept);
  }

  /** Talks to one client until it or the test ends; a fault of the line ends it as well. */
  abstract void serve(Socket socket) throws IOException;

  int port() {
    return listener.getLocalPort();
  }

  /** How many commands began like this. */
  long heard(String beginning) {
    return heard.stream().filter(command -> command.startsWith(beginning)).count();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        open.add(socket);
        start(name + "-line", () -> talk(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void talk(Socket socket) {
    try (socket) {
      serve(socket);
    } catch (IOException broken) {
      // As real lines do.
    }
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }
}
