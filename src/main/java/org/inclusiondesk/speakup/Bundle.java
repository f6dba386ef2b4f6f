package org.inclusiondesk.speakup;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.text.ParseException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.inclusiondesk.speakup.SpeakUpSettings.Code;
import org.inclusiondesk.speakup.SpeakUpSettings.CodeLists;

/**
 * Sealed cases with all that a guardian needs to work on them without the server.
 *
 * @param guardian for whom it was made
 * @param today when
 * @param monthsAfterClosing how long a closed case is kept
 * @param damaged ids of cases of which the server can read something no more
 */
record Bundle(
    String guardian,
    LocalDate today,
    KeySet keys,
    CodeLists lists,
    int monthsAfterClosing,
    List<SealedCase> cases,
    List<String> damaged) {

  Bundle {
    cases = List.copyOf(cases);
    damaged = List.copyOf(damaged);
  }

  /** The same in which a case reads otherwise. */
  Bundle with(SealedCase changed) {
    return new Bundle(
        guardian,
        today,
        keys,
        lists,
        monthsAfterClosing,
        cases.stream().map(each -> each.id().equals(changed.id()) ? changed : each).toList(),
        damaged);
  }

  String toJson() {
    ObjectNode json =
        StrictJson.object()
            .put("v", 1)
            .put("type", "bundle")
            .put("for", guardian)
            .put("today", today.toString());
    json.set("keys", keys.json());
    ObjectNode lists =
        json.putObject("lists")
            .put("version", this.lists.version())
            .put("monthsAfterClosing", monthsAfterClosing);
    add(lists.putArray("elements"), this.lists.elements());
    add(lists.putArray("workerGroups"), this.lists.workerGroups());
    add(lists.putArray("feedback"), this.lists.feedback());
    ArrayNode all = json.putArray("cases");
    cases.forEach(each -> all.add(each.toJson()));
    if (!damaged.isEmpty()) {
      ArrayNode unreadable = json.putArray("damaged");
      damaged.forEach(unreadable::add);
    }
    return json.toString();
  }

  /** Adds codes to an array, as every format holds them. */
  static void add(ArrayNode array, List<Code> codes) {
    codes.forEach(code -> array.addObject().put("id", code.id()).put("label", code.label()));
  }

  static Bundle parse(String text) throws ParseException {
    ObjectNode json = StrictJson.object(text);
    List<String> damaged = json.has("damaged") ? StrictJson.texts(json, "damaged") : List.of();
    json.remove("damaged");
    StrictJson.exactly(json, "v", "type", "for", "today", "keys", "lists", "cases");
    StrictJson.versionOne(json);
    if (!StrictJson.text(json, "type").equals("bundle")) {
      throw StrictJson.refused("a bundle");
    }
    List<SealedCase> cases = new ArrayList<>();
    for (ObjectNode each : StrictJson.objects(json, "cases")) {
      cases.add(SealedCase.parse(each));
    }
    ObjectNode lists = StrictJson.object(json, "lists");
    try {
      return new Bundle(
          StrictJson.text(json, "for"),
          StrictJson.day(json, "today"),
          KeySet.parse(StrictJson.object(json, "keys").toString()),
          new CodeLists(
              StrictJson.text(lists, "version"),
              codes(lists, "elements"),
              codes(lists, "workerGroups"),
              codes(lists, "feedback")),
          StrictJson.number(lists, "monthsAfterClosing"),
          cases,
          damaged);
    } catch (IllegalArgumentException unfit) {
      throw new ParseException(String.valueOf(unfit.getMessage()), 0);
    }
  }

  private static List<Code> codes(ObjectNode lists, String name) throws ParseException {
    List<Code> codes = new ArrayList<>();
    for (ObjectNode each : StrictJson.objects(lists, name)) {
      codes.add(new Code(StrictJson.text(each, "id"), StrictJson.text(each, "label")));
    }
    return codes;
  }

  @Override
  public String toString() {
    return "Bundle[for=" + guardian + "]";
  }
}
