package org.inclusiondesk.conversation;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A piece of what the desk says: plain text without any mark-up, so that each channel renders it
 * safely its own way. Addresses of pages stand in the text as they are.
 */
public sealed interface Block {
  /** The block as a person reads it where there is only plain text; lines end with {@code \n}. */
  String plain();

  /** The blocks as plain text, an empty line between two. */
  static String plain(List<Block> blocks) {
    return blocks.stream().map(Block::plain).collect(Collectors.joining("\n\n"));
  }

  /** A person's own words, a paragraph a line; blank lines are left out. */
  static List<Block> paragraphs(String words) {
    return words.lines().filter(line -> !line.isBlank()).<Block>map(Paragraph::new).toList();
  }

  /** A heading. */
  record Heading(String text) implements Block {
    @Override
    public String plain() {
      return text;
    }
  }

  /** One paragraph. */
  record Paragraph(String text) implements Block {
    @Override
    public String plain() {
      return text;
    }
  }

  /** A list without order. */
  record Bullets(List<String> items) implements Block {
    public Bullets {
      items = List.copyOf(items);
    }

    @Override
    public String plain() {
      return items.stream().map(item -> "- " + item).collect(Collectors.joining("\n"));
    }
  }

  /** Labels with what stands beside them, for example figures. */
  record Facts(List<Fact> facts) implements Block {
    public Facts {
      facts = List.copyOf(facts);
    }

    @Override
    public String plain() {
      return facts.stream()
          .map(fact -> fact.label() + ": " + fact.value())
          .collect(Collectors.joining("\n"));
    }
  }

  /** One label and its value. */
  record Fact(String label, String value) {}

  /** What may be read last, in small print. */
  record Small(String text) implements Block {
    @Override
    public String plain() {
      return text;
    }
  }
}
