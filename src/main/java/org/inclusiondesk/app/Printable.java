package org.inclusiondesk.app;

/** Hostile text made harmless for a terminal: what would steer it is shown, not obeyed. */
final class Printable {
  private Printable() {}

  /**
   * The text with every control and formatting character (Unicode categories Cc and Cf, direction
   * marks among them) but line breaks and tabs shown as {@code <U+XXXX>}.
   */
  static String of(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              int type = Character.getType(point);
              if (point == '\n' || point == '\t') {
                shown.appendCodePoint(point);
              } else if (type == Character.CONTROL || type == Character.FORMAT) {
                shown.append(String.format("<U+%04X>", point));
              } else {
                shown.appendCodePoint(point);
              }
            });
    return shown.toString();
  }
}
