package org.inclusiondesk.speakup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.text.ParseException;
import java.time.LocalDate;
import java.util.List;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.junit.jupiter.api.Test;

class KeySetTest {
  private static final LocalDate LATER = LocalDate.of(2026, 6, 1);

  private final GuardianKeys ada = Circle.keys("ada");
  private final GuardianKeys bob = Circle.keys("bob");
  private final GuardianKeys cat = Circle.keys("cat");
  private final KeySet two = Circle.signed(Circle.first(List.of(ada, bob)), List.of(ada, bob));

  @Test
  void holdsWhenAllOfTheFirstSetSignedIt() {
    KeySet drafted = Circle.first(List.of(ada, bob));
    assertThat(drafted.missing()).hasSize(2);
    assertThatThrownBy(() -> KeySet.parse(drafted.signedBy(ada).toJson()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("signed by bob");

    KeySet read = KeySet.parse(two.toJson());

    assertThat(read.guardians()).containsExactly(ada.guardian(), bob.guardian());
    assertThat(read.fingerprint()).isEqualTo(two.fingerprint());
    assertThat(read.version()).isEqualTo(1);
  }

  @Test
  void needsTwoGuardians() {
    assertThatThrownBy(() -> Circle.first(List.of(ada)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fewer than two");
    assertThatThrownBy(() -> Circle.first(List.of(ada, ada)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void letsOneOfTwoPutSomebodyInWhoHoldsTheKey() {
    KeySet next = next(two, ada, bob, cat);

    assertThat(next.signedBy(ada).missing()).singleElement().asString().contains("cat");
    assertThat(next.signedBy(cat).missing()).singleElement().asString().contains("1 of");
    KeySet whole = KeySet.parse(next.signedBy(cat).signedBy(bob).toJson());
    assertThat(whole.version()).isEqualTo(2);
    assertThat(whole.guardians()).hasSize(3);
    assertThat(whole.fingerprint()).isNotEqualTo(two.fingerprint());
  }

  @Test
  void letsNobodyOfThreeDoSoAlone() {
    KeySet three = Circle.signed(next(two, ada, bob, cat), List.of(ada, cat));
    GuardianKeys eve = Circle.keys("eve");
    KeySet coup = next(three, ada, bob, cat, eve).signedBy(eve).signedBy(ada);

    assertThatThrownBy(() -> KeySet.parse(coup.toJson()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 of the guardians before");
    assertThat(KeySet.parse(coup.signedBy(bob).toJson()).find("eve")).isPresent();
  }

  @Test
  void isRenewedAlthoughOneKeyOfTwoIsLost() {
    GuardianKeys renewed = Circle.keys("bob");

    KeySet whole = KeySet.parse(next(two, ada, renewed).signedBy(ada).signedBy(renewed).toJson());

    assertThat(whole.find("bob")).contains(renewed.guardian());
    assertThat(whole.sealingKeysOf("bob"))
        .containsExactlyInAnyOrder(
            bob.guardian().sealing().getKeyID(), renewed.guardian().sealing().getKeyID());
  }

  @Test
  void letsNobodyGetAnotherKeyToSealToFromOthers() {
    GuardianKeys eve = Circle.keys("bob");
    GuardianKeys swapped =
        new GuardianKeys(
            new Guardian(
                "bob",
                bob.guardian().name(),
                bob.guardian().mailbox(),
                eve.guardian().sealing(),
                bob.guardian().signing()),
            eve.sealing(),
            bob.signing());
    KeySet next = next(two, ada, swapped).signedBy(ada);

    assertThat(next.missing()).containsExactly("bob (with the new key)");
    assertThatThrownBy(() -> KeySet.parse(next.toJson()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("signed by bob");
    assertThat(KeySet.parse(next.signedBy(swapped).toJson()).find("bob"))
        .contains(swapped.guardian());
    // Nor under an id of somebody else's choosing.
    KeySet renamed = next(two, ada, renamed(bob, "eve")).signedBy(ada);
    assertThat(renamed.missing()).containsExactly("eve (with the new key)");
    // A name or a mailbox is no key.
    Guardian married =
        new Guardian(
            "bob",
            "Bob Else",
            bob.guardian().mailbox(),
            bob.sealing().toPublicJWK(),
            bob.signing().toPublicJWK());
    assertThat(two.next(List.of(ada.guardian(), married), LATER).signedBy(ada).missing()).isEmpty();
  }

  private static GuardianKeys renamed(GuardianKeys keys, String id) {
    return new GuardianKeys(
        new Guardian(
            id,
            keys.guardian().name(),
            keys.guardian().mailbox(),
            keys.guardian().sealing(),
            keys.guardian().signing()),
        keys.sealing(),
        keys.signing());
  }

  @Test
  void refusesASwappedKey() throws ParseException {
    GuardianKeys eve = Circle.keys("bob");
    ObjectNode json = StrictJson.object(two.toJson());
    ObjectNode first = StrictJson.objects(json, "sets").get(0);
    String payload =
        new String(StrictJson.bytes(first, "payload"), java.nio.charset.StandardCharsets.UTF_8)
            .replace(
                bob.guardian().sealing().getX().toString(),
                eve.guardian().sealing().getX().toString())
            .replace(
                bob.guardian().sealing().getY().toString(),
                eve.guardian().sealing().getY().toString());
    first.put(
        "payload", StrictJson.base64(payload.getBytes(java.nio.charset.StandardCharsets.UTF_8)));

    assertThatThrownBy(() -> KeySet.parse(json.toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("signed by guardians alone");
  }

  @Test
  void refusesASetThatDoesNotFollowTheOneBefore() throws ParseException {
    KeySet other = Circle.signed(Circle.first(List.of(ada, cat)), List.of(ada, cat));
    KeySet next = Circle.signed(next(other, ada, bob), List.of(ada, bob));
    ObjectNode grafted = StrictJson.object(two.toJson());
    ArrayNode sets = grafted.withArray("sets");
    sets.add(next.json().path("sets").get(1));

    assertThatThrownBy(() -> KeySet.parse(grafted.toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("follows the one before");
    assertThatThrownBy(() -> next(two, ada, bob).signedBy(cat))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> two.signedBy(ada)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> two.next(List.of(ada.guardian(), bob.guardian()), LocalDate.of(2025, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void believesASignatureOnlyWhileItsKeyStoodInTheSet() {
    KeySet left = Circle.signed(next(two, ada, cat), List.of(ada, cat));
    String key = bob.signing().getKeyID();

    assertThat(left.signer("bob", key, LocalDate.of(2026, 3, 1))).isPresent();
    assertThat(left.signer("bob", key, LATER)).isPresent();
    assertThat(left.signer("bob", key, LATER.plusDays(1))).isEmpty();
    assertThat(left.signer("bob", key, LocalDate.of(2025, 12, 31))).isEmpty();
    assertThat(left.signer("ada", key, LocalDate.of(2026, 3, 1))).isEmpty();
    assertThat(left.signer("cat", cat.signing().getKeyID(), LATER.minusDays(1))).isEmpty();
  }

  @Test
  void isToldByTwentySignsThatNobodyTakesForAReceipt() {
    assertThat(two.fingerprint()).matches("([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}");
    assertThat(Receipt.parse(two.fingerprint())).isEmpty();
  }

  @Test
  void knowsACardByItsOwnSignature() {
    assertThat(Guardian.ofCard(ada.card())).isEqualTo(ada.guardian());
    String[] parts = ada.card().split("\\.");
    String[] others = bob.card().split("\\.");
    for (String forged :
        List.of("", "x", parts[0] + "." + others[1] + "." + parts[2], ada.card() + ".")) {
      assertThatThrownBy(() -> Guardian.ofCard(forged))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void drawsUpNoSetInWhichTwoHaveOneMailbox() {
    GuardianKeys eve = GuardianKeys.make("eve", "Eve", new Mailbox("ADA@icb.test"));

    assertThatThrownBy(() -> Circle.first(List.of(ada, eve)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ada and eve have the same mailbox");
    assertThatThrownBy(() -> next(two, ada, bob, eve))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("same mailbox");
    assertThat(next(two, bob, eve).sharingAMailbox()).isEmpty();
    assertThat(Circle.sharingAMailbox().sharingAMailbox()).containsExactly("ada", "bob");
  }

  @Test
  void takesNoOddGuardian() {
    for (String id : List.of("", "Ada", "1a", "a b", "a".repeat(33), "ä")) {
      assertThatThrownBy(() -> GuardianKeys.make(id, "Ada", ada.guardian().mailbox()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (String name : List.of(" ", "a\nb", "x".repeat(101))) {
      assertThatThrownBy(() -> GuardianKeys.make("ada", name, ada.guardian().mailbox()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(
            () ->
                new Guardian("ada", "Ada", ada.guardian().mailbox(), ada.sealing(), ada.signing()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("private half");
  }

  private static KeySet next(KeySet before, GuardianKeys... members) {
    return before.next(
        java.util.Arrays.stream(members).map(GuardianKeys::guardian).toList(), LATER);
  }
}
