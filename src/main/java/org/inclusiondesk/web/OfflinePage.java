package org.inclusiondesk.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The guardian's desk as one file that needs no server: style and scripts of the pages, joined, and
 * a policy that lets nothing else run and nothing be fetched or sent. The same bytes every time.
 */
public final class OfflinePage {
  private static final List<String> MODULES =
      List.of("sealing.js", "cases.js", "page.js", "guardian.js", "guardian-offline.js");

  private static final Pattern IMPORT =
      Pattern.compile("^import \\{[^}]*\\} from \"\\./[a-z-]+\\.js\";\\n", Pattern.MULTILINE);
  private static final Pattern EXPORT =
      Pattern.compile("^export (?=const |function |async |class )", Pattern.MULTILINE);
  private static final Pattern LEFT = Pattern.compile("^(?:import|export)\\b", Pattern.MULTILINE);

  private OfflinePage() {}

  /**
   * Writes the page, and its SHA-256 beside it and on standard output.
   *
   * @param args the file to write
   */
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    byte[] page = html().getBytes(StandardCharsets.UTF_8);
    String line = HexFormat.of().formatHex(sha256(page)) + "  " + file.getFileName();
    Files.write(file, page);
    Files.writeString(file.resolveSibling(file.getFileName() + ".sha256"), line + "\n");
    System.out.println(line);
  }

  /** The whole page. */
  static String html() {
    StringBuilder joined = new StringBuilder("\"use strict\";\n");
    for (String module : MODULES) {
      joined.append(EXPORT.matcher(IMPORT.matcher(asset(module)).replaceAll("")).replaceAll(""));
    }
    String script = joined.toString();
    String style = asset("desk.css");
    if (LEFT.matcher(script).find() || script.contains("</script") || style.contains("</style")) {
      throw new IllegalStateException("a module is not written the way this page joins them");
    }
    return """
        <!DOCTYPE html>
        <html lang="en-GB">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '%s'; \
        script-src '%s'; form-action 'none'; base-uri 'none'; \
        require-trusted-types-for 'script'; trusted-types 'none'">
        <meta name="referrer" content="no-referrer">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Inclusion Desk</title>
        <style>%s</style>
        </head>
        <body>
        <header class="site"><div class="width"><span class="name">Inclusion Desk</span></div></header>
        <main id="main" class="width" tabindex="-1">
        <div id="desk">
        <h1>The guardian's desk, offline</h1>
        <p>This page needs script, and a browser that can encrypt.</p>
        </div>
        </main>
        <script type="module">%s</script>
        </body>
        </html>
        """
        .formatted(source(style), source(script), style, script);
  }

  private static String source(String text) {
    return "sha256-"
        + Base64.getEncoder().encodeToString(sha256(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("this Java lacks SHA-256", impossible);
    }
  }

  private static String asset(String name) {
    try (InputStream in = OfflinePage.class.getResourceAsStream("/assets/" + name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }
}
