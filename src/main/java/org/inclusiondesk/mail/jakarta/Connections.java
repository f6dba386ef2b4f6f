package org.inclusiondesk.mail.jakarta;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.FolderClosedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import jakarta.mail.Session;
import jakarta.mail.StoreClosedException;
import java.io.IOException;
import java.util.Properties;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.iap.ConnectionException;
import org.inclusiondesk.mail.AccessTokens;
import org.inclusiondesk.mail.MailFault;
import org.inclusiondesk.mail.ServerUrl;
import org.jspecify.annotations.Nullable;

/**
 * How the desk connects to a mail server: all timeouts set, because Angus Mail waits for ever by
 * default; encrypted and the server's certificate checked everywhere but on loopback.
 */
final class Connections {
  private static final String CONNECT_MILLIS = "15000";
  private static final String READ_MILLIS = "60000";

  /** RFC 5530 §3, and what Exchange says while it slows a client down. */
  private static final Pattern NOT_NOW =
      Pattern.compile(
          "\\[(?:UNAVAILABLE|INUSE)\\]|throttled|suggested backoff|authenticated but not connected",
          Pattern.CASE_INSENSITIVE);

  private Connections() {}

  static String protocol(ServerUrl server) {
    return server.scheme().reads() ? "imap" : "smtp";
  }

  /**
   * @param tokens null where a password logs in
   */
  static Session session(ServerUrl server, @Nullable AccessTokens tokens, Properties more) {
    String prefix = "mail." + protocol(server) + ".";
    Properties properties = new Properties();
    properties.setProperty(prefix + "host", server.host());
    properties.setProperty(prefix + "port", Integer.toString(server.port()));
    properties.setProperty(prefix + "connectiontimeout", CONNECT_MILLIS);
    properties.setProperty(prefix + "timeout", READ_MILLIS);
    properties.setProperty(prefix + "writetimeout", READ_MILLIS);
    properties.setProperty(prefix + "ssl.enable", Boolean.toString(server.scheme().encrypted()));
    properties.setProperty(prefix + "ssl.checkserveridentity", "true");
    properties.setProperty(prefix + "starttls.enable", Boolean.toString(server.startTlsRequired()));
    properties.setProperty(
        prefix + "starttls.required", Boolean.toString(server.startTlsRequired()));
    if (tokens != null) {
      properties.setProperty(prefix + "auth.mechanisms", "XOAUTH2");
    }
    properties.putAll(more);
    return Session.getInstance(properties);
  }

  /**
   * Connects and logs in, with a token where there are some. One that the server refuses is
   * dropped, and another one tried, once: it may have been called back or have ended early.
   *
   * @throws MailFault if there is no token to be had
   */
  static void connect(Service service, ServerUrl server, @Nullable AccessTokens tokens)
      throws MessagingException {
    if (tokens == null) {
      service.connect(server.host(), server.port(), server.user(), server.password());
      return;
    }
    String token = tokens.current();
    try {
      service.connect(server.host(), server.port(), server.user(), token);
    } catch (AuthenticationFailedException refused) {
      tokens.drop(token);
      String another = tokens.current();
      if (another.equals(token)) {
        throw refused;
      }
      service.connect(server.host(), server.port(), server.user(), another);
    }
  }

  /** A fault of the server, as the rest of the desk sees it. */
  static MailFault fault(MessagingException fault) {
    if (fault instanceof AuthenticationFailedException) {
      return new MailFault(MailFault.Reason.AUTHENTICATION, fault);
    }
    boolean lineBroke =
        fault instanceof FolderClosedException
            || fault instanceof StoreClosedException
            || fault.getCause() instanceof IOException
            || fault.getCause() instanceof ConnectionException;
    if (lineBroke) {
      return new MailFault(MailFault.Reason.UNREACHABLE, fault);
    }
    String said = String.valueOf(fault.getMessage());
    return new MailFault(
        NOT_NOW.matcher(said).find() ? MailFault.Reason.UNAVAILABLE : MailFault.Reason.REFUSED,
        fault);
  }
}
