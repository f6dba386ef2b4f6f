-- Mail that was answered or needs no answer, as a keyed hash, so that a mail delivered again acts once.
CREATE TABLE mail_seen (
  mail BLOB PRIMARY KEY,
  day TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX mail_seen_day ON mail_seen (day);

-- How many mails were answered on a day, by the keyed hash of the address.
CREATE TABLE mail_answered (
  receiver BLOB NOT NULL,
  day TEXT NOT NULL,
  answers INTEGER NOT NULL,
  PRIMARY KEY (receiver, day)
) STRICT, WITHOUT ROWID;

-- The validity (UIDVALIDITY) of the mailbox that the numbers below belong to.
CREATE TABLE mail_visited (
  validity INTEGER PRIMARY KEY
) STRICT;

-- Mail that lies in the mailbox and was looked at.
CREATE TABLE mail_looked_at (
  validity INTEGER NOT NULL,
  uid INTEGER NOT NULL,
  PRIMARY KEY (validity, uid)
) STRICT, WITHOUT ROWID;
