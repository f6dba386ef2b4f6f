package org.inclusiondesk.app;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Standard output as commands use it: UTF-8 whatever the platform, each line at once. */
final class Output {
  private Output() {}

  /** Where the command says what is not a result. */
  static PrintWriter errorsOf(@Nullable CommandSpec spec) {
    return spec == null
        ? new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true)
        : spec.commandLine().getErr();
  }

  /** Where the command writes its results. */
  static PrintWriter of(@Nullable CommandSpec spec) {
    return spec == null
        ? new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true)
        : spec.commandLine().getOut();
  }
}
