package org.inclusiondesk.speakup;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import org.inclusiondesk.conversation.Address.Mailbox;

/** Guardians of tests, whose private keys are at hand. */
record Guardians(ECKey privateKey, GuardianKey known) {
  static Guardians named(String name) {
    try {
      ECKey key = GuardianKey.encrypting(new ECKeyGenerator(Curve.P_256).generate());
      return new Guardians(
          key, new GuardianKey(name, new Mailbox(name + "@icb.org"), key.toPublicJWK()));
    } catch (JOSEException fault) {
      throw new AssertionError(fault);
    }
  }
}
