package org.inclusiondesk.app;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.inclusiondesk.app.Main.ConfigOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Serves until the process is asked to end. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Serves: Teams, mail, the form for speaking up. The default.")
final class ServeCommand implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();

  @Override
  public Integer call() {
    return serve(config.directory());
  }

  int serve(@Nullable Path directory) {
    App app = new App(Setup.load(directory), Clock.systemUTC());
    CountDownLatch ended = new CountDownLatch(1);
    Thread end =
        new Thread(
            () -> {
              app.close();
              ended.countDown();
            },
            "end");
    try {
      app.start();
    } catch (RuntimeException fault) {
      app.close();
      throw fault;
    }
    Runtime.getRuntime().addShutdownHook(end);
    Output.of(null).println("Inclusion Desk ready on " + app.address());
    // What the start needed and nothing needs any more, some 50 MB, can go back to the machine.
    System.gc();
    try {
      ended.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }
}
