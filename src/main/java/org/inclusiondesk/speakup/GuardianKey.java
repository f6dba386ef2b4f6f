package org.inclusiondesk.speakup;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.util.JSONStringUtils;
import java.text.ParseException;
import org.inclusiondesk.conversation.Address.Mailbox;

/**
 * A guardian as concerns are sealed to: the public half of a key whose private half the service
 * never holds.
 *
 * @param name as people know the guardian
 * @param mailbox where the guardian gets mail
 * @param key the public half, P-256; its id is its thumbprint (RFC 7638)
 */
public record GuardianKey(String name, Mailbox mailbox, ECKey key) {

  /**
   * @throws IllegalArgumentException if the name is blank, or the key is not the public half of a
   *     P-256 key, or bears an id other than its thumbprint
   */
  public GuardianKey {
    if (name.isBlank()) {
      throw new IllegalArgumentException("the guardian's name is missing");
    }
    if (key.isPrivate()) {
      throw new IllegalArgumentException(
          "it holds the private half, which must stay with the guardian");
    }
    String given = key.getKeyID();
    key = encrypting(key);
    if (given != null && !given.equals(key.getKeyID())) {
      throw new IllegalArgumentException("its kid is not its thumbprint");
    }
  }

  /**
   * A guardian as {@code speak-up.yaml} names one.
   *
   * @param jwk the public key (RFC 7517), as JSON
   * @throws IllegalArgumentException if it is no key, or not a fit one; the message completes the
   *     sentence "the key cannot be used:"
   */
  public static GuardianKey parse(String name, Mailbox mailbox, String jwk) {
    try {
      return new GuardianKey(name, mailbox, ECKey.parse(jwk));
    } catch (ParseException notAKey) {
      throw new IllegalArgumentException("it is not a public key of an elliptic curve", notAKey);
    }
  }

  /** The key's id. */
  public String id() {
    return key.getKeyID();
  }

  /** The lines that make this guardian known in {@code speak-up.yaml}, under {@code guardians}. */
  public String toYaml() {
    // JSON strings and objects are YAML as they stand.
    return "  - name: %s\n    mailbox: %s\n    key: %s\n"
        .formatted(
            JSONStringUtils.toJSONString(name),
            JSONStringUtils.toJSONString(mailbox.value()),
            key.toJSONString());
  }

  /** The key set up for the one algorithm used here, its thumbprint for an id. */
  static ECKey encrypting(ECKey key) {
    if (!Curve.P_256.equals(key.getCurve())) {
      throw new IllegalArgumentException("it is not of the curve P-256");
    }
    try {
      return new ECKey.Builder(key)
          .keyUse(KeyUse.ENCRYPTION)
          .algorithm(JWEAlgorithm.ECDH_ES_A256KW)
          .keyIDFromThumbprint()
          .build();
    } catch (JOSEException impossible) {
      throw new IllegalStateException("this Java lacks SHA-256", impossible);
    }
  }

  @Override
  public String toString() {
    return "GuardianKey[id=" + id() + "]";
  }
}
