package org.inclusiondesk.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** A line to a server on this machine that breaks where a test says so. */
public final class FaultyLine implements AutoCloseable {
  private static final String END_OF_DATA = "\r\n.\r\n";

  private final int target;
  private final ServerSocket listening;
  private final AtomicInteger breaks = new AtomicInteger();
  private volatile int bytesToBreak;
  private volatile int breaksLeft;
  private volatile boolean losesReceipt;
  private volatile String refusal = "";

  public FaultyLine(int target) {
    this.target = target;
    try {
      this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start("accept", this::accept);
  }

  public int port() {
    return listening.getLocalPort();
  }

  /** Breaks so many connections, each once the server has sent so many bytes on it. */
  public void breakAfter(int bytes, int connections) {
    bytesToBreak = bytes;
    breaksLeft = connections;
  }

  /** Breaks the next connection between the end of a mail and the server's word that it took it. */
  public void loseTheNextReceipt() {
    losesReceipt = true;
  }

  /** Answers every RCPT with this line, in the server's stead; no line ends that. */
  public void refuse(String line) {
    refusal = line;
  }

  /** How often the line broke. */
  public int breaks() {
    return breaks.get();
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Connection connection = new Connection(client, new Socket("127.0.0.1", target));
        start("to-server", connection::toServer);
        start("to-client", connection::toClient);
      } catch (IOException closed) {
        continue;
      }
    }
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, "line-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  private final class Connection {
    private final Socket client;
    private final Socket server;
    private volatile boolean ended;

    Connection(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void toServer() {
      String tail = "";
      byte[] buffer = new byte[16 * 1024];
      try (InputStream in = client.getInputStream();
          OutputStream out = server.getOutputStream()) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          String text = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
          if (!refusal.isEmpty() && text.toUpperCase(Locale.ROOT).startsWith("RCPT TO:")) {
            client.getOutputStream().write((refusal + "\r\n").getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().flush();
            continue;
          }
          tail = (tail + text).substring(Math.max(0, tail.length() + text.length() - 5));
          ended = tail.equals(END_OF_DATA);
          out.write(buffer, 0, read);
          out.flush();
        }
      } catch (IOException closed) {
        hangUp();
      }
    }

    void toClient() {
      int sent = 0;
      byte[] buffer = new byte[16 * 1024];
      try (InputStream in = server.getInputStream();
          OutputStream out = client.getOutputStream()) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          sent += read;
          if ((ended && losesReceipt) || (breaksLeft > 0 && sent > bytesToBreak)) {
            losesReceipt = false;
            breaksLeft--;
            breaks.incrementAndGet();
            hangUp();
            return;
          }
          out.write(buffer, 0, read);
          out.flush();
        }
      } catch (IOException closed) {
        hangUp();
      }
    }

    private void hangUp() {
      try {
        client.close();
        server.close();
      } catch (IOException closed) {
        return;
      }
    }
  }
}
