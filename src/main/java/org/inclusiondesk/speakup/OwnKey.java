package org.inclusiondesk.speakup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.jwk.ECKey;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;

/**
 * The key pair of one case, by which its reporter reads it: the public half, and the private half
 * under the receipt.
 *
 * @param key the public half
 * @param wrapped the private half, a compact JWE under the receipt's opening key
 */
record OwnKey(ECKey key, String wrapped) {
  /** All wrapped keys are as long, whatever made them. */
  private static final int SIZE = 512;

  OwnKey {
    key = Curve256.sealing(key);
  }

  /** A new pair for the holder of a receipt. */
  static OwnKey make(Receipt receipt) {
    ECKey pair = Curve256.newSealing();
    try {
      JWEObject wrapped =
          new JWEObject(
              new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM)
                  .contentType("jwk+json")
                  .build(),
              new Payload(
                  Sealer.padded(
                      Curve256.toPrivateJson(pair).toString().getBytes(StandardCharsets.UTF_8),
                      SIZE)));
      wrapped.encrypt(new DirectEncrypter(receipt.openingKey()));
      return new OwnKey(pair.toPublicJWK(), wrapped.serialize());
    } catch (JOSEException fault) {
      throw new IllegalStateException("a key could not be wrapped", fault);
    }
  }

  /** Takes what a browser made, if it has exactly the form of ADR 13. */
  static OwnKey parse(ObjectNode sent) throws ParseException {
    StrictJson.exactly(sent, "key", "wrapped");
    String wrapped = StrictJson.text(sent, "wrapped");
    String[] parts = wrapped.split("\\.", -1);
    if (parts.length != 5) {
      throw StrictJson.refused("a wrapped key");
    }
    ObjectNode header = StrictJson.object(StrictJson.bytes(parts[0]));
    StrictJson.exactly(header, "alg", "enc", "cty");
    if (!StrictJson.text(header, "alg").equals("dir")
        || !StrictJson.text(header, "enc").equals("A256GCM")
        || !StrictJson.text(header, "cty").equals("jwk+json")
        || !parts[1].isEmpty()
        || StrictJson.bytes(parts[2]).length != 12
        || StrictJson.bytes(parts[3]).length != SIZE
        || StrictJson.bytes(parts[4]).length != 16) {
      throw StrictJson.refused("a wrapped key");
    }
    return new OwnKey(Curve256.parse(StrictJson.object(sent, "key")), wrapped);
  }

  /**
   * The private half.
   *
   * @throws JOSEException if this is not the receipt it was wrapped under, or it was tampered with
   * @throws ParseException if there is no fitting key inside
   */
  ECKey unwrap(Receipt receipt) throws JOSEException, ParseException {
    JWEObject object = JWEObject.parse(wrapped);
    object.decrypt(new DirectDecrypter(receipt.openingKey()));
    ECKey opened =
        Curve256.sealing(Curve256.parsePrivate(StrictJson.object(object.getPayload().toBytes())));
    if (!opened.getKeyID().equals(key.getKeyID())) {
      throw StrictJson.refused("the other half of the key");
    }
    return opened;
  }

  ObjectNode toJson() {
    ObjectNode json = StrictJson.object();
    json.set("key", Curve256.toJson(key));
    return json.put("wrapped", wrapped);
  }
}
