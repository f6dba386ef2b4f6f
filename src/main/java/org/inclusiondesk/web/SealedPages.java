package org.inclusiondesk.web;

import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.inclusiondesk.speakup.KeySet;
import org.inclusiondesk.speakup.SealedExchange;
import org.inclusiondesk.speakup.SealedExchange.Outcome;

/**
 * The exchange with browsers that seal and open themselves (ADR 13, §9). Nothing is logged. Safe
 * for any number of threads.
 */
public final class SealedPages {
  private static final String JSON = "application/json";

  private final SealedExchange exchange;
  private final byte[] words;
  private final Turnstile sending;
  private final Turnstile coming;

  /**
   * @param turnstiles of all that strangers can flood
   */
  public SealedPages(SealedExchange exchange, Turnstiles turnstiles) {
    this(exchange, turnstiles.another(), turnstiles.another());
  }

  SealedPages(SealedExchange exchange, Turnstile sending, Turnstile coming) {
    this.exchange = exchange;
    this.sending = sending;
    this.coming = coming;
    try (InputStream in = KeySet.class.getResourceAsStream("words.txt")) {
      if (in == null) {
        throw new IllegalStateException("words.txt is missing from the program");
      }
      this.words = in.readAllBytes();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /** Adds everything below {@code /speak-up} that scripts ask for. */
  public void addTo(JavalinDefaultRoutingApi routes) {
    routes.get("/speak-up/set", context -> answer(context, exchange.set()));
    routes.get(
        "/speak-up/words.txt",
        context ->
            context
                .contentType("text/plain; charset=utf-8")
                .header("Cache-Control", "no-store") // A kept list tells who was here.
                .header("X-Content-Type-Options", "nosniff")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .result(words));
    routes.post("/speak-up/sealed", this::report);
    routes.post("/speak-up/bundle", this::bundle);
    routes.post("/speak-up/entry", context -> add(context, exchange::add));
    routes.post("/speak-up/withdraw", context -> add(context, exchange::withdraw));
  }

  private void report(Context context) {
    taken(context)
        .flatMap(body -> passed(context, sending, () -> exchange.report(body)))
        .ifPresent(
            outcome -> {
              if (outcome == Outcome.STORED) {
                Pages.headers(context);
                context.status(204);
              } else {
                refuse(context, outcome);
              }
            });
  }

  private void bundle(Context context) {
    taken(context)
        .flatMap(body -> passed(context, coming, () -> exchange.bundle(body)))
        .ifPresent(json -> answer(context, json));
  }

  private void add(Context context, Function<byte[], Outcome> add) {
    taken(context)
        .flatMap(body -> passed(context, coming, () -> add.apply(body)))
        .ifPresent(
            outcome -> {
              if (outcome == Outcome.STORED || outcome == Outcome.NOT_FOUND) {
                answer(context, "{\"v\":1,\"stored\":" + (outcome == Outcome.STORED) + "}");
              } else {
                refuse(context, outcome);
              }
            });
  }

  /** The body, or nothing where it was refused already. */
  private static Optional<byte[]> taken(Context context) {
    Body body = Body.of(context, JSON);
    if (body.fault() != 0) {
      Trouble.answer(context, body.fault(), "refused", "It was sent in another form, or too long.");
      return Optional.empty();
    }
    if (Body.isFromElsewhere(context)) {
      Trouble.answer(context, 403, "refused", "It came from a page of another site.");
      return Optional.empty();
    }
    return Optional.of(body.bytes());
  }

  private static <T> Optional<T> passed(Context context, Turnstile turnstile, Supplier<T> work) {
    Optional<T> done;
    try {
      done = turnstile.pass(work);
    } catch (RuntimeException fault) {
      Trouble.answer(context, 503, "not-stored", "It could not be read or stored. Try again.");
      return Optional.empty();
    }
    if (done.isEmpty()) {
      Trouble.answer(context, 503, "busy", "Too much is being sent at this moment. Try again.");
    }
    return done;
  }

  private static void refuse(Context context, Outcome outcome) {
    switch (outcome) {
      case TAKEN -> Trouble.answer(context, 409, "taken", "Draw new ids and send it again.");
      case SET_CHANGED ->
          Trouble.answer(
              context, 422, "set-changed", "Fetch the guardians, seal it to them, send it again.");
      default -> Trouble.answer(context, 422, "refused", "It has not the form of ADR 13.");
    }
  }

  static void answer(Context context, String json) {
    Pages.headers(context);
    context.status(200).contentType("application/json; charset=utf-8").result(json);
  }
}
