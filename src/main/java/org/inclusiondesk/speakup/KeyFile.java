package org.inclusiondesk.speakup;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.PasswordBasedDecrypter;
import com.nimbusds.jose.crypto.PasswordBasedEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.text.ParseException;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.store.OwnerOnly;

/**
 * The file in which a guardian keeps the private half of the key: a JWK encrypted under a
 * passphrase (RFC 7517 §7), with PBES2-HS512+A256KW at 600,000 iterations and A256GCM.
 */
public final class KeyFile {
  private static final int ITERATIONS = 600_000;
  private static final int SALT_BYTES = 16;
  private static final int LONGEST_FILE = 64 << 10;

  private KeyFile() {}

  /** Seven words drawn at random, worth 90 bits. */
  public static String newPassphrase(SecureRandom random) {
    byte[] drawn = new byte[32];
    random.nextBytes(drawn);
    return String.join(" ", WordList.load().draw(drawn));
  }

  /**
   * Makes a key pair and writes its private half, encrypted, into a new file that only its owner
   * may read. An existing file is never overwritten.
   *
   * @return the public half, to be put into {@code speak-up.yaml}
   */
  public static Attempt<GuardianKey> create(
      Path file, String name, Mailbox mailbox, String passphrase) {
    if (passphrase.length() < 12) {
      return new Attempt.Failed<>(
          "The passphrase is too short.", "Choose one of at least 12 characters.");
    }
    if (name.isBlank()) {
      return new Attempt.Failed<>("The guardian's name is missing.", "Give a name.");
    }
    try {
      ECKey key = GuardianKey.encrypting(new ECKeyGenerator(Curve.P_256).generate());
      OwnerOnly.create(file, (encrypt(key, passphrase) + "\n").getBytes(StandardCharsets.US_ASCII));
      return new Attempt.Done<>(new GuardianKey(name, mailbox, key.toPublicJWK()));
    } catch (FileAlreadyExistsException there) {
      return new Attempt.Failed<>(
          file + " exists already and was left as it is.", "Name another file.");
    } catch (IOException fault) {
      return new Attempt.Failed<>(
          file + " could not be written.", "Check that its directory exists and may be written.");
    } catch (JOSEException fault) {
      throw new IllegalStateException("a key could not be made", fault);
    }
  }

  /** The private key in the file. */
  public static Attempt<ECKey> open(Path file, String passphrase) {
    JWEObject encrypted;
    try {
      if (Files.size(file) > LONGEST_FILE) {
        return noKeyFile(file);
      }
      encrypted = JWEObject.parse(Files.readString(file, StandardCharsets.US_ASCII).strip());
    } catch (ParseException | CharacterCodingException | NullPointerException notOne) {
      return noKeyFile(file); // nimbus throws the last where a header lacks alg or enc
    } catch (IOException fault) {
      return new Attempt.Failed<>(
          file + " cannot be read.", "Check the name of the key file and that you may read it.");
    }
    if (!JWEAlgorithm.PBES2_HS512_A256KW.equals(encrypted.getHeader().getAlgorithm())) {
      return noKeyFile(file);
    }
    try {
      encrypted.decrypt(new PasswordBasedDecrypter(passphrase));
      ECKey key = ECKey.parse(encrypted.getPayload().toString());
      return key.isPrivate() ? new Attempt.Done<>(GuardianKey.encrypting(key)) : noKeyFile(file);
    } catch (JOSEException wrong) {
      return new Attempt.Failed<>(
          "The passphrase does not open " + file + ".",
          "Type it again as it was written down, spaces included.");
    } catch (ParseException | IllegalArgumentException notOne) {
      return noKeyFile(file);
    }
  }

  private static <T> Attempt<T> noKeyFile(Path file) {
    return new Attempt.Failed<>(
        file + " is not a guardian's key file.",
        "Name the file that was written when the key was made.");
  }

  private static String encrypt(ECKey key, String passphrase) throws JOSEException {
    JWEObject encrypted =
        new JWEObject(
            new JWEHeader.Builder(JWEAlgorithm.PBES2_HS512_A256KW, EncryptionMethod.A256GCM)
                .contentType("jwk+json")
                .build(),
            new Payload(key.toJSONString()));
    encrypted.encrypt(new PasswordBasedEncrypter(passphrase, SALT_BYTES, ITERATIONS));
    return encrypted.serialize();
  }
}
