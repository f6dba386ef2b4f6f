package org.inclusiondesk.app;

import java.util.List;
import java.util.concurrent.Callable;
import org.inclusiondesk.app.Main.ConfigOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that does nothing by itself: it takes one of its own commands. */
abstract class CommandGroup implements Callable<Integer> {
  @SuppressWarnings("UnusedVariable") // Every command takes --config.
  @Mixin
  private ConfigOption config = new ConfigOption();

  @Spec private @Nullable CommandSpec spec;

  /**
   * @throws ParameterException always: none of the commands was named
   */
  @Override
  public final Integer call() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the specification");
    }
    List<String> names = List.copyOf(spec.subcommands().keySet());
    String last = names.get(names.size() - 1);
    String others = String.join(", ", names.subList(0, names.size() - 1));
    throw new ParameterException(
        spec.commandLine(),
        "Say what to do: " + (others.isEmpty() ? last : others + " or " + last) + ".");
  }
}
