package org.inclusiondesk.web;

import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.inclusiondesk.calendar.London;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.speakup.KeySet;
import org.inclusiondesk.speakup.OpenCase.Line;
import org.inclusiondesk.speakup.ReporterDesk;
import org.inclusiondesk.speakup.ReporterDesk.Deed;
import org.inclusiondesk.speakup.ReporterDesk.Done;
import org.inclusiondesk.speakup.ReporterDesk.Visit;
import org.inclusiondesk.speakup.Said;
import org.inclusiondesk.speakup.SpeakUpSettings.Code;
import org.inclusiondesk.speakup.SpeakUpWords;
import org.inclusiondesk.speakup.State;

/**
 * Where a reporter comes back with the receipt, without script. The words come in the body of a
 * request and in no answer; pages carry a ticket instead, for half an hour. Right and wrong
 * receipts get answers of one status and of one class of size. Nothing is logged. Safe for any
 * number of threads.
 */
public final class ReturnPages {
  private static final String PATH = "/speak-up/return";
  private static final Pattern TURNING =
      Pattern.compile("[\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]");

  private final ReporterDesk reporters;
  private final KeySet keys;
  private final SpeakUpWords words;
  private final List<Code> answers;
  private final Pages pages;
  private final Turnstile turnstile;

  /**
   * @param answers to whether one would speak up again
   * @param turnstiles of all that strangers can flood
   */
  public ReturnPages(
      ReporterDesk reporters,
      KeySet keys,
      SpeakUpWords words,
      List<Code> answers,
      Pages pages,
      Turnstiles turnstiles) {
    this(reporters, keys, words, answers, pages, turnstiles.another());
  }

  ReturnPages(
      ReporterDesk reporters,
      KeySet keys,
      SpeakUpWords words,
      List<Code> answers,
      Pages pages,
      Turnstile turnstile) {
    this.reporters = reporters;
    this.keys = keys;
    this.words = words;
    this.answers = List.copyOf(answers);
    this.pages = pages;
    this.turnstile = turnstile;
  }

  /** Adds {@code GET} and {@code POST /speak-up/return}. */
  public void addTo(JavalinDefaultRoutingApi routes) {
    routes.get(PATH, context -> showForm(context, 200, "", ""));
    routes.post(PATH, this::receive);
  }

  private void receive(Context context) {
    Body body = Body.of(context, "application/x-www-form-urlencoded");
    if (body.fault() != 0 || Body.isFromElsewhere(context)) {
      showForm(
          context,
          body.fault() == 0 ? 403 : body.fault(),
          "Nothing was sent, because it did not come from this form. Type your words here.",
          "");
      return;
    }
    FormBody form = FormBody.parse(body.bytes());
    String text = form.field("do").equals("add") ? form.field("text") : "";
    boolean answered;
    try {
      answered = turnstile.lets(() -> answer(context, form, text));
    } catch (RuntimeException fault) {
      // Told to the person alone, as on the form for a first text.
      showForm(
          context, 503, "It could not be read or stored. Wait a few minutes, and try again.", text);
      return;
    }
    if (!answered) {
      // Not filled up: that costs, and this says nothing of the receipt.
      pages.show(
          context,
          503,
          "speak-up-return",
          form("Too many people ask at this moment. Wait a minute and send it again.", text));
    }
  }

  /** Does what was asked, and shows what came of it. */
  private void answer(Context context, FormBody form, String text) {
    String ticket = form.field("ticket");
    String receipt = form.field("receipt");
    Supplier<Optional<Visit>> visit =
        () -> ticket.isEmpty() ? reporters.visit(receipt) : reporters.visitAgain(ticket);
    Optional<Deed> deed = deed(form, text);
    if (deed.isEmpty()) {
      show(context, visit.get(), "", unsaid(form), text);
      return;
    }
    Done done =
        ticket.isEmpty()
            ? reporters.actWithReceipt(receipt, deed.get())
            : reporters.act(ticket, deed.get());
    switch (done) {
      case STORED -> show(context, visit.get(), stored(deed.get()), "", "");
      case REMOVED ->
          pages.showPadded(
              context, 200, "speak-up-withdrawn", Map.of("urgent", Pages.shown(urgent())));
      case NOT_FOUND -> showNotFound(context, text);
      case EMPTY -> show(context, visit.get(), "", "Write what you want to add.", "");
      case TOO_LONG ->
          show(
              context,
              visit.get(),
              "",
              "Your text is longer than 20,000 characters. Shorten it, or send it in two parts.",
              text);
      case UNKNOWN_ANSWER -> show(context, visit.get(), "", "Choose one of the answers.", "");
      case MISDIRECTED ->
          show(
              context,
              visit.get(),
              "",
              "The server names other readers than you chose, so nothing was sent. Talk to a"
                  + " guardian in another way.",
              text);
    }
  }

  private static Optional<Deed> deed(FormBody form, String text) {
    return switch (form.field("do")) {
      case "add" -> Optional.of(new Deed.Add(text));
      case "feedback" -> Optional.of(new Deed.Answer(form.field("answer")));
      case "withdraw" ->
          form.field("sure").equals("yes") ? Optional.of(new Deed.Withdraw()) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static String unsaid(FormBody form) {
    return form.field("do").equals("withdraw")
        ? "Tick the box first, if you want to withdraw it."
        : "";
  }

  private static String stored(Deed deed) {
    if (deed instanceof Deed.Add) {
      return "What you added is with the guardians.";
    }
    return deed instanceof Deed.Answer
        ? "Thank you. Your answer is with the guardians."
        : "The guardians see that you do not want it pursued.";
  }

  private void show(
      Context context, Optional<Visit> visit, String said, String trouble, String text) {
    visit.ifPresentOrElse(
        found -> showCase(context, found, said, trouble, text), () -> showNotFound(context, text));
  }

  private void showNotFound(Context context, String text) {
    showForm(
        context,
        200,
        "Nothing was found with these words, or the page had been open for too long. Look at the"
            + " spelling and type them again.",
        text);
  }

  private void showForm(Context context, int status, String trouble, String text) {
    pages.showPadded(context, status, "speak-up-return", form(trouble, text));
  }

  private Map<String, ?> form(String trouble, String text) {
    return Map.of(
        "urgent",
        Pages.shown(urgent()),
        "reading",
        Pages.shown(reading()),
        "trouble",
        trouble,
        "text",
        text);
  }

  private void showCase(Context context, Visit visit, String said, String trouble, String text) {
    Map<String, Object> model = new HashMap<>();
    model.put("urgent", Pages.shown(urgent()));
    model.put("reading", Pages.shown(reading()));
    model.put("said", said);
    model.put("trouble", trouble);
    model.put("text", text);
    model.put("ticket", visit.ticket());
    model.put("day", London.inWords(visit.day()));
    model.put("state", words(visit.state()));
    model.put("acknowledgedBy", London.inWords(visit.acknowledgedBy()));
    model.put("feedbackBy", London.inWords(visit.feedbackBy()));
    model.put("doubts", visit.doubts());
    model.put("lines", visit.lines().stream().map(this::row).toList());
    model.put(
        "answers",
        answers.stream()
            .map(
                code ->
                    new SpeakUpPages.Choice(
                        code.id(),
                        code.label(),
                        visit.answered().filter(code.id()::equals).isPresent()))
            .toList());
    pages.showPadded(context, 200, "speak-up-case", model);
  }

  private static String words(State state) {
    return switch (state) {
      case NEW -> "No guardian has read it yet";
      case OPEN -> "A guardian has read it and deals with it";
      case CLOSED -> "Closed";
    };
  }

  /** One thing that was said, as the page shows it. */
  public record Row(String who, String day, String text) {
    /** What turns the direction of a text is shown, not obeyed: it could make it read otherwise. */
    public Row {
      text =
          TURNING
              .matcher(text)
              .replaceAll(found -> "<U+%04X>".formatted(found.group().codePointAt(0)));
    }
  }

  private Row row(Line line) {
    Said said = line.said();
    String day = London.inWords(line.day());
    String you = line.proven() ? "You" : "Somebody, not proven to be you";
    if (said instanceof Said.Report report) {
      return new Row(you, day, report.text());
    }
    if (said instanceof Said.Addition addition) {
      return new Row(you, day, addition.text());
    }
    if (said instanceof Said.Feedback feedback) {
      return new Row(
          you,
          day,
          "Would you speak up again? "
              + answers.stream()
                  .filter(code -> code.id().equals(feedback.answer()))
                  .map(Code::label)
                  .findFirst()
                  .orElse(feedback.answer()));
    }
    if (said instanceof Said.Message message) {
      String name = keys.find(message.by()).map(guardian -> guardian.name()).orElse(message.by());
      String text =
          message.text().isEmpty()
              ? (message.state() == State.CLOSED ? "I closed it." : "I have read it.")
              : message.text();
      return new Row(name + ", guardian", day, text);
    }
    return new Row(you, day, "I do not want it pursued.");
  }

  private List<Block> urgent() {
    return words.beforeTheBox().stream()
        .takeWhile(block -> !(block instanceof Block.Heading))
        .toList();
  }

  /** When it is next read, and when confidence may have to be broken: before a box to write in. */
  private List<Block> reading() {
    List<Block> reading = new ArrayList<>();
    for (Block block :
        words.beforeTheBox().stream()
            .dropWhile(each -> !(each instanceof Block.Heading))
            .toList()) {
      if (!reading.isEmpty() && !(block instanceof Block.Paragraph)) {
        break;
      }
      reading.add(block);
    }
    return reading;
  }
}
