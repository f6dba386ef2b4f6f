-- How many automatic mails were stored for an address on a day, by the keyed hash of the address.
CREATE TABLE mails_of_a_day (
  receiver BLOB NOT NULL,
  day TEXT NOT NULL,
  mails INTEGER NOT NULL,
  PRIMARY KEY (receiver, day)
) STRICT, WITHOUT ROWID;
