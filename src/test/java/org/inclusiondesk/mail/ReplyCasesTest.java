package org.inclusiondesk.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replies as the mail programs of our readers lay them out. In the resource a case begins with
 * {@code %%% its name}, and what a reader would call new in it stands below {@code %%% new}.
 */
class ReplyCasesTest {
  private static final String MARK = "%%% ";

  private record Case(String name, String mail, String fresh) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    try (InputStream in = ReplyCasesTest.class.getResourceAsStream("/mail/replies.txt")) {
      List<Case> cases = new ArrayList<>();
      String[] pieces = ("\n" + new String(in.readAllBytes(), UTF_8)).split("\n" + MARK, -1);
      for (int i = 1; i + 1 < pieces.length; i += 2) {
        String[] mail = pieces[i].split("\n", 2);
        String[] fresh = pieces[i + 1].split("\n", 2);
        assertThat(fresh[0]).as(mail[0]).isEqualTo("new");
        cases.add(new Case(mail[0], mail[1], fresh.length > 1 ? fresh[1].strip() : ""));
      }
      assertThat(cases).hasSizeGreaterThan(60);
      return cases.stream();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void findsWhatIsNew(Case reply) {
    assertThat(ReplyText.of(reply.mail())).isEqualTo(reply.fresh());
    assertThat(ReplyText.of(reply.mail().replace("\n", "\r\n"))).isEqualTo(reply.fresh());
  }
}
