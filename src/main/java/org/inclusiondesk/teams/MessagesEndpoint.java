package org.inclusiondesk.teams;

import com.microsoft.bot.builder.InvokeResponse;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.GatewayTimeoutResponse;
import io.javalin.http.HttpResponseException;
import io.javalin.http.InternalServerErrorResponse;
import io.javalin.http.ServiceUnavailableResponse;
import io.javalin.http.UnauthorizedResponse;
import io.javalin.http.UnsupportedMediaTypeResponse;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.inclusiondesk.teams.Redeliveries.Answer;
import org.inclusiondesk.teams.Redeliveries.Answers;
import org.inclusiondesk.teams.TokenCheck.Token;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /api/messages}: where the Bot Connector hands in activities. Bad input is answered by
 * Javalin's {@link HttpResponseException}s, which whoever runs the server turns into a body.
 *
 * <p>In production every call bears a token of the Bot Connector. Where the desk is tried out there
 * is none, and only this machine is heard, under a name of this machine, in JSON, which pages of
 * other sites cannot send. Safe for any number of threads.
 */
public final class MessagesEndpoint implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MessagesEndpoint.class);
  private static final int MOST_BYTES = 1 << 20;
  private static final int THREADS = 24;
  private static final int WAITING = 500;

  /** Teams gives an activity up, and delivers it again, after about 15 seconds. */
  private static final Duration LONGEST = Duration.ofSeconds(13);

  private final Connector connector;
  private final DeskBot bot;
  private final @Nullable TokenCheck check;
  private final Duration longest;
  private final Redeliveries redeliveries = new Redeliveries();
  private final ThreadPoolExecutor executor;

  public MessagesEndpoint(TeamsSettings settings, Connector connector, DeskBot bot) {
    this(settings, connector, bot, LONGEST);
  }

  MessagesEndpoint(TeamsSettings settings, Connector connector, DeskBot bot, Duration longest) {
    this.connector = connector;
    this.bot = bot;
    this.longest = longest;
    this.check =
        settings.appId() == null || settings.tenantId() == null
            ? null
            : new TokenCheck(
                settings.appId(),
                settings.tenantId(),
                new SigningKeys(settings.openIdMetadata(), connector.http(), connector.clock()),
                connector.clock());
    this.executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            work -> {
              Thread thread = new Thread(work, "teams-turn");
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
  }

  /** Adds the route. */
  public void addTo(JavalinDefaultRoutingApi routes) {
    routes.post("/api/messages", this::take);
  }

  /** Takes no more, and waits a little for what is under way. */
  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void take(Context context) {
    Token token = null;
    if (check == null) {
      mustBeThisMachine(context);
    } else {
      try {
        token = check.verify(context.header("Authorization"));
      } catch (UnauthorizedResponse refused) {
        context.header("WWW-Authenticate", "Bearer");
        throw refused;
      }
    }
    mustBeJson(context);
    Incoming incoming = Incoming.read(body(context));
    if (check != null && token != null) {
      check.mustFit(token, incoming);
    }
    if (!connector.mayReach(incoming.serviceUrl())) {
      throw new ForbiddenResponse("The activity's serviceUrl is not one that the desk may use.");
    }
    CompletableFuture<Answer> answer =
        isConcern(incoming) || incoming.id().isEmpty()
            ? work(incoming).thenApply(Answers::now)
            : redeliveries.once(incoming.key(), () -> work(incoming));
    context.future(
        () ->
            answer
                .copy()
                .orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS)
                .handle(
                    (done, fault) -> {
                      if (fault != null) {
                        throw refusal(fault);
                      }
                      context.status(done.status());
                      if (done.body() != null) {
                        context.contentType("application/json").result(done.body());
                      }
                      return done;
                    }));
  }

  /** The dialog of a concern leaves nothing behind, the id of its activity included. */
  private static boolean isConcern(Incoming incoming) {
    return incoming.name().startsWith("task/");
  }

  private CompletableFuture<Answers> work(Incoming incoming) {
    try {
      return CompletableFuture.supplyAsync(() -> turn(incoming), executor);
    } catch (RejectedExecutionException full) {
      return CompletableFuture.failedFuture(
          new ServiceUnavailableResponse("The desk is busy; try again in a moment."));
    }
  }

  private Answers turn(Incoming incoming) {
    AtomicBoolean keep = new AtomicBoolean();
    try {
      InvokeResponse response =
          connector.turn(incoming.activity(), turn -> keep.set(bot.turn(turn, incoming)));
      if (response == null) {
        Answer done = new Answer(200, null);
        return new Answers(done, done);
      }
      try {
        Answer now = new Answer(response.getStatus(), connector.wire().write(response.getBody()));
        return new Answers(now, keep.get() ? now : null);
      } finally {
        response.setBody(null);
      }
    } finally {
      // The SDK's turn has a finalizer, so that it and its words would outlive garbage collections.
      incoming.activity().setText(null);
    }
  }

  private static void mustBeThisMachine(Context context) {
    if (!Loopback.isPeer(context.ip()) || !Loopback.isHostHeader(context.header("Host"))) {
      throw new ForbiddenResponse(
          "Without an app id the desk hears this machine alone, as localhost.");
    }
  }

  private static void mustBeJson(Context context) {
    String type = context.contentType();
    if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
      throw new UnsupportedMediaTypeResponse("The Content-Type must be application/json.");
    }
  }

  private static byte[] body(Context context) {
    if (context.contentLength() > MOST_BYTES) {
      throw tooLarge();
    }
    try (InputStream stream = context.bodyInputStream()) {
      byte[] body = stream.readNBytes(MOST_BYTES + 1);
      if (body.length > MOST_BYTES) {
        throw tooLarge();
      }
      return body;
    } catch (IOException broken) {
      throw new BadRequestResponse("The body could not be read to its end.");
    }
  }

  private static ContentTooLargeResponse tooLarge() {
    return new ContentTooLargeResponse("The body may have 1 MiB at most.");
  }

  /** The SDK wraps what a turn throws, at times more than once. */
  private static HttpResponseException refusal(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpResponseException refusal) {
        return refusal;
      }
      if (cause instanceof TimeoutException) {
        log.warn("event=teams-turn outcome=slow");
        return new GatewayTimeoutResponse("The desk could not answer in time; try again.");
      }
    }
    log.error("event=teams-turn outcome=fault cause={}", fault.getClass().getName());
    return new InternalServerErrorResponse("Something went wrong on the desk's side.");
  }
}
