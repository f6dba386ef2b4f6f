package org.inclusiondesk.speakup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.store.OwnerOnly;

/**
 * The two guardians whom the desk makes up to be tried without any account: keys and passphrase lie
 * beside each other, which is good for a trial and for nothing else.
 */
public final class DemoGuardians {
  /** Under {@code .example}, so a production start refuses them as it does every placeholder. */
  private static final List<Mailbox> MAILBOXES =
      List.of(new Mailbox("guardian@demo.example"), new Mailbox("second.guardian@demo.example"));

  private static final List<String> IDS = List.of("demo", "second");
  private static final List<String> NAMES =
      List.of("Demonstration guardian", "Second demonstration guardian");
  private static final List<String> FILES = List.of("guardian-key.jwe", "second-key.jwe");
  private static final LocalDate SINCE = LocalDate.of(2026, 1, 1);

  private DemoGuardians() {}

  /**
   * The guardians and where the private halves lie.
   *
   * @param keyFiles to be given to {@code guardian open --key}, in the order of the guardians
   * @param passphraseFile holds the passphrase of the key files, one line
   */
  public record Demo(KeySet keys, List<Path> keyFiles, Path passphraseFile) {
    public Demo {
      keyFiles = List.copyOf(keyFiles);
    }
  }

  /** Where the demonstration guardians' files lie under a data directory. */
  public static Path directory(Path dataDir) {
    return dataDir.resolve("demo-guardian");
  }

  /**
   * The demonstration guardians of a data directory, made on the first call. What a killed start
   * left half done is finished.
   *
   * @throws UncheckedIOException if the files cannot be read or written
   * @throws IllegalStateException if they do not fit each other; the message says what to do
   */
  public static Demo ensure(Path dataDir) {
    Path directory = directory(dataDir);
    Path passphraseFile = directory.resolve("passphrase.txt");
    Path setFile = directory.resolve("guardians.json");
    List<Path> keyFiles = FILES.stream().map(directory::resolve).toList();
    try {
      OwnerOnly.createDirectories(directory);
      if (!Files.exists(setFile)) {
        if (!Files.exists(passphraseFile)) {
          write(passphraseFile, KeyFile.newPassphrase(new SecureRandom()));
        }
        String passphrase = Files.readString(passphraseFile).strip();
        // Each costs hundreds of thousands of hash rounds, so both at once.
        CompletableFuture<GuardianKeys> second =
            CompletableFuture.supplyAsync(() -> keys(1, keyFiles.get(1), passphrase));
        List<GuardianKeys> both = List.of(keys(0, keyFiles.get(0), passphrase), second.join());
        KeySet set =
            KeySet.first(both.stream().map(GuardianKeys::guardian).toList(), SINCE)
                .signedBy(both.get(0))
                .signedBy(both.get(1));
        write(setFile, set.toJson());
      }
      return new Demo(KeySet.parse(Files.readString(setFile)), keyFiles, passphraseFile);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    } catch (IllegalArgumentException fault) {
      throw new IllegalStateException(
          setFile + " does not hold the guardians. Remove it, and the next start writes it anew.",
          fault);
    }
  }

  private static GuardianKeys keys(int number, Path file, String passphrase) {
    Attempt<GuardianKeys> keys =
        Files.exists(file)
            ? KeyFile.open(file, passphrase)
            : KeyFile.create(
                file,
                GuardianKeys.make(IDS.get(number), NAMES.get(number), MAILBOXES.get(number)),
                passphrase);
    return keys.match(
        done -> done,
        failed -> {
          throw new IllegalStateException(
              failed.problem()
                  + " Move the directory of the demonstration guardians away, and the next start"
                  + " makes new ones.");
        });
  }

  /** Appears whole or not at all. */
  private static void write(Path file, String line) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    OwnerOnly.create(part, (line + "\n").getBytes(StandardCharsets.UTF_8));
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
