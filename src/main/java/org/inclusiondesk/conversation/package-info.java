/**
 * The channel-neutral vocabulary: what people say to the desk and what it says back, whatever the
 * channel. Values only, all immutable and so safe for any thread; imports nothing of the project.
 */
@NullMarked
package org.inclusiondesk.conversation;

import org.jspecify.annotations.NullMarked;
