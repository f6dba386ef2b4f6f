package org.inclusiondesk.web;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What was sent, within bounds. */
final class Body {
  private static final int LARGEST = 1 << 20;

  private final byte[] bytes;
  private final int fault;

  private Body(byte[] bytes, int fault) {
    this.bytes = bytes;
    this.fault = fault;
  }

  /** What was sent; empty where it cannot be taken. */
  byte[] bytes() {
    return bytes;
  }

  /** Why it cannot be taken, as an HTTP status; 0 where it can. */
  int fault() {
    return fault;
  }

  /** The body of a request whose type is this one. */
  static Body of(Context context, String type) {
    String sent = context.contentType();
    if (sent == null || !sent.toLowerCase(Locale.ROOT).startsWith(type)) {
      return refused(415);
    }
    try (InputStream in = context.bodyInputStream()) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      return bytes.length > LARGEST ? refused(413) : new Body(bytes, 0);
    } catch (IOException brokenOff) {
      return refused(400);
    }
  }

  private static Body refused(int status) {
    return new Body(new byte[0], status);
  }

  /** Whether another site's page sent it, by what the browser says (Fetch Metadata). */
  static boolean isFromElsewhere(Context context) {
    @Nullable String site = context.header("Sec-Fetch-Site");
    return site != null && !site.equals("same-origin") && !site.equals("none");
  }
}
