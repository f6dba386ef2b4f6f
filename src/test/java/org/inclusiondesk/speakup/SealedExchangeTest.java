package org.inclusiondesk.speakup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.ECKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.inclusiondesk.speakup.SealedExchange.Outcome;
import org.inclusiondesk.testing.SettableClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedExchangeTest {
  private static final String ID = "00000000-0000-4000-8000-00000000000";

  @TempDir Path directory;

  private final Circle circle = Circle.of("ada", "bob");
  private ConcernStore store;

  @BeforeEach
  void start() {
    store = new ConcernStore(directory.resolve("concerns.db"));
    store.prepare();
  }

  @Test
  void takesNoGuardiansKeyForTheReportersOwn() {
    Circle renewed =
        circle.then(LocalDate.of(2026, 11, 1), Circle.keys("ada"), circle.keysOf("bob"));
    Guardian ada = renewed.set().find("ada").orElseThrow();
    Guardian before = circle.set().find("ada").orElseThrow();

    for (ECKey own : List.of(ada.sealing(), ada.signing(), before.sealing(), before.signing())) {
      assertThat(exchange(renewed).report(report(renewed, own))).isEqualTo(Outcome.REFUSED);
    }
    assertThat(store.all()).isEmpty();
    assertThat(exchange(renewed).report(report(renewed, Curve256.newSealing())))
        .isEqualTo(Outcome.STORED);
  }

  @Test
  void takesNoMoreIntoOneCaseThanGuardiansCanHold() {
    SealedAway first = new SealedAway(circle, "text");
    exchange(circle).report(first.report().getBytes(StandardCharsets.UTF_8));
    Outcome outcome = Outcome.STORED;
    int added = 0;
    while (outcome == Outcome.STORED && added < 100) {
      outcome = exchange(circle).add(largest(first));
      added++;
    }

    assertThat(outcome).isEqualTo(Outcome.NOT_FOUND);
    int kept =
        store.all().get(0).entries().stream().mapToInt(each -> each.sealed().json().length()).sum();
    assertThat(kept).isBetween(3 << 20, 4 << 20);
    SealedAway other = new SealedAway(circle, "another");
    exchange(circle).report(other.report().getBytes(StandardCharsets.UTF_8));
    assertThat(exchange(circle).add(largest(other))).isEqualTo(Outcome.STORED);
  }

  private byte[] largest(SealedAway to) {
    ObjectNode json = StrictJson.object().put("v", 1).put("locator", to.locator());
    SealedCase kept =
        store.all().stream()
            .filter(each -> each.id().toString().equals(to.id()))
            .findFirst()
            .orElseThrow();
    json.put("entry", UUID.randomUUID().toString())
        .set(
            "sealed",
            Sealer.seal(
                    StrictJson.object().put("text", "x".repeat(100_000)),
                    kept.recipients(Box.SHARED, circle.set()))
                .toJson());
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private SealedExchange exchange(Circle of) {
    return new SealedExchange(
        store, of.set(), List.of(), new SettableClock("2026-11-25T10:00:00Z"), new SecureRandom());
  }

  /** Whole, but for whose key stands in it as the reporter's own. */
  private static byte[] report(Circle to, ECKey own) {
    byte[] drawn = new byte[32];
    new SecureRandom().nextBytes(drawn);
    Receipt receipt = Receipt.of(WordList.load().draw(drawn));
    OwnKey named = new OwnKey(own.toPublicJWK(), OwnKey.make(receipt).wrapped());
    ObjectNode json =
        StrictJson.object()
            .put("v", 1)
            .put("case", ID + "1")
            .put("locator", StrictJson.base64(receipt.locator()));
    json.set("own", named.toJson());
    json.putArray("leftOut");
    json.put("entry", ID + "2")
        .set(
            "sealed",
            Sealer.seal(
                    StrictJson.object().put("v", 1),
                    SealedCase.recipients(Box.SHARED, to.set(), List.of(), named.key()))
                .toJson());
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
