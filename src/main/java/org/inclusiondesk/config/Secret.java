package org.inclusiondesk.config;

/** A value that must not show in logs, messages or dumps of settings. */
public record Secret(String reveal) {
  @Override
  public String toString() {
    return "Secret[…]";
  }
}
