package org.inclusiondesk.speakup;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.PasswordBasedDecrypter;
import com.nimbusds.jose.crypto.PasswordBasedEncrypter;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.text.ParseException;
import org.inclusiondesk.store.OwnerOnly;

/**
 * The file in which a guardian keeps the private halves of both keys, encrypted under a passphrase:
 * JWE with PBES2-HS512+A256KW (RFC 7518 §4.8) at 600,000 iterations and A256GCM.
 */
public final class KeyFile {
  private static final int ITERATIONS = 600_000;
  private static final int SHORTEST_PASSPHRASE = 12;
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
   * Writes keys, encrypted, into a new file that only its owner may read. An existing file is never
   * overwritten.
   *
   * @return the same keys
   */
  public static Attempt<GuardianKeys> create(Path file, GuardianKeys keys, String passphrase) {
    if (passphrase.length() < SHORTEST_PASSPHRASE) {
      return new Attempt.Failed<>(
          "The passphrase is too short.",
          "Choose one of at least " + SHORTEST_PASSPHRASE + " characters.");
    }
    try {
      OwnerOnly.create(
          file, (encrypt(keys, passphrase) + "\n").getBytes(StandardCharsets.US_ASCII));
      return new Attempt.Done<>(keys);
    } catch (FileAlreadyExistsException there) {
      return new Attempt.Failed<>(
          file + " exists already and was left as it is.", "Name another file.");
    } catch (IOException fault) {
      return new Attempt.Failed<>(
          file + " could not be written.", "Check that its directory exists and may be written.");
    } catch (JOSEException fault) {
      throw new IllegalStateException("keys could not be encrypted", fault);
    }
  }

  /** The keys in the file. */
  public static Attempt<GuardianKeys> open(Path file, String passphrase) {
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
    JWEHeader header = encrypted.getHeader();
    if (!JWEAlgorithm.PBES2_HS512_A256KW.equals(header.getAlgorithm())
        || header.getPBES2Count() < ITERATIONS
        || header.getCompressionAlgorithm() != null) {
      return noKeyFile(file);
    }
    try {
      encrypted.decrypt(new PasswordBasedDecrypter(passphrase));
      return new Attempt.Done<>(
          GuardianKeys.parse(StrictJson.object(encrypted.getPayload().toBytes())));
    } catch (JOSEException | IllegalArgumentException wrong) { // nimbus: the latter, if empty
      return new Attempt.Failed<>(
          "The passphrase does not open " + file + ".",
          "Type it again as it was written down, spaces included.");
    } catch (ParseException notOne) {
      return noKeyFile(file);
    }
  }

  private static <T> Attempt<T> noKeyFile(Path file) {
    return new Attempt.Failed<>(
        file + " is not a guardian's key file.",
        "Name the file that was written when the key was made.");
  }

  private static String encrypt(GuardianKeys keys, String passphrase) throws JOSEException {
    JWEObject encrypted =
        new JWEObject(
            new JWEHeader.Builder(JWEAlgorithm.PBES2_HS512_A256KW, EncryptionMethod.A256GCM)
                .contentType("json")
                .build(),
            new Payload(keys.toJson().toString()));
    encrypted.encrypt(new PasswordBasedEncrypter(passphrase, SALT_BYTES, ITERATIONS));
    return encrypted.serialize();
  }
}
