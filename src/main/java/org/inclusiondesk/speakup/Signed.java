package org.inclusiondesk.speakup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;

/**
 * Something signed: a JWS (RFC 7515) with ES256 whose header names algorithm and key, and nothing
 * else. What it says is not to be believed before {@link #by}.
 */
final class Signed {
  private final String header;
  private final String payload;
  private final String signature;
  private final String kid;

  private Signed(String header, String payload, String signature) throws ParseException {
    this.header = header;
    this.payload = payload;
    this.signature = signature;
    ObjectNode named = StrictJson.object(StrictJson.bytes(header));
    StrictJson.exactly(named, "alg", "kid");
    if (!StrictJson.text(named, "alg").equals("ES256")) {
      throw StrictJson.refused("signed with ES256");
    }
    this.kid = StrictJson.text(named, "kid");
    StrictJson.bytes(payload);
    StrictJson.bytes(signature);
  }

  /** What a compact JWS holds. */
  static Signed parse(String compact) throws ParseException {
    String[] parts = compact.split("\\.", -1);
    if (parts.length != 3) {
      throw StrictJson.refused("signed");
    }
    return new Signed(parts[0], parts[1], parts[2]);
  }

  /** One signature of several under the same payload. */
  static Signed of(String payload, ObjectNode signature) throws ParseException {
    StrictJson.exactly(signature, "protected", "signature");
    return new Signed(
        StrictJson.text(signature, "protected"), payload, StrictJson.text(signature, "signature"));
  }

  /** Signs, into a compact JWS. */
  static String sign(ObjectNode payload, ECKey signing) {
    return sign(payload.toString().getBytes(StandardCharsets.UTF_8), signing);
  }

  static String sign(byte[] payload, ECKey signing) {
    try {
      JWSObject signed =
          new JWSObject(
              new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(signing.getKeyID()).build(),
              new Payload(payload));
      signed.sign(new ECDSASigner(signing));
      return signed.serialize();
    } catch (JOSEException fault) {
      throw new IllegalStateException("a signature could not be made", fault);
    }
  }

  /** The id of the key that it claims to be signed with. */
  String kid() {
    return kid;
  }

  /** What was signed, as an object. */
  ObjectNode payload() throws ParseException {
    return StrictJson.object(StrictJson.bytes(payload));
  }

  /** This one signature, as it stands among several. */
  ObjectNode toJson() {
    return StrictJson.object().put("protected", header).put("signature", signature);
  }

  /** Whether this key made the signature. */
  boolean by(ECKey key) {
    if (!kid.equals(key.getKeyID())) {
      return false;
    }
    try {
      return new JWSObject(new Base64URL(header), new Base64URL(payload), new Base64URL(signature))
          .verify(new ECDSAVerifier(key.toPublicJWK()));
    } catch (JOSEException | ParseException | IllegalArgumentException unfit) {
      return false;
    }
  }
}
