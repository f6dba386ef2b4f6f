/**
 * Concerns under Freedom To Speak Up: taken in without their sender, sealed to the guardians,
 * answered by a receipt. Its intake can carry nothing but a nonce and a text.
 */
@NullMarked
package org.inclusiondesk.speakup;

import org.jspecify.annotations.NullMarked;
