package org.inclusiondesk.speakup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObjectJSON;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MultiDecrypter;
import com.nimbusds.jose.crypto.MultiEncrypter;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Seals and opens: JWE (RFC 7516) with ECDH-ES+A256KW and A256GCM. Safe for any number of threads.
 */
final class Sealer {
  private Sealer() {}

  /**
   * Seals a JSON object, filled up with spaces to one of few sizes.
   *
   * @param recipients whose keys open it, at least one; a key that is there twice counts once
   * @throws IllegalArgumentException if there is no recipient, or it is too long
   */
  static Sealed seal(ObjectNode plaintext, Collection<ECKey> recipients) {
    SortedMap<String, JWK> each = new TreeMap<>();
    for (ECKey recipient : recipients) {
      JWK key = Curve256.sealing(recipient.toPublicJWK());
      each.put(key.getKeyID(), key);
    }
    List<JWK> keys = List.copyOf(each.values());
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("what is sealed to nobody is lost");
    }
    boolean alone = keys.size() == 1;
    try {
      JWEObjectJSON message =
          new JWEObjectJSON(
              new JWEHeader.Builder(EncryptionMethod.A256GCM).build(), new Payload(pad(plaintext)));
      message.encrypt(
          new MultiEncrypter(new JWKSet(alone ? List.of(keys.get(0), keys.get(0)) : keys)));
      ObjectNode json = StrictJson.object(message.serializeGeneral());
      if (alone) {
        json.withArray("recipients").remove(1);
      }
      return Sealed.parse(json);
    } catch (JOSEException | ParseException fault) {
      throw new IllegalStateException("a text could not be sealed", fault);
    }
  }

  /**
   * What a key opens.
   *
   * @throws JOSEException if the key is not one it was sealed to, or it was tampered with
   * @throws ParseException if there is no JSON object inside
   */
  static ObjectNode open(Sealed sealed, ECKey key) throws JOSEException, ParseException {
    if (!sealed.kids().contains(key.getKeyID())) {
      throw new JOSEException("not sealed to this key");
    }
    JWEObjectJSON message =
        JWEObjectJSON.parse(
            sealed.kids().size() == 1 ? sealed.withSecondRecipient() : sealed.json());
    message.decrypt(new MultiDecrypter(key));
    return StrictJson.object(message.getPayload().toBytes());
  }

  private static byte[] pad(ObjectNode plaintext) {
    byte[] json = StrictJson.bytes(plaintext);
    int size =
        Sealed.SIZES.stream()
            .filter(each -> each >= json.length)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("the text is too long to be sealed"));
    return padded(json, size);
  }

  /** The bytes with spaces behind them. */
  static byte[] padded(byte[] json, int size) {
    byte[] padded = Arrays.copyOf(json, size);
    Arrays.fill(padded, json.length, size, (byte) ' ');
    return padded;
  }
}
