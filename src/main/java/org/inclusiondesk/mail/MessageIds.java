package org.inclusiondesk.mail;

import java.net.IDN;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.store.Lookup;
import org.jspecify.annotations.Nullable;

/**
 * The Message-IDs of the desk's own mail: the same for the same effect, so that receivers see one
 * mail even where it had to be sent twice, and recognisable without having been stored. Nobody else
 * can make one up, because all parts are keyed hashes. Behind the first may stand marks of what the
 * mail is about, which only the desk can tell, so that an answer to the mail is understood. Safe
 * for any number of threads.
 */
public final class MessageIds {
  private static final Pattern FORM =
      Pattern.compile(
          "<desk\\.([0-9a-f]{32}(?:\\.[0-9a-f]{8}){0,12})\\.([0-9a-f]{16})@[^@<>\\s]+>");
  private static final int MOST_MARKS = 12;
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
    return of(effect, List.of());
  }

  /**
   * The same with marks of what the mail is about.
   *
   * @param about words of a vocabulary that the desk can go through; those behind the twelfth are
   *     left out
   */
  public String of(String effect, List<String> about) {
    String name = name(effect);
    StringBuilder marked = new StringBuilder(name);
    for (int place = 0; place < Math.min(about.size(), MOST_MARKS); place++) {
      marked.append('.').append(mark(name, place, about.get(place)));
    }
    String id = marked.toString();
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

  /** Whether a Message-ID is one of some desk, this or another one: a program wrote that mail. */
  public static boolean ofADesk(@Nullable String messageId) {
    return messageId != null && FORM.matcher(messageId.strip()).matches();
  }

  /**
   * Tells the effect of the mail which bears this Message-ID, whatever it is about; fits no effect
   * where the id is not the desk's.
   */
  public Predicate<String> effectOf(@Nullable String messageId) {
    if (messageId == null || !ours(messageId)) {
      return effect -> false;
    }
    String id = messageId.strip();
    return effect -> id.startsWith("<desk." + name(effect) + ".");
  }

  /**
   * What the mail of this Message-ID is about, in the order in which it was marked; nothing where
   * the id is not the desk's, or a mark fits no word of the vocabulary or more than one.
   */
  public List<String> about(@Nullable String messageId, Collection<String> vocabulary) {
    if (messageId == null || !ours(messageId)) {
      return List.of();
    }
    Matcher matcher = FORM.matcher(messageId.strip());
    List<String> parts = matcher.matches() ? List.of(matcher.group(1).split("\\.")) : List.of();
    List<String> about = new ArrayList<>();
    for (int i = 1; i < parts.size(); i++) {
      int place = i - 1;
      List<String> fitting =
          vocabulary.stream()
              .filter(word -> mark(parts.get(0), place, word).equals(parts.get(place + 1)))
              .toList();
      if (fitting.size() != 1) {
        return List.of();
      }
      about.add(fitting.get(0));
    }
    return about;
  }

  private String name(String effect) {
    return HEX.formatHex(Arrays.copyOf(lookup.of("mail.message-id", effect), 16));
  }

  private String mark(String name, int place, String word) {
    return HEX.formatHex(
        Arrays.copyOf(lookup.of("mail.message-id.about", name + ' ' + place + ' ' + word), 4));
  }

  private String proof(String id) {
    return HEX.formatHex(Arrays.copyOf(lookup.of("mail.message-id.proof", id), 8));
  }
}
