package org.inclusiondesk.conversation;

import java.util.regex.Pattern;

/**
 * Names a staff network for good, for example {@code women}; what people call it may change.
 *
 * @param value a lower-case letter, then up to 31 lower-case letters, digits and hyphens
 */
public record NetworkId(String value) implements Comparable<NetworkId> {
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  /**
   * @throws IllegalArgumentException if the value is not of that form
   */
  public NetworkId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a network id is a lower-case letter followed by letters, digits and hyphens");
    }
  }

  @Override
  public int compareTo(NetworkId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
