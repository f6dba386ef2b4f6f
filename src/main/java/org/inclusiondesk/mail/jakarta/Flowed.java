package org.inclusiondesk.mail.jakarta;

/**
 * Text whose lines were broken only to travel ({@code format=flowed}, RFC 3676): put together
 * again.
 */
final class Flowed {
  private static final String SIGNATURE = "-- ";

  private Flowed() {}

  /**
   * Joins a line that ends in a space with the next of the same depth of quotation.
   *
   * @param deletesSpace whether the space at a break is none of the text ({@code delsp=yes})
   */
  static String joined(String text, boolean deletesSpace) {
    StringBuilder all = new StringBuilder();
    boolean first = true;
    int depth = -1;
    for (String raw : text.replace("\r\n", "\n").split("\n", -1)) {
      int quotes = 0;
      while (quotes < raw.length() && raw.charAt(quotes) == '>') {
        quotes++;
      }
      String line = raw.substring(quotes);
      String bare = line.startsWith(" ") ? line.substring(1) : line;
      boolean goesOn = depth == quotes && !bare.equals(SIGNATURE);
      if (!goesOn) {
        all.append(first ? "" : "\n").append(">".repeat(Math.min(quotes, 50)));
        all.append(quotes > 0 ? " " : "");
      }
      first = false;
      boolean flows = bare.endsWith(" ") && !bare.equals(SIGNATURE);
      all.append(flows && deletesSpace ? bare.substring(0, bare.length() - 1) : bare);
      depth = flows ? quotes : -1;
    }
    return all.toString();
  }
}
