package org.inclusiondesk.config;

import java.util.Collection;
import java.util.List;
import java.util.SortedMap;

/**
 * The lines of text files beside the files of a folder: {@code join.txt} holds more examples for
 * {@code join.yaml}, one a line; empty lines and those that begin with {@code #} are passed over.
 * There are tens of thousands, and a start reads plain lines in a tenth of the time that YAML
 * takes.
 */
final class Examples {
  static final String ENDING = ".txt";

  private final SortedMap<String, String> texts;

  private Examples(SortedMap<String, String> texts) {
    this.texts = texts;
  }

  /**
   * Finds the text files of a folder.
   *
   * @param files what there is
   * @param paths the files beside which they may stand
   * @param faults told of each text file that stands alone
   */
  static Examples in(
      ConfigFiles files, String folder, Collection<String> paths, List<Fault> faults) {
    Examples examples = new Examples(files.folder(folder, ENDING));
    List<String> beside = paths.stream().map(Examples::beside).toList();
    for (String path : examples.texts.keySet()) {
      if (!beside.contains(path)) {
        faults.add(
            new Fault(
                files.name(path),
                "",
                "These examples stand beside no file that takes any.",
                "Name the file after the one they belong to, as join.txt for join.yaml."));
      }
    }
    return examples;
  }

  /** The lines beside a file; perhaps none. */
  List<String> of(String path) {
    return texts
        .getOrDefault(beside(path), "")
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  /** Where the lines for a file stand. */
  static String beside(String path) {
    return path.substring(0, path.lastIndexOf('.')) + ENDING;
  }
}
