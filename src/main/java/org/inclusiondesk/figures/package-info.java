/**
 * Counts that may leave the system: small ones hidden, the others rounded, totals shown only where
 * they give nothing away. Values only, so safe for any thread; imports nothing of the project.
 *
 * <p>The rule (NHS practice for figures below national level: small counts suppressed, the rest
 * rounded to the nearest 5) is applied to counts of closed periods that do not overlap. Who shows a
 * running total shows, by tomorrow's difference, today's number.
 */
@NullMarked
package org.inclusiondesk.figures;

import org.jspecify.annotations.NullMarked;
