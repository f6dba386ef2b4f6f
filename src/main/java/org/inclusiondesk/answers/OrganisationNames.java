package org.inclusiondesk.answers;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How people call organisations.
 *
 * @param own names of those whose statements the desk holds
 * @param others names of those of which it holds none; nothing is answered about them
 */
public record OrganisationNames(Map<Organisation, List<String>> own, List<String> others) {
  /** No names at all. */
  public static final OrganisationNames NONE = new OrganisationNames(Map.of(), List.of());

  public OrganisationNames {
    own =
        own.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> List.copyOf(e.getValue())));
    others = List.copyOf(others);
  }
}
