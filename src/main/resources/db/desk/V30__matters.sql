-- What a network raises to its sponsor. The text is encrypted. Days, never times.
CREATE TABLE matter (
  id INTEGER PRIMARY KEY,
  reference TEXT NOT NULL UNIQUE,
  key BLOB NOT NULL UNIQUE,       -- keyed hash: the same key again raises nothing new
  network TEXT NOT NULL,
  text BLOB NOT NULL,
  day TEXT NOT NULL,
  answered TEXT                   -- the day of the first response; null while it waits
) STRICT;
CREATE INDEX matter_network ON matter (network, day);

-- Responses that were brought to the network; their text is in no table.
CREATE TABLE matter_response (
  id INTEGER PRIMARY KEY,
  key BLOB NOT NULL UNIQUE,       -- keyed hash
  matter INTEGER NOT NULL REFERENCES matter (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX matter_response_matter ON matter_response (matter);
