package org.inclusiondesk.app;

import io.javalin.router.JavalinDefaultRoutingApi;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.inclusiondesk.mail.AccessTokens;
import org.inclusiondesk.mail.ClientCertificate;
import org.inclusiondesk.mail.MailFault;
import org.inclusiondesk.mail.MailRoom;
import org.inclusiondesk.outbox.Outbox;
import org.jspecify.annotations.Nullable;

/**
 * {@code /metrics} in Prometheus' format: how the service itself fares. Nothing is counted per
 * person, per network or per question, and nothing at all of concerns.
 */
final class Metrics {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /**
   * @param tokens what the desk logs in to its mailbox with; null where that is a password
   * @param certificate what proves the desk to the token endpoint; null where nothing or a secret
   *     does
   */
  Metrics(
      Outbox outbox,
      MailRoom mailRoom,
      @Nullable AccessTokens tokens,
      @Nullable ClientCertificate certificate,
      Clock clock) {
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    Gauge.builder("desk.outbox.waiting", outbox, box -> box.backlog().waiting())
        .description("Messages that wait to be delivered")
        .register(registry);
    Gauge.builder("desk.outbox.oldest", outbox, box -> seconds(box.backlog().age()))
        .description("How long the oldest waiting message has been due")
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder("desk.outbox.refused", outbox, box -> box.backlog().refused())
        .description("Messages that were given up")
        .register(registry);
    Gauge.builder("desk.outbox.returned", outbox, box -> box.backlog().returned())
        .description("Messages that came back as undeliverable")
        .register(registry);
    Instant started = clock.instant();
    Gauge.builder(
            "desk.mail.last.look",
            mailRoom,
            room -> {
              Instant succeeded = room.state().succeeded();
              return seconds(
                  Duration.between(succeeded == null ? started : succeeded, clock.instant()));
            })
        .description("How long ago the mailbox was last looked into with success")
        .baseUnit("seconds")
        .register(registry);
    for (MailFault.Reason reason : MailFault.Reason.values()) {
      Gauge.builder("desk.mail.failing", mailRoom, room -> one(room.state().failing() == reason))
          .description("1 while the last look into the mailbox failed for this reason")
          .tag("reason", reason.word())
          .register(registry);
    }
    Gauge.builder("desk.mail.away", mailRoom, room -> one(room.away()))
        .description("1 while the mailbox has been away for longer than mail.alarmAfterMinutes")
        .register(registry);
    Gauge.builder("desk.mail.idle", mailRoom, room -> one(room.state().listening()))
        .description("1 while the mail server tells of new mail by itself")
        .register(registry);
    if (tokens != null) {
      Gauge.builder(
              "desk.mail.token.refused",
              tokens,
              asked -> one(asked.state() == AccessTokens.State.REFUSED))
          .description("1 while the token endpoint refuses the desk a token for its mailbox")
          .register(registry);
    }
    if (certificate != null) {
      Gauge.builder(
              "desk.mail.certificate.left",
              certificate,
              held -> seconds(Duration.between(clock.instant(), held.ends())))
          .description("How long the certificate still lasts that proves the desk to it")
          .baseUnit("seconds")
          .register(registry);
    }
  }

  private static double one(boolean yes) {
    return yes ? 1 : 0;
  }

  void addTo(JavalinDefaultRoutingApi routes) {
    routes.get(
        "/metrics",
        context ->
            context
                .contentType("text/plain; version=0.0.4; charset=utf-8")
                .result(registry.scrape()));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
