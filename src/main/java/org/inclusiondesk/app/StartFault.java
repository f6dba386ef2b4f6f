package org.inclusiondesk.app;

import java.util.List;

/** Why a command cannot do its work; the lines tell a person what to mend. */
final class StartFault extends RuntimeException {
  private final transient List<String> lines;

  StartFault(String line) {
    this(List.of(line));
  }

  StartFault(List<String> lines) {
    super(String.join("\n", lines));
    this.lines = List.copyOf(lines);
  }

  List<String> lines() {
    return lines;
  }
}
