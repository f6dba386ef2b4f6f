package org.inclusiondesk.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The header fields of one mail, topmost first, unfolded, encoded words left as they are. Personal
 * data: {@code toString} shows none of it.
 *
 * @param fields as they stand in the mail
 */
public record Headers(List<Field> fields) {
  /** No header at all. */
  public static final Headers NONE = new Headers(List.of());

  public Headers {
    fields = List.copyOf(fields);
  }

  /** One field; its name as written. */
  public record Field(String name, String value) {
    @Override
    public String toString() {
      return "Field[…]";
    }
  }

  /** The topmost value of a field, or nothing. */
  public Optional<String> first(String name) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Field::value)
        .findFirst();
  }

  /** All values of a field, topmost first. */
  public List<String> all(String name) {
    List<String> values = new ArrayList<>();
    for (Field field : fields) {
      if (field.name().equalsIgnoreCase(name)) {
        values.add(field.value());
      }
    }
    return values;
  }

  /** Whether the field is there, empty or not. */
  public boolean has(String name) {
    return first(name).isPresent();
  }

  /** Whether any field has a name that begins like this, whatever the case. */
  public boolean hasPrefix(String prefix) {
    String wanted = prefix.toLowerCase(Locale.ROOT);
    return fields.stream().anyMatch(f -> f.name().toLowerCase(Locale.ROOT).startsWith(wanted));
  }

  @Override
  public String toString() {
    return "Headers[" + fields.size() + "]";
  }
}
