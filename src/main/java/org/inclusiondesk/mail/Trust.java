package org.inclusiondesk.mail;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.inclusiondesk.conversation.Address.Mailbox;

/**
 * Who is believed when a mail says who wrote it. Whatever the rule, only a mail with one From field
 * that names one address proves anything. All rules are immutable.
 */
public sealed interface Trust {

  /** Whether the mail system proved that the mail comes from the address in its From field. */
  boolean proves(IncomingMail mail);

  /**
   * Believes a mail server of our own, which marks what it checked with its authserv-id (RFC 8601
   * §2.5). Of its fields only the topmost counts: those below may have come with the mail. It has
   * to say {@code dmarc=pass} for exactly the From field's domain (RFC 7489 §3.1: only DMARC binds
   * to the From field). The server must take fields of its own id away from mail that comes in (RFC
   * 8601 §5).
   *
   * @param id the authserv-id, compared without regard to case
   */
  record AuthservId(String id) implements Trust {
    /**
     * @throws IllegalArgumentException if the id is blank
     */
    public AuthservId {
      id = id.strip();
      if (id.isEmpty()) {
        throw new IllegalArgumentException("the authserv-id must not be blank");
      }
    }

    @Override
    public boolean proves(IncomingMail mail) {
      return results(mail)
          .filter(result -> id.equalsIgnoreCase(result.authservId()))
          .findFirst()
          .map(result -> passes(result, mail))
          .orElse(false);
    }
  }

  /**
   * Believes Exchange Online, which writes Authentication-Results without an authserv-id, and marks
   * mail from inside the tenant by {@code X-MS-Exchange-Organization-AuthAs: Internal} and other
   * mail by {@code Anonymous}; it takes such a field away from mail that comes in from outside. To
   * be chosen only where every mail arrives through Exchange Online.
   */
  record ExchangeOnline() implements Trust {
    private static final String ANONYMOUS = "Anonymous";

    @Override
    public boolean proves(IncomingMail mail) {
      if (!mail.soleAuthor()) {
        return false;
      }
      List<String> authenticatedAs = mail.headers().all("X-MS-Exchange-Organization-AuthAs");
      String marked = authenticatedAs.isEmpty() ? ANONYMOUS : authenticatedAs.get(0).strip();
      if (authenticatedAs.size() > 1 || !marked.equalsIgnoreCase(ANONYMOUS)) {
        return authenticatedAs.size() == 1 && marked.equalsIgnoreCase("Internal");
      }
      return results(mail)
          .findFirst()
          .map(topmost -> topmost.authservId().isEmpty() && passes(topmost, mail))
          .orElse(false);
    }
  }

  /** Believes nobody: every request by mail is confirmed. */
  record None() implements Trust {
    @Override
    public boolean proves(IncomingMail mail) {
      return false;
    }
  }

  /** Believes everything: for the mail server inside the desk, where nobody from outside writes. */
  record Inner() implements Trust {
    @Override
    public boolean proves(IncomingMail mail) {
      return mail.soleAuthor();
    }
  }

  private static Stream<AuthenticationResults> results(IncomingMail mail) {
    return mail.headers().all("Authentication-Results").stream().map(AuthenticationResults::parse);
  }

  private static boolean passes(AuthenticationResults results, IncomingMail mail) {
    Mailbox from = mail.from();
    if (from == null || !mail.soleAuthor()) {
      return false;
    }
    List<AuthenticationResults.Result> dmarc =
        results.results().stream().filter(result -> result.method().equals("dmarc")).toList();
    return dmarc.size() == 1
        && dmarc.get(0).outcome().equals("pass")
        && Optional.ofNullable(dmarc.get(0).properties().get("header.from"))
            .map(domain -> domain.toLowerCase(Locale.ROOT).replaceFirst("\\.$", ""))
            .map(from.domain()::equals)
            .orElse(false);
  }
}
