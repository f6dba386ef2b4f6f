package org.inclusiondesk.speakup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.text.ParseException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What guardians hold of a case: whole each time it is written, so that the last one holds and the
 * older ones are its history.
 *
 * @param did why it was written
 * @param state how far the case has come
 * @param notACase left out of every return
 * @param kind how far the reporter is known; null where not said
 * @param elements ids of the list of elements
 * @param workerGroup an id of its list; null where not said
 * @param detriment whether the reporter suffered for having spoken up; null where not said
 * @param outcome in words
 * @param feedback an answer told in another way than by the form; null where there is none
 * @param notes in words
 * @param lists version of the code lists
 */
public record CaseRecord(
    Did did,
    State state,
    boolean notACase,
    @Nullable Kind kind,
    List<String> elements,
    @Nullable String workerGroup,
    @Nullable Boolean detriment,
    String outcome,
    @Nullable String feedback,
    String notes,
    String lists) {

  /** What a guardian did. */
  public enum Did {
    OPENED,
    REPLIED,
    CLASSIFIED,
    NOTED,
    CLOSED,
    REOPENED,
    NOT_A_CASE,
    RESEALED,
    DISCARDED;

    /** Its name in every format. */
    public String id() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** How far a reporter is known. */
  public enum Kind {
    OPEN,
    CONFIDENTIAL,
    ANONYMOUS;

    /** Its name in every format. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public CaseRecord {
    elements = elements.stream().distinct().sorted().toList();
  }

  /** Of a case that nobody has opened. */
  static CaseRecord none(String lists) {
    return new CaseRecord(
        Did.OPENED, State.NEW, false, null, List.of(), null, null, "", null, "", lists);
  }

  /** All that is left of a case whose words were removed. */
  static CaseRecord discarded(String why, String lists) {
    return new CaseRecord(
        Did.DISCARDED, State.CLOSED, true, null, List.of(), null, null, "", null, why, lists);
  }

  /** The same, written for another reason, in another state. */
  CaseRecord now(Did why, State then) {
    return new CaseRecord(
        why,
        then,
        notACase,
        kind,
        elements,
        workerGroup,
        detriment,
        outcome,
        feedback,
        notes,
        lists);
  }

  /** The same, as not being a case, or as being one after all. */
  CaseRecord asNotACase(boolean not) {
    return new CaseRecord(
        did, state, not, kind, elements, workerGroup, detriment, outcome, feedback, notes, lists);
  }

  static CaseRecord parse(ObjectNode json) throws ParseException {
    return new CaseRecord(
        one(Did.values(), StrictJson.text(json, "did")),
        State.parse(StrictJson.text(json, "state")),
        bool(json, "notACase"),
        StrictJson.isNull(json, "kind") ? null : one(Kind.values(), StrictJson.text(json, "kind")),
        StrictJson.texts(json, "elements"),
        textOrNull(json, "workerGroup"),
        StrictJson.isNull(json, "detriment") ? null : bool(json, "detriment"),
        StrictJson.text(json, "outcome"),
        textOrNull(json, "feedback"),
        StrictJson.text(json, "notes"),
        StrictJson.text(json, "lists"));
  }

  void addTo(ObjectNode json) {
    json.put("did", did.id())
        .put("state", state.id())
        .put("notACase", notACase)
        .put("kind", kind == null ? null : kind.id());
    ArrayNode all = json.putArray("elements");
    elements.forEach(all::add);
    json.put("workerGroup", workerGroup)
        .put("detriment", detriment)
        .put("outcome", outcome)
        .put("feedback", feedback)
        .put("notes", notes)
        .put("lists", lists);
  }

  private static <E extends Enum<E>> E one(E[] all, String id) throws ParseException {
    for (E each : all) {
      if (each.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(id)) {
        return each;
      }
    }
    throw StrictJson.refused("one of the known words");
  }

  private static boolean bool(ObjectNode json, String name) throws ParseException {
    JsonNode node = json.path(name);
    if (!node.isBoolean()) {
      throw StrictJson.refused("true or false");
    }
    return node.booleanValue();
  }

  private static @Nullable String textOrNull(ObjectNode json, String name) throws ParseException {
    return StrictJson.isNull(json, name) ? null : StrictJson.text(json, name);
  }

  @Override
  public String toString() {
    return "CaseRecord[did=" + did.id() + "]";
  }
}
