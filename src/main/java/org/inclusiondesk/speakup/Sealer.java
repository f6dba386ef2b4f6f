package org.inclusiondesk.speakup;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWEObjectJSON;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.crypto.MultiDecrypter;
import com.nimbusds.jose.crypto.MultiEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Seals concerns, so that only guardians and the holder of the receipt can open them: JWE (RFC
 * 7516) with ECDH-ES+A256KW and A256GCM. Safe for any number of threads.
 *
 * <p>What is sealed is a JSON object with the text, filled up with spaces to one of few sizes.
 */
final class Sealer {
  /** The sizes, in bytes, that a padded message can have. The last holds 20,000 characters. */
  static final List<Integer> SIZES = List.of(4 << 10, 16 << 10, 64 << 10, 128 << 10);

  private final List<JWK> guardians;

  /**
   * @throws IllegalArgumentException if there is no guardian: nobody could open anything
   */
  Sealer(List<GuardianKey> guardians) {
    if (guardians.isEmpty()) {
      throw new IllegalArgumentException("concerns need at least one guardian to be sealed to");
    }
    this.guardians = guardians.stream().<JWK>map(GuardianKey::key).toList();
  }

  Sealed seal(String text, Receipt receipt) {
    try {
      ECKey own = GuardianKey.encrypting(new ECKeyGenerator(Curve.P_256).generate());
      List<JWK> recipients = new ArrayList<>(guardians);
      recipients.add(own.toPublicJWK());
      JWEObjectJSON message =
          new JWEObjectJSON(
              new JWEHeader.Builder(EncryptionMethod.A256GCM).build(), new Payload(pad(text)));
      message.encrypt(new MultiEncrypter(new JWKSet(recipients)));
      JWEObject ownKey =
          new JWEObject(
              new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM)
                  .contentType("jwk+json")
                  .build(),
              new Payload(own.toJSONString()));
      ownKey.encrypt(new DirectEncrypter(receipt.openingKey()));
      return new Sealed(message.serializeGeneral(), ownKey.serialize());
    } catch (JOSEException fault) {
      throw new IllegalStateException("a concern could not be sealed", fault);
    }
  }

  /**
   * The text, opened with a guardian's key or the concern's own.
   *
   * @throws JOSEException if the key is not one it was sealed to, or it was tampered with
   * @throws ParseException if it is no sealed message at all
   */
  static String open(Sealed sealed, ECKey key) throws JOSEException, ParseException {
    JWEObjectJSON message = parse(sealed.message());
    JWEHeader header = message.getHeader();
    if (!EncryptionMethod.A256GCM.equals(header.getEncryptionMethod())
        || header.getCompressionAlgorithm() != null) {
      throw new JOSEException("not sealed the way concerns are");
    }
    message.decrypt(new MultiDecrypter(key));
    Object text = JSONObjectUtils.parse(message.getPayload().toString()).get("text");
    if (!(text instanceof String opened)) {
      throw new ParseException("no text in the sealed message", 0);
    }
    return opened;
  }

  /** The text, opened with the receipt; faults as above. */
  static String open(Sealed sealed, Receipt receipt) throws JOSEException, ParseException {
    JWEObject ownKey = JWEObject.parse(sealed.ownKey());
    ownKey.decrypt(new DirectDecrypter(receipt.openingKey()));
    return open(sealed, ECKey.parse(ownKey.getPayload().toString()));
  }

  private static JWEObjectJSON parse(String message) throws ParseException {
    try {
      return JWEObjectJSON.parse(message);
    } catch (NullPointerException | IllegalArgumentException damaged) {
      // nimbus throws these, unannounced, where a member is missing or has a wrong type
      throw new ParseException("not a sealed message", 0);
    }
  }

  private static byte[] pad(String text) {
    byte[] json =
        JSONObjectUtils.toJSONString(Map.of("text", text)).getBytes(StandardCharsets.UTF_8);
    int size =
        SIZES.stream()
            .filter(each -> each >= json.length)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("the text is too long to be sealed"));
    byte[] padded = Arrays.copyOf(json, size);
    Arrays.fill(padded, json.length, size, (byte) ' ');
    return padded;
  }
}
