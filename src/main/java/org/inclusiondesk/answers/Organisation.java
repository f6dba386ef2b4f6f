package org.inclusiondesk.answers;

/** Whose statement an article is. */
public enum Organisation {
  ICB("NHS Kent and Medway Integrated Care Board (ICB)"),
  KMPT("Kent and Medway NHS and Social Care Partnership Trust (KMPT)"),
  DESK("Inclusion Desk");

  private final String fullName;

  Organisation(String fullName) {
    this.fullName = fullName;
  }

  /** The name as people read it. */
  public String fullName() {
    return fullName;
  }
}
