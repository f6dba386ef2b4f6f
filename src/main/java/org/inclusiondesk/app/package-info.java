/**
 * The whole object graph on one page, the commands, the jobs; imports everything, is imported by
 * nobody.
 */
@NullMarked
package org.inclusiondesk.app;

import org.jspecify.annotations.NullMarked;
