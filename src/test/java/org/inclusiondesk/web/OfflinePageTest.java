package org.inclusiondesk.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfflinePageTest {
  @Test
  void asksNobodyForAnything() {
    Document page = Jsoup.parse(OfflinePage.html());

    assertThat(page.select("[src], [href], [action], iframe, object, link, base")).isEmpty();
    assertThat(page.select("script")).hasSize(1);
    assertThat(OfflinePage.html())
        .doesNotContain("http:", "https:", "@import")
        .doesNotContainPattern("\\burl\\(");
  }

  @Test
  void letsRunWhatItHoldsAndNothingElse() throws Exception {
    Document page = Jsoup.parse(OfflinePage.html());

    assertThat(page.select("meta[http-equiv=Content-Security-Policy]").attr("content"))
        .startsWith("default-src 'none'")
        .contains("script-src '" + source(page.select("script").first().data()) + "';")
        .contains("style-src '" + source(page.select("style").first().data()) + "';")
        .doesNotContain("unsafe", "connect-src");
  }

  @Test
  void isWrittenWithItsHash(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("page.html");

    OfflinePage.main(new String[] {file.toString()});

    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    assertThat(directory.resolve("page.html.sha256"))
        .hasContent(HexFormat.of().formatHex(digest) + "  page.html");
    assertThat(file).hasContent(OfflinePage.html());
  }

  /** Guardians compare it with their copy, so whoever changes the page publishes the new hash. */
  @Test
  void isThePageWhoseHashTheReadmePublishes() throws Exception {
    byte[] page = OfflinePage.html().getBytes(StandardCharsets.UTF_8);
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(page));
    String line = hash + "  inclusion-desk-guardian.html";

    List<String> published =
        Pattern.compile("[0-9a-f]{64}  inclusion-desk-guardian\\.html")
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .map(MatchResult::group)
            .toList();

    assertThat(published)
        .withFailMessage(
            "The page has changed: put this hash into README.md, and no other: " + line)
        .containsExactly(line);
  }

  private static String source(String text) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return "sha256-" + Base64.getEncoder().encodeToString(digest);
  }
}
