package org.inclusiondesk.app;

import java.io.PrintWriter;
import java.util.List;
import org.inclusiondesk.speakup.CaseRecord;
import org.inclusiondesk.speakup.OpenCase;
import org.inclusiondesk.speakup.OpenCase.Doubt;
import org.inclusiondesk.speakup.OpenCase.Line;
import org.inclusiondesk.speakup.Said;
import org.inclusiondesk.speakup.SpeakUpSettings.Code;
import org.inclusiondesk.speakup.SpeakUpSettings.CodeLists;
import org.jspecify.annotations.Nullable;

/**
 * A case on a terminal. Whatever people wrote stays text.
 *
 * @param lists what codes mean
 */
record CaseText(CodeLists lists) {

  void print(PrintWriter out, OpenCase open) {
    out.println("--- " + open.id() + "  " + open.day());
    open.standing().ifPresent(standing -> out.println(standing(standing)));
    out.println(
        "To be acknowledged by " + open.acknowledgedBy() + ", answered by " + open.feedbackBy());
    open.doubts().forEach(doubt -> out.println("Attention: " + words(doubt)));
    open.shared().forEach(line -> print(out, line));
    for (Line line : open.record()) {
      if (line.said() instanceof Said.Noted noted) {
        out.println(line.day() + "  " + noted.by() + ": " + noted.standing().did().id());
      }
    }
  }

  private static void print(PrintWriter out, Line line) {
    String doubt = line.proven() ? "" : " (not proven to be from the reporter)";
    Said said = line.said();
    if (said instanceof Said.Report report) {
      if (!line.proven()) {
        out.println("A first text" + doubt + ":");
      }
      out.println(Printable.of(report.text()));
      if (!report.leftOut().isEmpty()) {
        out.println("(left out: " + Printable.of(String.join(", ", report.leftOut())) + ")");
      }
    } else if (said instanceof Said.Addition addition) {
      out.println(line.day() + "  the reporter" + doubt + ":");
      out.println(Printable.of(addition.text()));
    } else if (said instanceof Said.Feedback feedback) {
      out.println(
          line.day()
              + "  the reporter would speak up again: "
              + Printable.of(feedback.answer())
              + doubt);
    } else if (said instanceof Said.Withdrawal) {
      out.println(line.day() + "  the reporter wants it not to be pursued" + doubt);
    } else if (said instanceof Said.Message message) {
      out.println(
          line.day() + "  " + message.by() + " to the reporter (" + message.state().id() + "):");
      out.println(Printable.of(message.text()));
    }
  }

  private String standing(CaseRecord standing) {
    StringBuilder text = new StringBuilder(standing.state().id());
    if (standing.notACase()) {
      text.append(", not a case");
    }
    if (standing.kind() != null) {
      text.append(", ").append(standing.kind().id());
    }
    standing
        .elements()
        .forEach(element -> text.append("; ").append(label(lists.elements(), element)));
    add(text, "group", label(lists.workerGroups(), standing.workerGroup()));
    add(text, "detriment", standing.detriment() == null ? "" : standing.detriment() ? "yes" : "no");
    add(text, "would speak up again", label(lists.feedback(), standing.feedback()));
    add(text, "outcome", standing.outcome());
    add(text, "notes", standing.notes());
    return Printable.of(text.toString());
  }

  private static void add(StringBuilder text, String what, String value) {
    if (!value.isEmpty()) {
      text.append("; ").append(what).append(": ").append(value);
    }
  }

  private static String label(List<Code> codes, @Nullable String id) {
    if (id == null) {
      return "";
    }
    return codes.stream()
        .filter(code -> code.id().equals(id))
        .map(Code::label)
        .findFirst()
        .orElse(id);
  }

  private static String words(Doubt doubt) {
    return switch (doubt) {
      case CLOSED -> "an entry does not open with these keys, or was altered.";
      case UNSIGNED ->
          "an entry claims to be a guardian's and was signed by none, or is malformed.";
      case MISPLACED -> "an entry belongs to another place.";
      case LEFT_OUT ->
          "the server names other guardians as left out than the reporter or a guardian did.";
      case OWN_KEY ->
          "the server names another key for the reporter than the reporter made or a guardian"
              + " wrote to: somebody else would read what is written.";
    };
  }
}
