package org.inclusiondesk.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.inclusiondesk.app.DeskClient.Mail;
import org.inclusiondesk.config.Configuration;
import org.jsoup.Jsoup;

/** Whether what a lock screen shows of a mail tells a network or a concern. */
final class Neutral {
  private static final int PREVIEW = 200;

  private final Pattern telling;

  Neutral(Configuration configuration) {
    List<String> words = new ArrayList<>(List.of("concern", "concerns", "speak up", "speaking up"));
    configuration.networks().forEach(network -> words.add(network.name()));
    configuration.networks().forEach(network -> words.addAll(network.knownAs()));
    this.telling =
        Pattern.compile(
            words.stream()
                .map(Pattern::quote)
                .collect(Collectors.joining("|", "(?<!\\w)(?:", ")(?!\\w)")),
            Pattern.CASE_INSENSITIVE);
  }

  void assertNeutral(Mail mail) {
    assertNeutral(mail.subject(), mail.text());
    if (!mail.html().isEmpty()) {
      assertNeutral(mail.subject(), Jsoup.parse(mail.html()).text());
    }
  }

  void assertNeutral(String subject, String text) {
    assertThat(text).hasSizeGreaterThan(PREVIEW);
    assertThat(subject).isNotBlank().doesNotContainPattern(telling);
    assertThat(text.substring(0, PREVIEW)).doesNotContainPattern(telling);
  }
}
