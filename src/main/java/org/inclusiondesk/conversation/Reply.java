package org.inclusiondesk.conversation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the desk says back.
 *
 * @param kind what sort of reply it is
 * @param body all that a person reads, the line that names the source included, the choices apart
 * @param source whose statement it is, for programs; null unless it is an answer
 * @param article the id of the article it stands in, or that was asked about and does not hold what
 *     was asked; null where it speaks of none
 * @param networks the networks meant; perhaps none
 * @param choices what the person can pick next; perhaps none
 * @param form what the person can fill in; null where there is nothing
 */
public record Reply(
    Kind kind,
    List<Block> body,
    @Nullable Source source,
    @Nullable String article,
    List<NetworkId> networks,
    List<Choice> choices,
    @Nullable Form form) {

  /** The sorts of reply. */
  public enum Kind {
    /** A fact from an article. */
    ANSWER,
    /** The person wants to join networks. */
    JOIN,
    /** The person wants to leave networks. */
    LEAVE,
    /** What was said reads like a concern; it is not repeated. */
    CONCERN,
    /** The desk does not know. */
    OUT_OF_SCOPE,
    /** Greeting, thanks, help. */
    SMALLTALK,
    /** The desk asks back. */
    CLARIFY,
    /** Something was done, and this says what. */
    DONE,
    /** The one neutral line for whatever does not belong into a shared chat. */
    ELSEWHERE
  }

  public Reply {
    body = List.copyOf(body);
    networks = List.copyOf(networks);
    choices = List.copyOf(choices);
  }

  /** A reply of text alone. */
  public static Reply of(Kind kind, List<Block> body) {
    return new Reply(kind, body, null, null, List.of(), List.of(), null);
  }

  /** A reply of paragraphs alone. */
  public static Reply of(Kind kind, String... paragraphs) {
    List<Block> body = new ArrayList<>();
    for (String paragraph : paragraphs) {
      body.add(new Block.Paragraph(paragraph));
    }
    return of(kind, body);
  }

  /** The one neutral line for every personal matter where others read along. */
  public static Reply elsewhere() {
    return of(
        Kind.ELSEWHERE,
        "Let us talk about that in private: open a chat with me, just the two of us, and say it"
            + " there.");
  }

  /** This reply with more text at its end. */
  public Reply plus(Block... blocks) {
    List<Block> longer = new ArrayList<>(body);
    longer.addAll(List.of(blocks));
    return new Reply(kind, longer, source, article, networks, choices, form);
  }

  /** This reply with text before its own. */
  public Reply after(List<Block> first) {
    List<Block> longer = new ArrayList<>(first);
    longer.addAll(body);
    return new Reply(kind, longer, source, article, networks, choices, form);
  }

  /** This reply with something to pick. */
  public Reply withChoices(List<Choice> offered) {
    return new Reply(kind, body, source, article, networks, offered, form);
  }

  /** This reply about what an article does not hold. */
  public Reply withArticle(String spokenOf) {
    return new Reply(kind, body, source, spokenOf, networks, choices, form);
  }

  /** This reply about these networks. */
  public Reply withNetworks(List<NetworkId> meant) {
    return new Reply(kind, body, source, article, meant, choices, form);
  }

  /** This reply with something to fill in. */
  public Reply withForm(Form offered) {
    return new Reply(kind, body, source, article, networks, choices, offered);
  }

  /** All that a person would see, as plain text. */
  public String plain() {
    StringBuilder all = new StringBuilder(Block.plain(body));
    if (!choices.isEmpty()) {
      all.append("\n\n")
          .append(
              choices.stream()
                  .map(choice -> "- " + choice.label())
                  .collect(Collectors.joining("\n")));
    }
    return all.toString();
  }
}
