package org.inclusiondesk.mail;

import java.net.IDN;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.store.Lookup;
import org.jspecify.annotations.Nullable;

/**
 * The Message-IDs of the desk's own mail: the same for the same effect, so that receivers see one
 * mail even where it had to be sent twice, and recognisable without having been stored. Nobody else
 * can make one up, because both halves are keyed hashes. Safe for any number of threads.
 */
public final class MessageIds {
  private static final Pattern FORM =
      Pattern.compile("<desk\\.([0-9a-f]{32})\\.([0-9a-f]{16})@[^@<>\\s]+>");
  private static final HexFormat HEX = HexFormat.of();

  private final Lookup lookup;
  private final String domain;

  /**
   * @param desk the desk's own address, whose domain the ids carry
   */
  public MessageIds(Lookup lookup, Mailbox desk) {
    this.lookup = lookup;
    this.domain = IDN.toASCII(desk.domain(), IDN.ALLOW_UNASSIGNED);
  }

  /** The Message-ID of the mail that has this effect, angle brackets included. */
  public String of(String effect) {
    String id = HEX.formatHex(Arrays.copyOf(lookup.of("mail.message-id", effect), 16));
    return "<desk." + id + "." + proof(id) + "@" + domain + ">";
  }

  /** Whether a Message-ID is one of the desk's own, whatever became of its domain. */
  public boolean ours(@Nullable String messageId) {
    if (messageId == null) {
      return false;
    }
    Matcher matcher = FORM.matcher(messageId.strip());
    return matcher.matches() && proof(matcher.group(1)).equals(matcher.group(2));
  }

  private String proof(String id) {
    return HEX.formatHex(Arrays.copyOf(lookup.of("mail.message-id.proof", id), 8));
  }
}
