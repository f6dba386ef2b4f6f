package org.inclusiondesk.speakup;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * What one showing of a form is known by: 128 random bits and the second it expires.
 *
 * <p>Nothing is stored and nothing is signed. The whole nonce enters the receipt, so whoever alters
 * the expiry has made another nonce, which leads to another receipt. And since it proves nothing
 * about anybody, one that another run of the service gave out is as good as our own.
 */
record Nonce(String value) {
  static final Duration LIFETIME = Duration.ofHours(24);
  private static final int RANDOM = 16;
  private static final int LENGTH = RANDOM + Integer.BYTES;

  static Nonce draw(SecureRandom random, Instant now) {
    byte[] drawn = new byte[RANDOM];
    random.nextBytes(drawn);
    int expiry = (int) now.plus(LIFETIME).getEpochSecond();
    byte[] bytes = ByteBuffer.allocate(LENGTH).put(drawn).putInt(expiry).array();
    return new Nonce(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** The nonce that a form sent back, or nothing where it is not one or has expired. */
  static Optional<Nonce> parse(String sent, Instant now) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(sent);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    if (bytes.length != LENGTH) {
      return Optional.empty();
    }
    Instant expiry =
        Instant.ofEpochSecond(Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt(RANDOM)));
    boolean fresh = expiry.isAfter(now) && !expiry.isAfter(now.plus(LIFETIME));
    return fresh ? Optional.of(new Nonce(sent)) : Optional.empty();
  }
}
