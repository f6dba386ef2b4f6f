package org.inclusiondesk.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.inclusiondesk.conversation.Context;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.conversation.Reply;
import org.inclusiondesk.conversation.Utterance.Setting;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The conversations of {@code follow-ups.txt}, turn by turn. */
class ConversationsTest {
  private static final Path FILE = Path.of("src/test/resources/conversations/follow-ups.txt");

  private record Turn(String says, String kind, String about) {
    static Turn of(String line) {
      String[] parts = line.split(" \\| ");
      return new Turn(parts[0], parts[1], parts[2]);
    }
  }

  @TestFactory
  Stream<DynamicTest> goOnAsPeopleGoOn() {
    return conversations().stream()
        .map(turns -> dynamicTest(turns.get(0).says(), () -> hold(turns)));
  }

  @Test
  void areMany() {
    assertThat(conversations()).hasSizeGreaterThanOrEqualTo(40);
  }

  private static void hold(List<Turn> turns) {
    List<String> expected = new ArrayList<>();
    List<String> replied = new ArrayList<>();
    Context context = Context.NONE;
    for (Turn turn : turns) {
      Reply reply = TalkTest.TALK.reply(turn.says(), Setting.PRIVATE_CHAT, context);
      context = context.after(reply);
      expected.add(turn.says() + " | " + turn.kind() + " | " + turn.about());
      replied.add(
          turn.says()
              + " | "
              + reply.kind().name().toLowerCase(Locale.ROOT)
              + " | "
              + about(reply));
    }
    assertThat(replied).isEqualTo(expected);
  }

  private static String about(Reply reply) {
    String networks =
        reply.networks().stream().map(NetworkId::value).collect(Collectors.joining(","));
    return reply.article() != null ? reply.article() : networks.isEmpty() ? "-" : networks;
  }

  private static List<List<Turn>> conversations() {
    try {
      return Stream.of(Files.readString(FILE).split("\n\\s*\n"))
          .map(
              block ->
                  block
                      .lines()
                      .filter(line -> !line.startsWith("#") && !line.isBlank())
                      .map(Turn::of)
                      .toList())
          .filter(turns -> !turns.isEmpty())
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
