package org.inclusiondesk.mail;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a mail server is and how to log in. {@code toString} shows neither user nor password.
 *
 * @param scheme which protocol, and whether it is encrypted from the first byte
 * @param host a name or an address; an IPv6 address without its brackets
 * @param port 1 to 65535
 * @param user null where nobody logs in
 * @param password null where nobody logs in
 */
public record ServerUrl(
    Scheme scheme, String host, int port, @Nullable String user, @Nullable String password) {
  private static final Pattern FORM =
      Pattern.compile(
          "([A-Za-z]+)://(?:([^:@/\\s]*)(?::([^:@/\\s]*))?@)?"
              + "(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?/?");
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(?:\\.[0-9]{1,3}){3}|::1|0:0:0:0:0:0:0:1");

  /** The protocols, with the port that each uses where none is named. */
  public enum Scheme {
    IMAP(143),
    IMAPS(993),
    SMTP(587),
    SMTPS(465);

    private final int port;

    Scheme(int port) {
      this.port = port;
    }

    /** Encrypted from the first byte. */
    public boolean encrypted() {
      return this == IMAPS || this == SMTPS;
    }

    /** Mail is read through it; through the others it is sent. */
    public boolean reads() {
      return this == IMAP || this == IMAPS;
    }
  }

  /**
   * @throws IllegalArgumentException if the host is blank or the port is none
   */
  public ServerUrl {
    if (host.isBlank() || port < 1 || port > 65535) {
      throw new IllegalArgumentException("a server has a host, and a port from 1 to 65535");
    }
  }

  /**
   * Parses {@code imap(s)://user:password@host:port} or {@code smtp(s)://…}.
   *
   * @throws IllegalArgumentException if it is not one; the message says what is wrong and never
   *     repeats the text
   */
  public static ServerUrl parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "not of the form imap(s)://user:password@host:port or smtp(s)://user:password@host:port;"
              + " in user and password write : / @ % and spaces as %3A %2F %40 %25 %20");
    }
    Scheme scheme = scheme(matcher.group(1));
    String host = matcher.group(4);
    String port = matcher.group(5);
    return new ServerUrl(
        scheme,
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
        port == null ? scheme.port : Integer.parseInt(port),
        decoded(matcher.group(2)),
        decoded(matcher.group(3)));
  }

  /**
   * Whether the server runs on this very machine, as far as its name tells without asking anybody.
   */
  public boolean loopback() {
    return LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }

  /** Whether the connection has to be encrypted by STARTTLS before anything else is said. */
  public boolean startTlsRequired() {
    return !scheme.encrypted() && !loopback();
  }

  /** The same server; where it names no user, this one logs in. */
  ServerUrl orUser(String other) {
    return user == null ? new ServerUrl(scheme, host, port, other, password) : this;
  }

  private static Scheme scheme(String name) {
    try {
      return Scheme.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw new IllegalArgumentException("it must begin with imap, imaps, smtp or smtps");
    }
  }

  private static @Nullable String decoded(@Nullable String part) {
    if (part == null || part.isEmpty()) {
      return null;
    }
    try {
      return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException(
          "user and password are percent-encoded, and a % is not followed by two hex digits");
    }
  }

  @Override
  public String toString() {
    return scheme.name().toLowerCase(Locale.ROOT)
        + "://"
        + (user == null ? "" : "…@")
        + (host.contains(":") ? "[" + host + "]" : host)
        + ":"
        + port;
  }
}
