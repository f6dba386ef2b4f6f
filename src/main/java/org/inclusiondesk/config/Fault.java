package org.inclusiondesk.config;

/**
 * Something in the configuration that a person has to mend.
 *
 * @param file the file, or {@code environment}
 * @param key the key in it, for example {@code networks[2].mailbox}; empty where the whole file is
 *     meant
 * @param problem what is wrong
 * @param remedy what to do
 */
public record Fault(String file, String key, String problem, String remedy) {
  @Override
  public String toString() {
    return file + (key.isEmpty() ? "" : ": " + key) + ": " + problem + " " + remedy;
  }
}
