/**
 * What lets a newcomer try everything without any account: the page with its chat and mailboxes,
 * the endpoints that Teams would serve, and a mail server inside. Exists in the embedded default
 * alone. Imports the vocabulary, Javalin, Jackson, Jakarta Mail and GreenMail; imported by {@code
 * app} alone.
 */
@NullMarked
package org.inclusiondesk.demo;

import org.jspecify.annotations.NullMarked;
