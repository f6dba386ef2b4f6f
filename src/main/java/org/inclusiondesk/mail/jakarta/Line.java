package org.inclusiondesk.mail.jakarta;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The line to a mail server, one connection after another. It can be cut from another thread, which
 * ends whatever waits for the server, and it breaks where the server answers one command with more
 * than 64 MB. For any number of threads.
 */
final class Line extends SocketFactory {
  private static final long MOST_ANSWERED = 64L << 20;

  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** Breaks every connection there is. */
  void cut() {
    for (Socket socket : open) {
      try {
        socket.close();
      } catch (IOException alreadyBroken) {
        // It is as good as closed.
      }
    }
    open.removeIf(Socket::isClosed);
  }

  /** Whether no connection is left that was not closed from this side, as far as is known. */
  boolean broken() {
    return open.stream().allMatch(Socket::isClosed);
  }

  @Override
  public Socket createSocket() {
    open.removeIf(Socket::isClosed);
    Socket socket = new Metered();
    open.add(socket);
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port), null);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port), new InetSocketAddress(from, fromPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port), null);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port), new InetSocketAddress(from, fromPort));
  }

  private Socket connected(InetSocketAddress to, @Nullable InetSocketAddress from)
      throws IOException {
    Socket socket = createSocket();
    if (from != null) {
      socket.bind(from);
    }
    socket.connect(to);
    return socket;
  }

  /** Counts what comes in since something last went out. */
  private static final class Metered extends Socket {
    private final AtomicLong answered = new AtomicLong();

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read() throws IOException {
          int read = super.read();
          count(read < 0 ? 0 : 1);
          return read;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
          int read = super.read(into, offset, length);
          count(read);
          return read;
        }
      };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      return new FilterOutputStream(super.getOutputStream()) {
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          answered.set(0);
          out.write(bytes, offset, length);
        }
      };
    }

    private void count(int read) throws IOException {
      if (read > 0 && answered.addAndGet(read) > MOST_ANSWERED) {
        throw new IOException("the mail server says too much");
      }
    }
  }
}
