-- The day until which no mail asks a person to confirm anything about a network: the day of the
-- last such mail, or some days after a no. Keyed hashes, that of the network made with the address.
CREATE TABLE confirmation_rest (
  person BLOB NOT NULL,
  network BLOB NOT NULL,
  until TEXT NOT NULL,
  PRIMARY KEY (person, network)
) STRICT, WITHOUT ROWID;

-- How many mails of a day asked to confirm what nobody has confirmed yet, whatever became of it.
CREATE TABLE confirmation_mails (
  day TEXT PRIMARY KEY,
  unconfirmed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO confirmation_mails (day, unconfirmed)
  SELECT mailed, count(*) FROM confirmation WHERE used_by IS NULL GROUP BY mailed;
