package org.inclusiondesk.desk;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a network puts something before its sponsor: a mail from the network's own mailbox that
 * begins with "For our sponsor:" (or "for the sponsor").
 */
final class SponsorMatter {
  private static final Pattern OPENING =
      Pattern.compile(
          "^\\s*for (?:our|the) (?:executive )?sponsor\\b[\\s:,.–-]*", Pattern.CASE_INSENSITIVE);

  private SponsorMatter() {}

  static boolean is(String text) {
    return OPENING.matcher(text).find();
  }

  /** What is to be put before the sponsor. */
  static String of(String text) {
    Matcher matcher = OPENING.matcher(text);
    return matcher.find() ? text.substring(matcher.end()).strip() : text.strip();
  }
}
