package org.inclusiondesk.conversation;

import org.jspecify.annotations.Nullable;

/**
 * What somebody said to the desk, once, on any channel.
 *
 * @param key the same key means the same utterance delivered again; effects happen once per key
 * @param setting who else hears the reply
 * @param text what was said, mentions of the desk and quoted history taken away; may be blank
 * @param speaker who said it, as far as the channel knows
 * @param inReplyTo what it answers, where the channel tells; null otherwise
 * @param context what was said before, as far as it is needed; nothing where others read along
 */
public record Utterance(
    String key,
    Setting setting,
    String text,
    Speaker speaker,
    @Nullable Reference inReplyTo,
    Context context) {

  /** Who hears the reply. */
  public enum Setting {
    /** A chat of one person with the desk. */
    PRIVATE_CHAT,
    /** A group chat or a channel: other people read along. */
    SHARED_CHAT,
    /** A mail, answered by mail. */
    MAIL
  }

  /**
   * @throws IllegalArgumentException if a shared chat is said to be remembered
   */
  public Utterance {
    if (setting == Setting.SHARED_CHAT && !context.equals(Context.NONE)) {
      throw new IllegalArgumentException("nothing is remembered of a shared chat");
    }
  }

  /** What somebody said before whom nothing was said. */
  public Utterance(
      String key, Setting setting, String text, Speaker speaker, @Nullable Reference inReplyTo) {
    this(key, setting, text, speaker, inReplyTo, Context.NONE);
  }

  @Override
  public String toString() {
    return "Utterance[setting=" + setting + "]";
  }
}
