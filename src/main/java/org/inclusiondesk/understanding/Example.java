package org.inclusiondesk.understanding;

/**
 * A text and what it is an example of.
 *
 * @param <L> the kind of label
 */
public record Example<L>(L label, String text) {}
