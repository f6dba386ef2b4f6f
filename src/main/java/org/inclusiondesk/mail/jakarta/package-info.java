/**
 * IMAP, SMTP and MIME through Angus Mail, HTML through jsoup. The only package that imports Jakarta
 * Mail.
 */
@NullMarked
package org.inclusiondesk.mail.jakarta;

import org.jspecify.annotations.NullMarked;
