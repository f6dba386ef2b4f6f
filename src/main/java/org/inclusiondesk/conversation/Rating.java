package org.inclusiondesk.conversation;

/**
 * What somebody says of an answer. It does not tell who.
 *
 * @param key the same key means the same copy of the answer; it counts once
 * @param article the answer's id
 * @param helped whether it helped
 */
public record Rating(String key, String article, boolean helped) {
  @Override
  public String toString() {
    return "Rating[]";
  }
}
