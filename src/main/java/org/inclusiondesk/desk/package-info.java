/**
 * One utterance in, one reply out: dispatches to the features by intent or reference and holds no
 * rule of its own. Imports the features; imported by the channels.
 */
@NullMarked
package org.inclusiondesk.desk;

import org.jspecify.annotations.NullMarked;
