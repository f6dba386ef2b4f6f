package org.inclusiondesk.speakup;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.ECKey;
import java.text.ParseException;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.inclusiondesk.speakup.Said.Addition;
import org.inclusiondesk.speakup.Said.Feedback;
import org.inclusiondesk.speakup.Said.Message;
import org.inclusiondesk.speakup.Said.Noted;
import org.inclusiondesk.speakup.Said.Report;
import org.inclusiondesk.speakup.Said.Withdrawal;
import org.jspecify.annotations.Nullable;

/**
 * What is sealed in an entry (ADR 13, §4). It names its case and itself, so that nobody can put it
 * elsewhere.
 *
 * @param number orders what stands in one box
 * @param day on which it was written, by the writer's word
 * @param proof what the reporter proves to have opened the report with; empty in a guardian's
 * @param readers whom the writer took for the readers; null where that is not said
 */
record Plaintext(
    UUID concern,
    UUID entry,
    int number,
    LocalDate day,
    String proof,
    @Nullable Readers readers,
    Said said) {
  /**
   * Nobody gets there honestly; without a bound one entry could keep all later ones from following.
   */
  static final int LARGEST_NUMBER = 1_000_000;

  /** What says nothing of readers but what a report holds. */
  Plaintext(UUID concern, UUID entry, int number, LocalDate day, String proof, Said said) {
    this(concern, entry, number, day, proof, null, said);
  }

  /**
   * What decides who reads a case beside the guardians, as a writer found it.
   *
   * @param own id of the case's own key; null in what was sealed before it was said
   * @param leftOut ids of guardians who are left out, sorted
   */
  record Readers(@Nullable String own, List<String> leftOut) {
    Readers {
      leftOut = List.copyOf(leftOut);
    }

    static Readers of(SealedCase sealed) {
      return new Readers(sealed.own().key().getKeyID(), sealed.leftOut());
    }
  }

  /** What a reporter seals. */
  ObjectNode toJson(String fingerprint) {
    ObjectNode json = head();
    if (said instanceof Report report) {
      json.put("type", "report").put("text", report.text());
      ArrayNode leftOut = json.putArray("leftOut");
      report.leftOut().forEach(leftOut::add);
      json.put("proof", report.proof()).put("set", fingerprint).put("own", report.own());
    } else if (said instanceof Addition addition) {
      json.put("type", "addition").put("text", addition.text()).put("proof", proof);
    } else if (said instanceof Feedback feedback) {
      json.put("type", "feedback").put("answer", feedback.answer()).put("proof", proof);
    } else if (said instanceof Withdrawal) {
      json.put("type", "withdrawal").put("proof", proof);
    } else {
      throw new IllegalArgumentException("a guardian signs");
    }
    return json;
  }

  /** What a guardian seals. */
  ObjectNode toSignedJson(ECKey signing) {
    ObjectNode json = head();
    if (said instanceof Message message) {
      json.put("type", "message")
          .put("by", message.by())
          .put("text", message.text())
          .put("state", message.state().id());
    } else if (said instanceof Noted noted) {
      json.put("type", "record").put("by", noted.by());
      noted.standing().addTo(json);
    } else {
      throw new IllegalArgumentException("a reporter does not sign");
    }
    if (readers != null) {
      json.put("own", readers.own());
      ArrayNode leftOut = json.putArray("leftOut");
      readers.leftOut().forEach(leftOut::add);
    }
    return StrictJson.object().put("v", 1).put("signed", Signed.sign(json, signing));
  }

  private ObjectNode head() {
    return StrictJson.object()
        .put("v", 1)
        .put("type", "")
        .put("case", concern.toString())
        .put("entry", entry.toString())
        .put("n", number)
        .put("day", day.toString());
  }

  /**
   * Reads what was opened.
   *
   * @param keys who can have signed it
   * @throws ParseException if it is not of one of the forms, or a guardian's and not signed by one
   */
  static Plaintext parse(ObjectNode opened, Box box, KeySet keys) throws ParseException {
    StrictJson.versionOne(opened);
    if (opened.has("signed")) {
      Signed signed = Signed.parse(StrictJson.text(opened, "signed"));
      ObjectNode payload = signed.payload();
      boolean holds =
          keys.signer(StrictJson.text(payload, "by"), signed.kid(), StrictJson.day(payload, "day"))
              .filter(signed::by)
              .isPresent();
      if (!holds) {
        throw StrictJson.refused("signed by a guardian");
      }
      Readers readers =
          payload.has("own")
              ? new Readers(StrictJson.text(payload, "own"), StrictJson.texts(payload, "leftOut"))
              : null;
      return of(payload, box == Box.SHARED ? message(payload) : noted(payload), "", readers);
    }
    if (box != Box.SHARED) {
      throw StrictJson.refused("signed by a guardian");
    }
    Said said = reporters(opened);
    Readers readers =
        said instanceof Report report ? new Readers(report.own(), report.leftOut()) : null;
    return of(opened, said, StrictJson.text(opened, "proof"), readers);
  }

  private static Plaintext of(ObjectNode json, Said said, String proof, @Nullable Readers readers)
      throws ParseException {
    StrictJson.versionOne(json);
    if (StrictJson.number(json, "n") > LARGEST_NUMBER) {
      throw StrictJson.refused("numbered in its turn");
    }
    return new Plaintext(
        StrictJson.id(json, "case"),
        StrictJson.id(json, "entry"),
        StrictJson.number(json, "n"),
        StrictJson.day(json, "day"),
        proof,
        readers,
        said);
  }

  private static Said reporters(ObjectNode json) throws ParseException {
    return switch (StrictJson.text(json, "type")) {
      case "report" ->
          new Report(
              StrictJson.text(json, "text"),
              StrictJson.texts(json, "leftOut"),
              StrictJson.text(json, "proof"),
              json.has("own") ? StrictJson.text(json, "own") : null);
      case "addition" -> new Addition(StrictJson.text(json, "text"));
      case "feedback" -> new Feedback(StrictJson.text(json, "answer"));
      case "withdrawal" -> new Withdrawal();
      default -> throw StrictJson.refused("something that a reporter says");
    };
  }

  private static Said message(ObjectNode json) throws ParseException {
    State state = State.parse(StrictJson.text(json, "state"));
    if (!StrictJson.text(json, "type").equals("message") || state == State.NEW) {
      throw StrictJson.refused("a guardian's message");
    }
    return new Message(StrictJson.text(json, "by"), StrictJson.text(json, "text"), state);
  }

  private static Said noted(ObjectNode json) throws ParseException {
    if (!StrictJson.text(json, "type").equals("record")) {
      throw StrictJson.refused("a guardian's record");
    }
    return new Noted(StrictJson.text(json, "by"), CaseRecord.parse(json));
  }

  @Override
  public String toString() {
    return "Plaintext[entry=" + entry + "]";
  }
}
