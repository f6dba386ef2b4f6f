package org.inclusiondesk.speakup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.ECKey;
import java.text.ParseException;
import org.inclusiondesk.conversation.Address.Mailbox;

/**
 * What a guardian alone holds: the private halves of both keys. Never on the server but in the
 * guardian's commands, which may be run there.
 *
 * @param guardian the public halves
 */
public record GuardianKeys(Guardian guardian, ECKey sealing, ECKey signing) {

  /**
   * @throws IllegalArgumentException if a key is not the private half of the guardian's
   */
  public GuardianKeys {
    sealing = Curve256.sealing(sealing);
    signing = Curve256.signing(signing);
    if (!sealing.isPrivate()
        || !signing.isPrivate()
        || !sealing.getKeyID().equals(guardian.sealing().getKeyID())
        || !signing.getKeyID().equals(guardian.signing().getKeyID())) {
      throw new IllegalArgumentException("these are not the private halves of the guardian's keys");
    }
  }

  /**
   * New keys for a guardian.
   *
   * @throws IllegalArgumentException if the id or the name is not fit; the message says why
   */
  public static GuardianKeys make(String id, String name, Mailbox mailbox) {
    ECKey sealing = Curve256.newSealing();
    ECKey signing = Curve256.newSigning();
    return new GuardianKeys(
        new Guardian(id, name, mailbox, sealing.toPublicJWK(), signing.toPublicJWK()),
        sealing,
        signing);
  }

  /** What the guardian hands on to be put into a set: one line, signed with the own key. */
  public String card() {
    ObjectNode card = StrictJson.object().put("v", 1).put("type", "card");
    card.set("guardian", guardian.toJson());
    return Signed.sign(card, signing);
  }

  static GuardianKeys parse(ObjectNode json) throws ParseException {
    StrictJson.versionOne(json);
    try {
      return new GuardianKeys(
          Guardian.parse(StrictJson.object(json, "guardian")),
          Curve256.parsePrivate(StrictJson.object(json, "sealing")),
          Curve256.parsePrivate(StrictJson.object(json, "signing")));
    } catch (IllegalArgumentException unfit) {
      throw new ParseException(String.valueOf(unfit.getMessage()), 0);
    }
  }

  ObjectNode toJson() {
    ObjectNode json = StrictJson.object().put("v", 1);
    json.set("guardian", guardian.toJson());
    json.set("sealing", Curve256.toPrivateJson(sealing));
    json.set("signing", Curve256.toPrivateJson(signing));
    return json;
  }

  @Override
  public String toString() {
    return "GuardianKeys[id=" + guardian.id() + "]";
  }
}
