package org.inclusiondesk.teams;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells this machine from others, by what is written and without asking any name server. */
final class Loopback {
  private static final Pattern NAME =
      Pattern.compile("localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");

  private Loopback() {}

  /** Whether the text names a host of this machine: localhost, 127.x.x.x or [::1]. */
  static boolean isHost(@Nullable String host) {
    return host != null && NAME.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }

  /** Whether the value of a Host header, with or without a port, names this machine. */
  static boolean isHostHeader(@Nullable String header) {
    return header != null && isHost(header.replaceFirst(":\\d{1,5}$", ""));
  }

  /** Whether the address is http or https on this machine. */
  static boolean isWeb(URI address) {
    return ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
        && isHost(address.getHost());
  }

  /** Whether a connection's peer, given as a numeric address, is this machine. */
  static boolean isPeer(String numericAddress) {
    try {
      return numericAddress.matches("[0-9a-fA-F:.\\[\\]%]+")
          && InetAddress.getByName(numericAddress).isLoopbackAddress();
    } catch (UnknownHostException notAnAddress) {
      return false;
    }
  }
}
