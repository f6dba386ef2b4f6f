package org.inclusiondesk.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Measures what {@link FloodIT} proves only in kind: how long a question takes while 200 wrong
 * receipts are sent at once, again and again, and how long it usually takes. Rounds of both
 * alternate, so that what else the machine does falls on both. Run by {@code mvn -q -Pbench test};
 * prints key=value lines, times in milliseconds.
 */
final class FloodBenchmark {
  private static final int AT_ONCE = 200;
  private static final int ROUNDS = 5;
  private static final int QUESTIONS = 200;
  private static final String RECEIPT =
      "receipt=abacus+zoom+kennel+unruly+ability+able+abide"; // belongs to nobody

  private final DeskClient desk;
  private final Colleague colleague;
  private final ExecutorService people = Executors.newFixedThreadPool(AT_ONCE);
  private final String nonce;
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger looked = new AtomicInteger();
  private final AtomicInteger turnedAway = new AtomicInteger();

  private FloodBenchmark(DeskClient desk) {
    this.desk = desk;
    this.colleague = desk.colleague("Quin Quick", "quin.quick@nhs.net");
    this.nonce = desk.nonce();
  }

  public static void main(String... none) throws Exception {
    Path directory = Files.createTempDirectory("flood");
    int port = OutsideMail.freePorts(1).get(0);
    try (Program serve = Program.serve(directory, directory, port)) {
      new FloodBenchmark(new DeskClient(port)).measure();
      serve.terminate();
    } finally {
      remove(directory);
    }
  }

  private void measure() throws Exception {
    try {
      List<Double> usual = new ArrayList<>();
      List<Double> once = new ArrayList<>();
      List<Double> harmless = new ArrayList<>();
      List<Double> flooded = new ArrayList<>();
      List<Double> everywhere = new ArrayList<>();
      ask(new ArrayList<>(), 2 * QUESTIONS);
      flood(new ArrayList<>(), this::wrongReceipt);
      looked.set(0);
      turnedAway.set(0);
      for (int round = 0; round < ROUNDS; round++) {
        ask(usual, QUESTIONS);
        List<Future<Integer>> burst = send(this::wrongReceipt);
        ask(once, QUESTIONS);
        awaitAll(burst);
        flood(harmless, () -> desk.get("/health/live").status());
        flood(flooded, this::wrongReceipt);
        flood(everywhere, this::everyWayIn);
      }
      print("usual", usual, usual);
      print("200-receipts-once", once, usual);
      print("200-receipts-again-and-again", flooded, usual);
      print("200-on-every-way-in-again-and-again", everywhere, usual);
      print("200-harmless-requests-again-and-again", harmless, usual);
      System.out.printf(
          Locale.ROOT,
          "event=receipts looked-up=%d turned-away=%d%n",
          looked.get(),
          turnedAway.get());
    } finally {
      people.shutdownNow();
    }
  }

  private int wrongReceipt() {
    int status =
        desk.post("/speak-up/return", "application/x-www-form-urlencoded", RECEIPT).status();
    switch (status) {
      case 200 -> looked.incrementAndGet();
      case 503 -> turnedAway.incrementAndGet();
      default -> throw new IllegalStateException("status " + status);
    }
    return status;
  }

  /**
   * A text by the form, one that claims to be sealed, a wrong locator, a wrong receipt, by turns.
   */
  private int everyWayIn() {
    String json = "application/json";
    String locator = "{\"v\":1,\"locator\":\"" + "A".repeat(43) + "\"}";
    return switch (Math.floorMod(sent.incrementAndGet(), 4)) {
      case 0 -> desk.speakUp(nonce, "Text " + sent.get()).status();
      case 1 -> desk.post("/speak-up/sealed", json, locator).status();
      case 2 -> desk.post("/speak-up/bundle", json, locator).status();
      default -> wrongReceipt();
    };
  }

  /** Asks questions while requests are under way, sending more as soon as all came back. */
  private void flood(List<Double> times, Callable<Integer> request) throws Exception {
    int asked = 0;
    while (asked < QUESTIONS) {
      List<Future<Integer>> answers = send(request);
      while (asked < QUESTIONS && answers.stream().anyMatch(each -> !each.isDone())) {
        ask(times, 1);
        asked++;
      }
      awaitAll(answers);
    }
  }

  private List<Future<Integer>> send(Callable<Integer> request) {
    List<Future<Integer>> answers = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      answers.add(people.submit(request));
    }
    return answers;
  }

  private static void awaitAll(List<Future<Integer>> answers) throws Exception {
    for (Future<Integer> each : answers) {
      each.get();
    }
  }

  private void ask(List<Double> times, int questions) {
    for (int i = 0; i < questions; i++) {
      long begun = System.nanoTime();
      String answer = colleague.say("What is reverse mentoring?").toString();
      times.add((System.nanoTime() - begun) / 1e6);
      if (!answer.contains("everse")) {
        throw new IllegalStateException("another question was answered");
      }
    }
  }

  private static void print(String what, List<Double> times, List<Double> usual) {
    System.out.printf(
        Locale.ROOT,
        "event=questions while=%s count=%d p50-ms=%.1f p99-ms=%.1f most-ms=%.1f p99-ratio=%.2f%n",
        what,
        times.size(),
        percentile(times, 50),
        percentile(times, 99),
        Collections.max(times),
        percentile(times, 99) / percentile(usual, 99));
  }

  private static double percentile(List<Double> times, int percent) {
    List<Double> sorted = times.stream().sorted().toList();
    return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
