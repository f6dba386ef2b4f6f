package org.inclusiondesk.mail.jakarta;

/** Makes one line end of what somebody meant as one. */
final class LineEnds {
  private LineEnds() {}

  /**
   * A mail whose lines end with a line feed each, one return before it at most: lines may end as on
   * old Macintoshes, or with a return more for every program that sent them on. The bytes as they
   * lie where nothing is to be done.
   */
  static Slice single(byte[] mail) {
    boolean feeds = false;
    boolean returns = false;
    boolean tooMany = false;
    for (int i = 0; i < mail.length; i++) {
      feeds |= mail[i] == '\n';
      if (mail[i] == '\r') {
        returns = true;
        tooMany |= i + 2 < mail.length && mail[i + 1] == '\r' && mail[i + 2] == '\n';
      }
    }
    if (!returns || (feeds && !tooMany)) {
      return Slice.of(mail);
    }
    byte[] single = new byte[mail.length];
    int length = 0;
    for (byte b : mail) {
      if (b == '\n') {
        while (length > 1 && single[length - 1] == '\r' && single[length - 2] == '\r') {
          length--;
        }
      }
      single[length++] = b == '\r' && !feeds ? (byte) '\n' : b;
    }
    return new Slice(single, 0, length);
  }

  /** The text with one return at most before each line feed. */
  static String single(String text) {
    int feed = text.indexOf("\r\r\n");
    if (feed < 0) {
      return text;
    }
    StringBuilder single = new StringBuilder(text.length());
    int at = 0;
    while (feed >= 0) {
      int end = feed;
      while (end > at && text.charAt(end - 1) == '\r') {
        end--;
      }
      single.append(text, at, end);
      at = feed + 1;
      feed = text.indexOf("\r\r\n", at);
    }
    return single.append(text, at, text.length()).toString();
  }
}
