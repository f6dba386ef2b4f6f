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
import org.inclusiondesk.mail.MailRoom;
import org.inclusiondesk.outbox.Outbox;

/**
 * {@code /metrics} in Prometheus' format: how the service itself fares. Nothing is counted per
 * person, per network or per question, and nothing at all of concerns.
 */
final class Metrics {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  Metrics(Outbox outbox, MailRoom mailRoom, Clock clock) {
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
