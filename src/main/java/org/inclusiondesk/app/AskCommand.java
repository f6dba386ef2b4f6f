package org.inclusiondesk.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.inclusiondesk.answers.Evaluation;
import org.inclusiondesk.answers.FeedbackStore;
import org.inclusiondesk.app.Main.ConfigOption;
import org.inclusiondesk.config.Configuration;
import org.inclusiondesk.config.EvaluationLines;
import org.inclusiondesk.config.Fault;
import org.inclusiondesk.config.Settings;
import org.inclusiondesk.conversation.Choice;
import org.inclusiondesk.conversation.Context;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.conversation.Reply;
import org.inclusiondesk.conversation.Source;
import org.inclusiondesk.conversation.Utterance.Setting;
import org.inclusiondesk.desk.Talk;
import org.inclusiondesk.store.Database;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Answers questions from standard input, one JSON object a line; stores and sends nothing. */
@Command(
    name = "ask",
    mixinStandardHelpOptions = true,
    description = {
      "Answers questions: reads one a line from standard input, writes one JSON object a line.",
      "Each line stands alone, unless they are one conversation. Stores nothing, sends nothing,",
      "and counts nothing."
    })
final class AskCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--evaluate",
      paramLabel = "FILE",
      split = ",",
      description =
          "Measures with the lines of a file instead: {\"q\", \"kind\", \"must\", …}. Of a"
              + " directory, with each file NAME.jsonl in it. Can be given several times.")
  private List<Path> measures = List.of();

  @Option(
      names = "--conversation",
      description = "Takes the lines for one conversation, in which one may ask on.")
  private boolean conversation;

  @Option(
      names = "--report",
      description =
          "Prints instead which questions the service could not answer, by theme, and whether"
              + " answers helped: figures of closed periods, of nobody in particular.")
  private boolean report;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (report && !measures.isEmpty()) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "--report and --evaluate do not go together: type one of them.");
    }
    Configuration configuration = Setup.load(config.directory());
    if (report) {
      return report(configuration.settings());
    }
    Map<Path, List<Evaluation.Line>> lines = lines();
    Talk talk =
        Talks.of(
            configuration,
            Meanings.load(configuration.settings().dataDir()).ready(),
            Talks.publicUrl(configuration.settings()),
            Clock.systemUTC());
    PrintWriter out = config.out();
    if (!lines.isEmpty()) {
      lines.forEach((file, measure) -> evaluate(talk, file, measure, out));
      return 0;
    }
    talk(
        talk,
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
        out,
        conversation);
    return 0;
  }

  /** Answers line by line; in a conversation, each line after what was said before. */
  static void talk(Talk talk, BufferedReader in, PrintWriter out, boolean conversation)
      throws IOException {
    Context context = Context.NONE;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      Reply reply = talk.reply(line, Setting.PRIVATE_CHAT, context);
      context = conversation ? context.after(reply) : Context.NONE;
      out.println(json(line, reply));
      out.flush();
    }
  }

  private int report(Settings settings) {
    try (Database database = Database.open(settings.dataDir().resolve("desk.db"))) {
      PrintWriter out = config.out();
      out.print(
          new FeedbackStore(database, settings.keepCountsWeeks(), Clock.systemUTC())
              .report()
              .text());
      out.flush();
      return 0;
    }
  }

  /** The lines of every file to measure with. */
  private Map<Path, List<Evaluation.Line>> lines() {
    List<Fault> faults = new ArrayList<>();
    EvaluationLines reader = new EvaluationLines();
    Map<Path, List<Evaluation.Line>> lines = new LinkedHashMap<>();
    for (Path measure : measures) {
      for (Path file : reader.files(measure, faults)) {
        lines.put(file, reader.load(file, faults));
      }
    }
    if (!faults.isEmpty()) {
      throw new StartFault(Setup.lines(faults));
    }
    return lines;
  }

  private static void evaluate(Talk talk, Path file, List<Evaluation.Line> lines, PrintWriter out) {
    out.println(file);
    out.println(Evaluation.run(lines, text -> talk.reply(text, Setting.PRIVATE_CHAT)).report());
    out.flush();
  }

  /** One reply as one line of JSON; absent values are null. */
  static String json(String question, Reply reply) {
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    List<NetworkId> networks = reply.networks();
    line.put("question", question);
    line.put("kind", reply.kind().name().toLowerCase(Locale.ROOT));
    line.put("text", reply.plain());
    line.put("article", reply.article());
    line.put("source", source(reply.source()));
    line.put("network", networks.size() == 1 ? networks.get(0).value() : null);
    line.put(
        "networks", networks.size() > 1 ? networks.stream().map(NetworkId::value).toList() : null);
    line.put(
        "choices",
        reply.kind() == Reply.Kind.CLARIFY
            ? reply.choices().stream().map(Choice::label).toList()
            : null);
    try {
      return JSON.writeValueAsString(line);
    } catch (JsonProcessingException fault) {
      throw new IllegalStateException("a reply could not be written as JSON", fault);
    }
  }

  private static @Nullable Map<String, @Nullable Object> source(@Nullable Source source) {
    if (source == null) {
      return null;
    }
    Map<String, @Nullable Object> parts = new LinkedHashMap<>();
    parts.put("organisation", source.organisation());
    parts.put("document", source.document());
    parts.put("date", source.date() == null ? null : source.date().toString());
    return parts;
  }
}
