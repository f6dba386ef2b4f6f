package org.inclusiondesk.demo;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets in only who sits at this machine: the peer is a loopback address; the Host header names the
 * machine itself, so that a foreign name bound to 127.0.0.1 reaches nothing (DNS rebinding); and
 * what changes something is JSON, which no foreign page can send without being asked first (Fetch
 * standard, CORS-safelisted request-header).
 */
final class LoopbackGuard {
  private static final Pattern HOST = Pattern.compile("(\\[[0-9a-fA-F:]+]|[^:]+)(?::\\d{1,5})?");
  private static final Set<String> OURSELVES = Set.of("localhost", "127.0.0.1", "[::1]");

  /**
   * @throws HttpResponseException 403 or 415 if the request is not let in
   */
  void check(Context request) {
    if (!isLoopback(request.ip())) {
      throw new ForbiddenResponse("This page answers only to the machine that it runs on.");
    }
    if (!namesOurselves(request.header("Host"))) {
      throw new ForbiddenResponse("This page answers only as localhost or 127.0.0.1.");
    }
    HandlerType method = request.method();
    if ((method.equals(HandlerType.POST) || method.equals(HandlerType.PUT))
        && !isJson(request.contentType())) {
      throw new HttpResponseException(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE.getCode(), "Send it as application/json.");
    }
  }

  static boolean isLoopback(@Nullable String peer) {
    if (peer == null || peer.isEmpty()) {
      return false;
    }
    try {
      // The servlet gives a literal address, so nothing is looked up.
      return InetAddress.getByName(peer).isLoopbackAddress();
    } catch (UnknownHostException notAnAddress) {
      return false;
    }
  }

  private static boolean namesOurselves(@Nullable String host) {
    if (host == null) {
      return false;
    }
    Matcher matcher = HOST.matcher(host);
    return matcher.matches() && OURSELVES.contains(matcher.group(1).toLowerCase(Locale.ROOT));
  }

  private static boolean isJson(@Nullable String contentType) {
    return contentType != null
        && contentType.split(";", 2)[0].strip().equalsIgnoreCase("application/json");
  }
}
