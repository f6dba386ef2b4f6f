package org.inclusiondesk.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is let through, who waits and who is turned away. */
class TurnstileTest {
  private static final int ROOM = 30;

  private final Turnstiles turnstiles = new Turnstiles(1);
  private final ExecutorService people = Executors.newCachedThreadPool();
  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final List<String> order = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void end() {
    released.countDown();
    people.shutdownNow();
  }

  @Test
  void letsFloodsOfAllTogetherHaveNoMoreThanOneOfThemAlone() throws Exception {
    Turnstiles two = new Turnstiles(2);
    List<Turnstile> all = List.of(two.another(), two.another(), two.another());
    AtomicInteger working = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Semaphore both = new Semaphore(0);
    CountDownLatch go = new CountDownLatch(1);
    List<Future<Optional<Boolean>>> answers = new ArrayList<>();
    for (Turnstile each : all) {
      for (int i = 0; i < 10; i++) {
        answers.add(
            people.submit(
                () ->
                    each.pass(
                        () -> {
                          most.accumulateAndGet(working.incrementAndGet(), Math::max);
                          both.release();
                          await(go);
                          working.decrementAndGet();
                          return true;
                        })));
      }
    }
    assertThat(both.tryAcquire(2, 10, TimeUnit.SECONDS)).isTrue();
    go.countDown();

    for (Future<Optional<Boolean>> each : answers) {
      assertThat(each.get(10, TimeUnit.SECONDS)).contains(true);
    }
    assertThat(most).hasValue(2);
  }

  @Test
  void givesWhoComesToAnotherTurnstileTheNextTurnButOne() throws Exception {
    Turnstile flooded = turnstiles.another();
    Turnstile quiet = turnstiles.another();
    List<Future<?>> flood = new ArrayList<>();
    flood.add(people.submit(() -> flooded.lets(this::occupy)));
    assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
    List<Thread> waiting = new ArrayList<>();
    for (int i = 0; i < ROOM; i++) {
      waiting.add(start(() -> flooded.lets(() -> order.add("flood"))));
    }
    waiting.forEach(TurnstileTest::awaitWaiting);

    // The room is full, but it is the flood's alone.
    assertThat(flooded.pass(() -> "one too many")).isEmpty();
    Thread reporter = start(() -> quiet.lets(() -> order.add("reporter")));
    awaitWaiting(reporter);
    released.countDown();
    reporter.join(10_000);
    for (Thread each : waiting) {
      each.join(10_000);
    }

    assertThat(order).hasSize(ROOM + 1).startsWith("flood", "reporter");
  }

  @Test
  void turnsAwayWhoHasWaitedLongEnoughInWhicheverLine() throws Exception {
    Semaphore working = new Semaphore(1, true);
    Turnstile impatient = new Turnstile(working, 3, Duration.ZERO);
    people.submit(() -> new Turnstile(working, 1, Duration.ofSeconds(10)).lets(this::occupy));
    assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();

    assertThat(impatient.pass(() -> "in")).isEmpty();
    released.countDown();
    Turnstile patient = new Turnstile(working, 1, Duration.ofSeconds(10));
    assertThat(patient.pass(() -> "in")).contains("in");
    // Nobody who was turned away left the line closed behind.
    assertThat(impatient.pass(() -> "in")).contains("in");
  }

  @Test
  void opensAgainAfterWorkThatFails() {
    Turnstile turnstile = turnstiles.another();
    for (int i = 0; i < ROOM + 5; i++) {
      try {
        turnstile.lets(
            () -> {
              throw new IllegalStateException("no");
            });
      } catch (IllegalStateException expected) {
        order.add("failed");
      }
    }
    assertThat(order).hasSize(ROOM + 5);
    assertThat(turnstiles.another().lets(() -> order.add("other"))).isTrue();
  }

  private void occupy() {
    inside.countDown();
    await(released);
  }

  private static Thread start(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody released it");
      }
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  /** Until a thread stands in a line. */
  private static void awaitWaiting(Thread thread) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      assertThat(System.nanoTime()).isLessThan(until);
      Thread.onSpinWait();
    }
  }
}
