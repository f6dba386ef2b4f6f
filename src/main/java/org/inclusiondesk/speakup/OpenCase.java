package org.inclusiondesk.speakup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import java.text.ParseException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.inclusiondesk.speakup.Plaintext.Readers;
import org.inclusiondesk.speakup.Said.Message;
import org.inclusiondesk.speakup.Said.Noted;
import org.inclusiondesk.speakup.Said.Report;
import org.jspecify.annotations.Nullable;

/**
 * A case as a key opens it: what its reporter and the guardians said, in order. What does not open,
 * or is not whom it claims to be from, is set apart and never shown as somebody's words. Immutable.
 */
public final class OpenCase {
  /** Days within which a guardian should have let the reporter know that it was read. */
  static final int ACKNOWLEDGED_WITHIN_DAYS = 7;

  /** Months within which the reporter should have heard what came of it. */
  static final int FEEDBACK_WITHIN_MONTHS = 3;

  private static final Comparator<Line> IN_ORDER =
      Comparator.comparingInt(Line::number).thenComparing(line -> line.entry().toString());

  private final SealedCase sealed;
  private final List<Line> shared;
  private final List<Line> record;
  private final List<Doubt> doubts;
  private final @Nullable Report report;

  private OpenCase(
      SealedCase sealed, List<Plaintext> shared, List<Plaintext> record, List<Doubt> doubts) {
    this.sealed = sealed;
    List<Report> reports =
        shared.stream()
            .filter(each -> each.number() == 0 && each.said() instanceof Report)
            .map(each -> (Report) each.said())
            .toList();
    // Of two, one was put there by somebody else; which of them, nothing tells.
    this.report = reports.size() == 1 ? reports.get(0) : null;
    this.shared = shared.stream().map(this::line).sorted(IN_ORDER).toList();
    this.record = record.stream().map(this::line).sorted(IN_ORDER).toList();
    List<Doubt> all = new ArrayList<>(doubts);
    if (reports.size() > 1) {
      all.add(Doubt.MISPLACED);
    }
    // The reporter's word and each guardian's: who replaces the one is betrayed by the others.
    List<Readers> named =
        Stream.concat(shared.stream(), record.stream())
            .flatMap(each -> Stream.ofNullable(each.readers()))
            .toList();
    if (named.stream().anyMatch(each -> !each.leftOut().equals(sealed.leftOut()))) {
      all.add(Doubt.LEFT_OUT);
    }
    String own = sealed.own().key().getKeyID();
    if (named.stream().anyMatch(each -> each.own() != null && !each.own().equals(own))) {
      all.add(Doubt.OWN_KEY);
    }
    this.doubts = List.copyOf(all);
  }

  /** What is wrong with something in a case. */
  public enum Doubt {
    /** An entry that these keys do not open, or that was altered. */
    CLOSED,
    /** An entry that claims to be a guardian's and was signed by none, or is of no known form. */
    UNSIGNED,
    /** An entry that belongs to another case, or elsewhere in this one. */
    MISPLACED,
    /** The guardians whom reporter and guardians saw left out are not those the server names. */
    LEFT_OUT,
    /**
     * The case's own key is not the one that the reporter made and guardians wrote to: somebody
     * else would read on.
     */
    OWN_KEY
  }

  /**
   * One thing that was said.
   *
   * @param number orders what stands in one box
   * @param day by the writer's word
   * @param proven whether it is known to be from the reporter or the guardian
   */
  public record Line(UUID entry, int number, LocalDate day, Said said, boolean proven) {}

  /** Opens what any of the keys opens. */
  static OpenCase of(SealedCase sealed, Collection<ECKey> keys, KeySet set) {
    List<Plaintext> shared = new ArrayList<>();
    List<Plaintext> record = new ArrayList<>();
    List<Doubt> doubts = new ArrayList<>();
    for (SealedEntry entry : sealed.entries()) {
      try {
        Plaintext read = Plaintext.parse(open(entry.sealed(), keys), entry.box(), set);
        if (!read.concern().equals(sealed.id()) || !read.entry().equals(entry.id())) {
          doubts.add(Doubt.MISPLACED);
        } else {
          (entry.box() == Box.SHARED ? shared : record).add(read);
        }
      } catch (JOSEException notOurs) {
        doubts.add(Doubt.CLOSED);
      } catch (ParseException unfit) {
        doubts.add(Doubt.UNSIGNED);
      }
    }
    return new OpenCase(sealed, shared, record, doubts);
  }

  private static ObjectNode open(Sealed sealed, Collection<ECKey> keys)
      throws JOSEException, ParseException {
    for (ECKey key : keys) {
      if (sealed.kids().contains(key.getKeyID())) {
        return Sealer.open(sealed, key);
      }
    }
    throw new JOSEException("not sealed to any of these keys");
  }

  private Line line(Plaintext read) {
    boolean fromReporter = !(read.said() instanceof Message) && !(read.said() instanceof Noted);
    boolean proven = !fromReporter || (report != null && read.proof().equals(report.proof()));
    return new Line(read.entry(), read.number(), read.day(), read.said(), proven);
  }

  public UUID id() {
    return sealed.id();
  }

  /** The day on which it came. */
  public LocalDate day() {
    return sealed.day();
  }

  /** Whether something of the reporter waits that no guardian has opened. */
  public boolean isWaiting() {
    return sealed.waitingSince() != null;
  }

  /** What reporter and guardians said to each other, in order. */
  public List<Line> shared() {
    return shared;
  }

  /** What guardians wrote down for themselves, in order: the last one holds. */
  public List<Line> record() {
    return record;
  }

  /** What has to be looked into; empty where all is well. */
  public List<Doubt> doubts() {
    return doubts;
  }

  /** Whether the server has it sealed to others than the reporter wanted to read it. */
  boolean isMisdirected() {
    return doubts.contains(Doubt.LEFT_OUT) || doubts.contains(Doubt.OWN_KEY);
  }

  /** Whether nothing is left of it but who discarded it, and why. */
  public boolean isDiscarded() {
    return sealed.entries().size() == 1
        && standing().filter(left -> left.did() == CaseRecord.Did.DISCARDED).isPresent();
  }

  /** Whether all of the reporter's words that stand in it are known to be the reporter's. */
  boolean isProven() {
    return report != null && shared.stream().allMatch(Line::proven);
  }

  /** The reporter's first text, where it opens and is the only one. */
  public Optional<Report> report() {
    return Optional.ofNullable(report);
  }

  /** How the case stands for the guardians. */
  public Optional<CaseRecord> standing() {
    return record.isEmpty()
        ? Optional.empty()
        : Optional.of(((Noted) record.get(record.size() - 1).said()).standing());
  }

  /** How far it has come, as its reporter is told. */
  public State stateForReporter() {
    State state = State.NEW;
    for (Line line : shared) {
      if (line.said() instanceof Message message) {
        state = message.state();
      }
    }
    return state;
  }

  /** The day by which a guardian should have read it. */
  public LocalDate acknowledgedBy() {
    return acknowledgedBy(day());
  }

  /** The day by which the reporter should have heard what came of it. */
  public LocalDate feedbackBy() {
    return feedbackBy(day());
  }

  static LocalDate acknowledgedBy(LocalDate day) {
    return day.plusDays(ACKNOWLEDGED_WITHIN_DAYS);
  }

  static LocalDate feedbackBy(LocalDate day) {
    return day.plusMonths(FEEDBACK_WITHIN_MONTHS);
  }

  SealedCase sealed() {
    return sealed;
  }

  /** The number that the next entry of a box bears. */
  int next(Box box) {
    List<Line> lines = box == Box.SHARED ? shared : record;
    return lines.isEmpty()
        ? 0
        : Math.min(lines.get(lines.size() - 1).number() + 1, Plaintext.LARGEST_NUMBER);
  }

  @Override
  public String toString() {
    return "OpenCase[id=" + id() + "]";
  }
}
