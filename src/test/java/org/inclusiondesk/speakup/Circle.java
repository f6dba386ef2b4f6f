package org.inclusiondesk.speakup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.inclusiondesk.conversation.Address.Mailbox;

/** Guardians of tests, whose private keys are at hand, in a set that all of them signed. */
public final class Circle {
  static final LocalDate SINCE = LocalDate.of(2026, 1, 1);

  private final List<GuardianKeys> members;
  private final KeySet set;

  private Circle(List<GuardianKeys> members, KeySet set) {
    this.members = members;
    this.set = set;
  }

  public static Circle of(String... ids) {
    List<GuardianKeys> members = Arrays.stream(ids).map(Circle::keys).toList();
    return new Circle(members, signed(first(members), members));
  }

  /** The same with another set after it, signed by all who can. */
  Circle then(LocalDate since, GuardianKeys... others) {
    List<GuardianKeys> later = List.of(others);
    KeySet next = set.next(later.stream().map(GuardianKeys::guardian).toList(), since);
    List<GuardianKeys> all = new ArrayList<>(members);
    later.stream().filter(each -> !members.contains(each)).forEach(all::add);
    return new Circle(later, signed(next, all));
  }

  static GuardianKeys keys(String id) {
    return GuardianKeys.make(
        id, id.substring(0, 1).toUpperCase() + id.substring(1), new Mailbox(id + "@icb.test"));
  }

  static KeySet first(List<GuardianKeys> members) {
    return KeySet.first(members.stream().map(GuardianKeys::guardian).toList(), SINCE);
  }

  static KeySet signed(KeySet drafted, List<GuardianKeys> signers) {
    KeySet set = drafted;
    for (GuardianKeys each : signers) {
      set = set.signedBy(each);
    }
    return KeySet.parse(set.toJson());
  }

  /** Two guardians with one mailbox, in a set that both signed: from before that was refused. */
  public static KeySet sharingAMailbox() {
    GuardianKeys ada = keys("ada");
    GuardianKeys bob = keys("bob");
    ObjectNode file = first(List.of(ada, bob)).json();
    ObjectNode first = (ObjectNode) file.withArray("sets").get(0);
    byte[] payload = Base64.getUrlDecoder().decode(first.path("payload").textValue());
    String shared =
        new String(payload, StandardCharsets.UTF_8).replace("bob@icb.test", "Ada@ICB.test");
    first.put("payload", StrictJson.base64(shared.getBytes(StandardCharsets.UTF_8)));
    return signed(KeySet.parseDraft(file.toString()), List.of(ada, bob));
  }

  public KeySet set() {
    return set;
  }

  public GuardianKeys keysOf(String id) {
    return members.stream()
        .filter(each -> each.guardian().id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  /** What a guardian reads of a case. */
  OpenCase open(String id, SealedCase sealed) {
    return OpenCase.of(sealed, List.of(keysOf(id).sealing()), set);
  }

  /** The first texts of all cases, as a guardian reads them. */
  List<String> texts(String id, ConcernStore store) {
    return store.all().stream()
        .map(each -> open(id, each))
        .flatMap(each -> each.report().stream())
        .map(Said.Report::text)
        .toList();
  }
}
