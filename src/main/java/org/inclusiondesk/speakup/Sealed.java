package org.inclusiondesk.speakup;

/**
 * A concern as it is stored. Its length tells the size class of the text and the number of
 * guardians, nothing else.
 *
 * @param message the text, sealed to every guardian and to the concern's own key: JWE in its
 *     general JSON serialization (RFC 7516 §7.2.1)
 * @param ownKey the private half of the concern's own key, wrapped under the receipt's opening key:
 *     JWE in its compact serialization
 */
record Sealed(String message, String ownKey) {}
