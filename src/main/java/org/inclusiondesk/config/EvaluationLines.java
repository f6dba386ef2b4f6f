package org.inclusiondesk.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.inclusiondesk.answers.Evaluation;
import org.inclusiondesk.conversation.Reply;

/**
 * Reads lines for an {@link Evaluation}: one JSON object a line with {@code q}, {@code kind},
 * {@code also}, {@code must} and {@code network}; other keys are remarks.
 */
public final class EvaluationLines {
  private final ObjectMapper json = new ObjectMapper();

  /**
   * The file itself; of a directory each file in it whose name ends with .jsonl, by name. A
   * directory that has none is added to the faults.
   */
  public List<Path> files(Path fileOrDirectory, List<Fault> faults) {
    if (!Files.isDirectory(fileOrDirectory)) {
      return List.of(fileOrDirectory);
    }
    List<Path> files;
    try (Stream<Path> found = Files.list(fileOrDirectory)) {
      files = found.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
    } catch (IOException | UncheckedIOException unreadable) {
      faults.add(
          new Fault(
              fileOrDirectory.toString(),
              "",
              "The directory cannot be read.",
              "Check who may read it."));
      return List.of();
    }
    if (files.isEmpty()) {
      faults.add(
          new Fault(
              fileOrDirectory.toString(),
              "",
              "The directory holds no file to measure with.",
              "Add one as NAME.jsonl, or name a file."));
    }
    return files;
  }

  /** The lines that could be read; whatever is wrong is added to the faults. */
  public List<Evaluation.Line> load(Path file, List<Fault> faults) {
    List<String> texts;
    try {
      texts = Files.readAllLines(file);
    } catch (IOException unreadable) {
      faults.add(
          new Fault(
              file.toString(),
              "",
              "The file cannot be read as UTF-8 text.",
              "Check its path, who may read it, and its encoding."));
      return List.of();
    }
    List<Evaluation.Line> lines = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      if (!texts.get(i).isBlank()) {
        try {
          lines.add(line(json.readTree(texts.get(i))));
        } catch (JsonProcessingException notJson) {
          faults.add(
              new Fault(
                  file.toString(),
                  "line " + (i + 1),
                  "This is not a JSON object.",
                  "Write one object a line."));
        } catch (PatternSyntaxException unfit) {
          faults.add(
              new Fault(
                  file.toString(),
                  "line " + (i + 1),
                  "A regular expression of 'must' is broken: " + unfit.getDescription() + ".",
                  "Mend it."));
        } catch (IllegalArgumentException unfit) {
          faults.add(
              new Fault(
                  file.toString(),
                  "line " + (i + 1),
                  "'q' or 'kind' is missing, or a kind is not known.",
                  "Known kinds: answer, join, leave, concern, out_of_scope, smalltalk, clarify."));
        }
      }
    }
    return lines;
  }

  private static Evaluation.Line line(JsonNode node) {
    if (!node.path("q").isTextual()) {
      throw new IllegalArgumentException("no question");
    }
    Set<Reply.Kind> also = EnumSet.noneOf(Reply.Kind.class);
    node.path("also").forEach(kind -> also.add(kind(kind.asText())));
    List<Pattern> must = new ArrayList<>();
    node.path("must")
        .forEach(
            regex ->
                must.add(
                    Pattern.compile(
                        regex.asText(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)));
    return new Evaluation.Line(
        node.path("q").asText(),
        kind(node.path("kind").asText()),
        also,
        must,
        node.path("network").isTextual() ? node.path("network").asText() : null,
        node.path("note").asText().contains("near"));
  }

  private static Reply.Kind kind(String name) {
    return Reply.Kind.valueOf(name.toUpperCase(Locale.ROOT));
  }
}
