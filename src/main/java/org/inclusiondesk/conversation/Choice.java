package org.inclusiondesk.conversation;

/**
 * Something a person can pick instead of typing.
 *
 * @param label what the person sees
 * @param says what the person says by picking it
 */
public record Choice(String label, String says) {}
