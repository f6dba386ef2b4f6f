package org.inclusiondesk.speakup;

import com.nimbusds.jose.jwk.ECKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.store.OwnerOnly;

/**
 * The guardian whom the desk makes up to be tried without any account: key and passphrase lie
 * beside each other, which is good for a trial and for nothing else.
 */
public final class DemoGuardian {
  /** Under {@code .example}, so a production start refuses it as it does every placeholder. */
  private static final Mailbox MAILBOX = new Mailbox("guardian@demo.example");

  private static final String NAME = "Demonstration guardian";

  private DemoGuardian() {}

  /**
   * The guardian and where the private half lies.
   *
   * @param keyFile to be given to {@code guardian open --key}
   * @param passphraseFile holds the passphrase of the key file, one line
   */
  public record Demo(GuardianKey guardian, Path keyFile, Path passphraseFile) {}

  /** Whether this is the made-up guardian, which must not guard anything real. */
  public static boolean is(GuardianKey guardian) {
    return guardian.mailbox().equals(MAILBOX);
  }

  /**
   * The demonstration guardian of a data directory, made on the first call. What a killed start
   * left half done is finished.
   *
   * @throws UncheckedIOException if the files cannot be read or written
   * @throws IllegalStateException if they do not fit each other; the message says what to do
   */
  public static Demo ensure(Path dataDir) {
    Path directory = dataDir.resolve("demo-guardian");
    Path passphraseFile = directory.resolve("passphrase.txt");
    Path keyFile = directory.resolve("guardian-key.jwe");
    Path publicFile = directory.resolve("public-key.json");
    try {
      OwnerOnly.createDirectories(directory);
      if (!Files.exists(publicFile)) {
        if (!Files.exists(passphraseFile)) {
          write(passphraseFile, KeyFile.newPassphrase(new SecureRandom()));
        }
        String passphrase = Files.readString(passphraseFile).strip();
        ECKey key =
            Files.exists(keyFile)
                ? KeyFile.open(keyFile, passphrase).match(ECKey::toPublicJWK, DemoGuardian::refuse)
                : KeyFile.create(keyFile, NAME, MAILBOX, passphrase)
                    .match(GuardianKey::key, DemoGuardian::refuse);
        write(publicFile, key.toJSONString());
      }
      GuardianKey guardian = GuardianKey.parse(NAME, MAILBOX, Files.readString(publicFile));
      return new Demo(guardian, keyFile, passphraseFile);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    } catch (IllegalArgumentException fault) {
      throw new IllegalStateException(
          publicFile + " does not hold a public key. Remove it, and the next start writes it anew.",
          fault);
    }
  }

  private static ECKey refuse(Attempt.Failed<?> failed) {
    throw new IllegalStateException(
        failed.problem()
            + " Move the directory of the demonstration guardian away, and the next start makes a"
            + " new one.");
  }

  /** Appears whole or not at all. */
  private static void write(Path file, String line) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    OwnerOnly.create(part, (line + "\n").getBytes(StandardCharsets.UTF_8));
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
