package org.inclusiondesk.speakup;

import com.nimbusds.jose.JOSEException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.inclusiondesk.calendar.London;
import org.inclusiondesk.speakup.Said.Addition;
import org.inclusiondesk.speakup.Said.Feedback;
import org.inclusiondesk.speakup.Said.Withdrawal;
import org.inclusiondesk.speakup.SpeakUpSettings.Code;
import org.inclusiondesk.speakup.Tickets.Ticket;

/**
 * Where reporters come back by receipt, without script: the server opens the case in memory. A
 * receipt that leads nowhere costs the same work as one that leads to a case. Safe for any number
 * of threads.
 */
public final class ReporterDesk {
  private final ConcernStore store;
  private final KeySet keys;
  private final List<Code> answers;
  private final Clock clock;
  private final Tickets tickets;
  private final SecretKeySpec entryKey;
  private final Receipt nowhere;
  private final SealedCase decoy;

  /**
   * @param answers to whether one would speak up again
   */
  public ReporterDesk(
      ConcernStore store, KeySet keys, List<Code> answers, Clock clock, SecureRandom random) {
    this.store = store;
    this.keys = keys;
    this.answers = List.copyOf(answers);
    this.clock = clock;
    this.tickets = new Tickets(random);
    byte[] drawn = new byte[32];
    random.nextBytes(drawn);
    this.entryKey = new SecretKeySpec(drawn, "HmacSHA256");
    random.nextBytes(drawn);
    this.nowhere = Receipt.of(WordList.load().draw(drawn));
    this.decoy =
        Reporting.report(nowhere, "Nothing.", List.of(), keys, London.today(clock), random);
  }

  /**
   * A case as its reporter reads it.
   *
   * @param ticket to be sent back with a deed, for 30 minutes
   * @param answered the last answer to whether the reporter would speak up again, or nothing
   */
  public record Visit(
      String ticket,
      LocalDate day,
      LocalDate acknowledgedBy,
      LocalDate feedbackBy,
      State state,
      List<OpenCase.Line> lines,
      int doubts,
      Optional<String> answered) {
    public Visit {
      lines = List.copyOf(lines);
    }

    @Override
    public String toString() {
      return "Visit[…]";
    }
  }

  /** What a reporter may do on coming back. */
  public sealed interface Deed {
    /** Adds something. */
    record Add(String text) implements Deed {
      @Override
      public String toString() {
        return "Add[…]";
      }
    }

    /** Says whether one would speak up again. */
    record Answer(String code) implements Deed {
      @Override
      public String toString() {
        return "Answer[…]";
      }
    }

    /** Wants it not to be pursued. */
    record Withdraw() implements Deed {}
  }

  /** What became of a deed. */
  public enum Done {
    /** It is stored. */
    STORED,
    /** The case is gone for good, as its reporter wanted. */
    REMOVED,
    /** The page was open for too long, or the receipt leads nowhere; nothing was stored. */
    NOT_FOUND,
    /** There is no text; nothing was stored. */
    EMPTY,
    /** The text is too long; nothing was stored. */
    TOO_LONG,
    /** There is no such answer; nothing was stored. */
    UNKNOWN_ANSWER,
    /** The server names other readers than the reporter or a guardian did; nothing was stored. */
    MISDIRECTED
  }

  /**
   * The case that a receipt leads to, or nothing, whatever is wrong with it.
   *
   * @throws ConcernStoreException if the store cannot be read
   */
  public Optional<Visit> visit(String typed) {
    Optional<Receipt> receipt = Receipt.parse(typed);
    Optional<OpenCase> open = open(receipt.orElse(nowhere));
    return receipt.flatMap(words -> open.map(found -> visit(words, found)));
  }

  /** The same, for whoever holds a ticket that has not expired. */
  public Optional<Visit> visitAgain(String ticket) {
    return tickets
        .read(ticket, clock.instant())
        .flatMap(held -> open(held.receipt()).map(found -> visit(held.receipt(), found)));
  }

  /**
   * Does what a reporter wants. The same page sent twice acts once.
   *
   * @throws ConcernStoreException if it could not be stored
   */
  public Done act(String ticket, Deed deed) {
    return tickets
        .read(ticket, clock.instant())
        .map(held -> act(held, deed))
        .orElse(Done.NOT_FOUND);
  }

  /** The same, with the receipt typed once more. */
  public Done actWithReceipt(String typed, Deed deed) {
    return Receipt.parse(typed)
        .map(receipt -> act(new Ticket(receipt, "typed"), deed))
        .orElse(Done.NOT_FOUND);
  }

  private Done act(Ticket held, Deed deed) {
    Said said;
    String what;
    if (deed instanceof Deed.Add add) {
      String text = Texts.clean(add.text());
      if (text.isEmpty()) {
        return Done.EMPTY;
      }
      if (Texts.isTooLong(text)) {
        return Done.TOO_LONG;
      }
      said = new Addition(text);
      what = "add " + text;
    } else if (deed instanceof Deed.Answer answer) {
      if (answers.stream().noneMatch(code -> code.id().equals(answer.code()))) {
        return Done.UNKNOWN_ANSWER;
      }
      said = new Feedback(answer.code());
      what = "answer " + answer.code();
    } else {
      said = new Withdrawal();
      what = "withdraw";
      if (store.removeUnopened(held.receipt().locator())) {
        return Done.REMOVED;
      }
    }
    Optional<OpenCase> open = open(held.receipt());
    if (open.isEmpty()) {
      return Done.NOT_FOUND;
    }
    if (open.get().isMisdirected()) {
      return Done.MISDIRECTED;
    }
    SealedEntry entry =
        Reporting.entry(open.get(), entryId(held, what), said, keys, London.today(clock));
    return Additions.add(store, held.receipt().locator(), entry, London.today(clock))
        ? Done.STORED
        : Done.NOT_FOUND;
  }

  private Optional<OpenCase> open(Receipt receipt) {
    Optional<SealedCase> found = store.find(receipt.locator());
    Optional<OpenCase> open = found.isPresent() ? open(found.get(), receipt) : open(decoy, nowhere);
    return found.isPresent() ? open : Optional.empty();
  }

  private Optional<OpenCase> open(SealedCase sealed, Receipt receipt) {
    try {
      List<SealedEntry> shared =
          sealed.entries().stream().filter(entry -> entry.box() == Box.SHARED).toList();
      SealedCase reporters =
          new SealedCase(
              sealed.id(),
              sealed.day(),
              sealed.leftOut(),
              sealed.waitingSince(),
              sealed.keepUntil(),
              sealed.own(),
              shared);
      return Optional.of(OpenCase.of(reporters, List.of(sealed.own().unwrap(receipt)), keys));
    } catch (JOSEException | ParseException damaged) {
      return Optional.empty();
    }
  }

  private Visit visit(Receipt receipt, OpenCase open) {
    Optional<String> answered =
        open.shared().stream()
            .filter(line -> line.proven() && line.said() instanceof Feedback)
            .map(line -> ((Feedback) line.said()).answer())
            .reduce((earlier, later) -> later);
    return new Visit(
        tickets.issue(receipt, clock.instant()),
        open.day(),
        open.acknowledgedBy(),
        open.feedbackBy(),
        open.stateForReporter(),
        open.shared(),
        open.doubts().size(),
        answered);
  }

  /** The same for the same deed of one showing of a page, and random to everybody else. */
  private UUID entryId(Ticket held, String what) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(entryKey);
      mac.update(held.receipt().letters().getBytes(StandardCharsets.UTF_8));
      mac.update(("\n" + held.showing() + "\n").getBytes(StandardCharsets.UTF_8));
      ByteBuffer drawn = ByteBuffer.wrap(mac.doFinal(what.getBytes(StandardCharsets.UTF_8)));
      long high = (drawn.getLong() & ~0xf000L) | 0x4000L;
      long low = (drawn.getLong() & ~(0xcL << 60)) | (0x8L << 60);
      return new UUID(high, low);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("this Java lacks HMAC-SHA-256", impossible);
    }
  }
}
