package org.inclusiondesk.speakup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.text.ParseException;

/** Keys of the curve P-256, named by their thumbprint (RFC 7638), each for one use. */
final class Curve256 {
  private static final int COORDINATE = 32;

  private Curve256() {}

  /** A new pair to seal to. */
  static ECKey newSealing() {
    return sealing(generate());
  }

  /** A new pair to sign with. */
  static ECKey newSigning() {
    return signing(generate());
  }

  private static ECKey generate() {
    try {
      return new ECKeyGenerator(Curve.P_256).generate();
    } catch (JOSEException impossible) {
      throw new IllegalStateException("this Java cannot make P-256 keys", impossible);
    }
  }

  /** The key set up to be sealed to, and for nothing else. */
  static ECKey sealing(ECKey key) {
    return named(
        new ECKey.Builder(bare(key))
            .keyUse(KeyUse.ENCRYPTION)
            .algorithm(JWEAlgorithm.ECDH_ES_A256KW));
  }

  /** The key set up to sign, and for nothing else. */
  static ECKey signing(ECKey key) {
    return named(
        new ECKey.Builder(bare(key)).keyUse(KeyUse.SIGNATURE).algorithm(JWSAlgorithm.ES256));
  }

  private static ECKey bare(ECKey key) {
    if (!Curve.P_256.equals(key.getCurve())) {
      throw new IllegalArgumentException("it is not of the curve P-256");
    }
    ECKey.Builder bare = new ECKey.Builder(Curve.P_256, key.getX(), key.getY());
    return key.getD() == null ? bare.build() : bare.d(key.getD()).build();
  }

  private static ECKey named(ECKey.Builder key) {
    try {
      return key.keyIDFromThumbprint().build();
    } catch (JOSEException impossible) {
      throw new IllegalStateException("this Java lacks SHA-256", impossible);
    }
  }

  /** The public half as it stands in every format: kty, crv, x, y. */
  static ObjectNode toJson(ECKey key) {
    return StrictJson.object()
        .put("kty", "EC")
        .put("crv", "P-256")
        .put("x", key.getX().toString())
        .put("y", key.getY().toString());
  }

  /** The private half: the same and d. */
  static ObjectNode toPrivateJson(ECKey key) {
    return toJson(key).put("d", key.getD().toString());
  }

  /** A public key that has exactly the members of {@link #toJson} and lies on the curve. */
  static ECKey parse(ObjectNode json) throws ParseException {
    StrictJson.exactly(json, "kty", "crv", "x", "y");
    return point(json).build();
  }

  /** A private key; members beyond those needed are left unread. */
  static ECKey parsePrivate(ObjectNode json) throws ParseException {
    return point(json).d(coordinate(json, "d")).build();
  }

  private static ECKey.Builder point(ObjectNode json) throws ParseException {
    if (!StrictJson.text(json, "kty").equals("EC")
        || !StrictJson.text(json, "crv").equals("P-256")) {
      throw StrictJson.refused("a P-256 key");
    }
    try {
      ECKey.Builder key =
          new ECKey.Builder(Curve.P_256, coordinate(json, "x"), coordinate(json, "y"));
      key.build();
      return key;
    } catch (IllegalArgumentException | IllegalStateException notOnTheCurve) {
      throw StrictJson.refused("a point of P-256");
    }
  }

  private static Base64URL coordinate(ObjectNode json, String name) throws ParseException {
    if (StrictJson.bytes(json, name).length != COORDINATE) {
      throw StrictJson.refused("a coordinate of P-256");
    }
    return new Base64URL(StrictJson.text(json, name));
  }
}
