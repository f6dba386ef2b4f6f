/**
 * Mail as the desk understands it: what arrived and who is believed to have written it, what must
 * not be answered, and the gateway that takes mail to the desk and its reply to the outbox. Imports
 * the vocabulary, the desk, the outbox and the store, and Jackson for {@code mail read}; the mail
 * protocols stand in {@code mail.jakarta} alone.
 */
@NullMarked
package org.inclusiondesk.mail;

import org.jspecify.annotations.NullMarked;
