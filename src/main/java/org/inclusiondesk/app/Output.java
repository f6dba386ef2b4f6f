package org.inclusiondesk.app;

import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Where commands write: in UTF-8 whatever the platform, each line at once. */
final class Output {
  private Output() {}

  /** Where the command writes its results. */
  static PrintWriter of(@Nullable CommandSpec spec) {
    return spec == null ? onto(System.out) : spec.commandLine().getOut();
  }

  /** Where the command says what is not a result. */
  static PrintWriter errorsOf(@Nullable CommandSpec spec) {
    return spec == null ? onto(System.err) : spec.commandLine().getErr();
  }

  private static PrintWriter onto(OutputStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }
}
