/**
 * Working days, bank holidays, closed weeks and quarters. Everything counts in days of
 * Europe/London. Values and pure rules only, so safe for any thread; imports nothing of the
 * project.
 */
@NullMarked
package org.inclusiondesk.calendar;

import org.jspecify.annotations.NullMarked;
