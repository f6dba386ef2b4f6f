package org.inclusiondesk.mail.jakarta;

import java.util.regex.Pattern;

/** Files that old mail programs put into the text itself, uuencoded: nothing that anybody wrote. */
final class Uuencoded {
  private static final Pattern BEGIN = Pattern.compile("begin [0-7]{3,4}(?: .{0,200})?");

  private Uuencoded() {}

  /** The text without files that begin and end in it. */
  static String without(String text) {
    if (!text.contains("begin ")) {
      return text;
    }
    StringBuilder kept = new StringBuilder();
    StringBuilder file = new StringBuilder();
    boolean inFile = false;
    for (String line : text.replace("\r\n", "\n").split("\n", -1)) {
      inFile |= BEGIN.matcher(line).matches();
      (inFile ? file : kept).append(line).append('\n');
      if (inFile && line.stripTrailing().equals("end")) {
        file.setLength(0);
        inFile = false;
      } else if (inFile && line.length() > 90) {
        kept.append(file);
        file.setLength(0);
        inFile = false;
      }
    }
    return kept.append(file).substring(0, kept.length() - 1);
  }
}
