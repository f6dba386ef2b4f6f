/**
 * Pages that people open in a browser: the form for concerns, and what there is to know about the
 * site. Rendered on the server, usable without script, without cookies, nothing from third parties.
 *
 * <p>Imports {@code conversation}, the features' public types, Javalin and the template engine.
 */
@NullMarked
package org.inclusiondesk.web;

import org.jspecify.annotations.NullMarked;
