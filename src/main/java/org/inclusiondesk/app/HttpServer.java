package org.inclusiondesk.app;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.router.EndpointNotFound;
import io.javalin.router.JavalinDefaultRoutingApi;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP on one address and port. Every error, Jetty's own included, is answered as {@link Problem};
 * no request is logged.
 */
final class HttpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
  private static final long LARGEST_BODY = 1024 * 1024;
  private static final long MOST_READ_ON = 32 * LARGEST_BODY;
  private static final Duration READ_ON = Duration.ofSeconds(5);

  private final String host;
  private final int port;
  private final Javalin javalin;

  HttpServer(String host, int port, List<Consumer<JavalinDefaultRoutingApi>> features) {
    this.host = host;
    this.port = port;
    this.javalin = Javalin.create(config -> configure(config, features));
  }

  /**
   * Begins to listen.
   *
   * @throws StartFault if the port is taken or the address is not this machine's
   */
  void start() {
    try {
      javalin.start(host, port);
    } catch (JavalinBindException taken) {
      throw new StartFault(
          "Port "
              + port
              + " on "
              + host
              + " cannot be used: another program listens there, or the"
              + " address is not one of this machine. Stop it, or set PORT (or DESK_BIND).");
    }
  }

  /** The port it listens on. */
  int port() {
    return javalin.port();
  }

  @Override
  public void close() {
    javalin.stop();
  }

  private static void configure(
      JavalinConfig config, List<Consumer<JavalinDefaultRoutingApi>> features) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.prefer405over404 = true;
    config.http.maxRequestSize = LARGEST_BODY;
    // A page filled up to a size would be as long as what it says, once compressed.
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    config.jetty.modifyServer(server -> server.setErrorHandler(new Errors()));
    config.routes.exception(HttpResponseException.class, HttpServer::refuse);
    // Thrown wherever a body is taken whose Content-Type names such a charset.
    config.routes.exception(UnsupportedCharsetException.class, HttpServer::refuseCharset);
    config.routes.exception(IllegalCharsetNameException.class, HttpServer::refuseCharset);
    config.routes.exception(Exception.class, HttpServer::fail);
    config.routes.after(HttpServer::readOn);
    features.forEach(feature -> feature.accept(config.routes));
  }

  private static void refuse(HttpResponseException refusal, Context context) {
    String detail = refusal.getMessage();
    if (refusal instanceof MethodNotAllowedResponse) {
      String allowed = refusal.getDetails().values().stream().findFirst().orElse("");
      context.header("Allow", allowed);
      detail = "Use one of these methods here: " + allowed + ".";
    } else if (refusal instanceof EndpointNotFound) {
      detail = "There is nothing at this address.";
    }
    answer(context, refusal.getStatus(), detail == null ? "" : detail);
  }

  private static void refuseCharset(Exception unknown, Context context) {
    answer(context, 415, "The Content-Type names an unknown charset. Send it in UTF-8.");
  }

  /**
   * Reads on in a body that was refused, within bounds. A connection that is closed while the
   * client still writes is reset, and the client then never sees why it was refused (RFC 9112
   * §9.6).
   */
  private static void readOn(Context context) {
    if (context.statusCode() < 400) {
      return;
    }
    long until = System.nanoTime() + READ_ON.toNanos();
    byte[] passed = new byte[8192];
    long most = MOST_READ_ON;
    int read = 0;
    try {
      InputStream body = context.req().getInputStream();
      while (read >= 0 && most > 0 && System.nanoTime() < until) {
        read = body.read(passed);
        most -= read;
      }
    } catch (IOException unreadable) {
      LOG.debug("event=http outcome=unreadable-body");
    }
  }

  private static void fail(Exception fault, Context context) {
    LOG.error("event=http outcome=fault class={}", fault.getClass().getName());
    answer(
        context, 500, "The desk made a mistake; nothing you sent was at fault. Try again later.");
  }

  private static void answer(Context context, int status, String detail) {
    context
        .status(status)
        .contentType(Problem.TYPE)
        .header("Cache-Control", "no-store")
        .result(Problem.json(status, detail));
  }

  /** What Jetty refuses before any route is looked at, such as a malformed request line. */
  private static final class Errors extends ErrorHandler {
    @Override
    protected void generateResponse(
        Request request,
        Response response,
        int code,
        @Nullable String message,
        @Nullable Throwable cause,
        Callback callback)
        throws IOException {
      response.getHeaders().put(new HttpField(HttpHeader.CONTENT_TYPE, Problem.TYPE));
      response.write(true, body(code), callback);
    }

    private static ByteBuffer body(int status) {
      return ByteBuffer.wrap(Problem.json(status, "").getBytes(StandardCharsets.UTF_8));
    }
  }
}
