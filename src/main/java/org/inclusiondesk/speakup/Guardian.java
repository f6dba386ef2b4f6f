package org.inclusiondesk.speakup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.ECKey;
import java.text.ParseException;
import java.util.regex.Pattern;
import org.inclusiondesk.conversation.Address.Mailbox;

/**
 * A guardian as a set names one: the public halves of two keys whose private halves the service
 * never holds.
 *
 * @param id stays with the person when keys change; {@code [a-z][a-z0-9-]{0,31}}
 * @param name as people know the guardian
 * @param mailbox where the guardian gets mail
 * @param sealing to which concerns are sealed; its id is its thumbprint
 * @param signing which checks what the guardian says; its id is its thumbprint
 */
public record Guardian(String id, String name, Mailbox mailbox, ECKey sealing, ECKey signing) {
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final int LONGEST_NAME = 100;

  /**
   * @throws IllegalArgumentException if the id or the name is not fit, or a key is a private one,
   *     or the two keys are one
   */
  public Guardian {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "the id is not one: write small letters, digits and hyphens, a letter first");
    }
    if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException("the name is missing, too long or not one line");
    }
    if (sealing.isPrivate() || signing.isPrivate()) {
      throw new IllegalArgumentException(
          "it holds a private half, which must stay with the guardian");
    }
    sealing = Curve256.sealing(sealing);
    signing = Curve256.signing(signing);
    if (sealing.getKeyID().equals(signing.getKeyID())) {
      throw new IllegalArgumentException("one key cannot both seal and sign");
    }
  }

  /**
   * The guardian of a card, which must be signed with the guardian's own key.
   *
   * @throws IllegalArgumentException if it is no card, or not signed so
   */
  public static Guardian ofCard(String card) {
    try {
      Signed signed = Signed.parse(card);
      ObjectNode json = signed.payload();
      StrictJson.exactly(json, "v", "type", "guardian");
      StrictJson.versionOne(json);
      Guardian guardian = parse(StrictJson.object(json, "guardian"));
      if (!StrictJson.text(json, "type").equals("card") || !signed.by(guardian.signing())) {
        throw StrictJson.refused("a card signed by its guardian");
      }
      return guardian;
    } catch (ParseException unfit) {
      throw new IllegalArgumentException(String.valueOf(unfit.getMessage()), unfit);
    }
  }

  /**
   * Whether id and both keys are the same, so that a guardian who accepted one accepts the other.
   */
  boolean isSameAs(Guardian other) {
    return id.equals(other.id)
        && signing.getKeyID().equals(other.signing.getKeyID())
        && sealing.getKeyID().equals(other.sealing.getKeyID());
  }

  static Guardian parse(ObjectNode json) throws ParseException {
    StrictJson.exactly(json, "id", "name", "mailbox", "sealing", "signing");
    Mailbox mailbox =
        Mailbox.parse(StrictJson.text(json, "mailbox"))
            .orElseThrow(() -> StrictJson.refused("a mailbox"));
    try {
      return new Guardian(
          StrictJson.text(json, "id"),
          StrictJson.text(json, "name"),
          mailbox,
          Curve256.parse(StrictJson.object(json, "sealing")),
          Curve256.parse(StrictJson.object(json, "signing")));
    } catch (IllegalArgumentException unfit) {
      throw new ParseException(String.valueOf(unfit.getMessage()), 0);
    }
  }

  ObjectNode toJson() {
    ObjectNode json =
        StrictJson.object().put("id", id).put("name", name).put("mailbox", mailbox.value());
    json.set("sealing", Curve256.toJson(sealing));
    json.set("signing", Curve256.toJson(signing));
    return json;
  }

  @Override
  public String toString() {
    return "Guardian[id=" + id + "]";
  }
}
