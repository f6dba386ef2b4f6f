package org.inclusiondesk.mail;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A certificate with its private key, by which the desk proves to a token endpoint who it is,
 * without a secret that travels (RFC 7523 §2.2). Immutable; {@code toString} shows nothing of it.
 */
public final class ClientCertificate {
  private static final int LEAST_BITS = 2048;
  private static final Duration LIFE = Duration.ofMinutes(5);
  private static final Pattern KEY = block("PRIVATE KEY");
  private static final Pattern CERTIFICATE = block("CERTIFICATE");

  private final RSAPrivateKey key;
  private final X509Certificate certificate;

  private ClientCertificate(RSAPrivateKey key, X509Certificate certificate) {
    this.key = key;
    this.certificate = certificate;
  }

  /**
   * Reads the two PEM blocks of a file, {@code PRIVATE KEY} (RSA, PKCS #8, not encrypted) and
   * {@code CERTIFICATE}; the first certificate counts.
   *
   * @throws IllegalArgumentException if they are not there or do not belong together; the message
   *     says what is wrong, and repeats nothing of the text
   */
  public static ClientCertificate parse(String pem) {
    try {
      byte[] keyBytes = bytes(KEY, pem, "There is no block PRIVATE KEY (PKCS #8, not encrypted).");
      byte[] found = bytes(CERTIFICATE, pem, "There is no block CERTIFICATE.");
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(found));
      RSAPrivateKey key =
          (RSAPrivateKey)
              KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(keyBytes));
      if (!(certificate.getPublicKey() instanceof RSAPublicKey open)
          || !open.getModulus().equals(key.getModulus())) {
        throw new IllegalArgumentException("The key is not the certificate's.");
      }
      if (key.getModulus().bitLength() < LEAST_BITS) {
        throw new IllegalArgumentException("The key is shorter than 2048 bits.");
      }
      return new ClientCertificate(key, certificate);
    } catch (GeneralSecurityException unfit) {
      throw new IllegalArgumentException("Key or certificate cannot be read; the key must be RSA.");
    }
  }

  /** When it ends. */
  public Instant ends() {
    return certificate.getNotAfter().toInstant();
  }

  /**
   * A signed statement of who asks, good for five minutes and for one endpoint. Signed PS256 and
   * with the certificate's SHA-256 thumbprint, as Microsoft Entra wants it.
   */
  String assertion(String clientId, URI endpoint, Instant now) {
    try {
      byte[] thumbprint = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      SignedJWT statement =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.PS256)
                  .type(JOSEObjectType.JWT)
                  .x509CertSHA256Thumbprint(Base64URL.encode(thumbprint))
                  .build(),
              new JWTClaimsSet.Builder()
                  .issuer(clientId)
                  .subject(clientId)
                  .audience(endpoint.toString())
                  .jwtID(UUID.randomUUID().toString())
                  .issueTime(Date.from(now))
                  .notBeforeTime(Date.from(now))
                  .expirationTime(Date.from(now.plus(LIFE)))
                  .build());
      statement.sign(new RSASSASigner(key));
      return statement.serialize();
    } catch (GeneralSecurityException | JOSEException fault) {
      throw new IllegalStateException("a statement for the token endpoint could not be signed");
    }
  }

  private static Pattern block(String name) {
    return Pattern.compile("-----BEGIN " + name + "-----([A-Za-z0-9+/=\\s]+)-----END " + name);
  }

  private static byte[] bytes(Pattern block, String pem, String missing) {
    Matcher matcher = block.matcher(pem);
    if (!matcher.find()) {
      throw new IllegalArgumentException(missing);
    }
    return Base64.getMimeDecoder()
        .decode(matcher.group(1).strip().getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public String toString() {
    return "ClientCertificate[…]";
  }
}
