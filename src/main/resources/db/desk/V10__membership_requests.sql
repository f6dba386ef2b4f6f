-- What was routed: one row for each wish of one person about one network. Names and addresses are
-- encrypted; a person is found by a keyed hash of the address. Days, never times.
CREATE TABLE membership_request (
  id INTEGER PRIMARY KEY,
  reference TEXT NOT NULL UNIQUE,
  person BLOB NOT NULL,
  network TEXT NOT NULL,
  wish TEXT NOT NULL CHECK (wish IN ('join', 'leave')),
  name BLOB,                      -- null where the channel knew none
  address BLOB NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
  day TEXT NOT NULL,              -- the day it was routed
  confirmation INTEGER REFERENCES confirmation (id) ON DELETE SET NULL
) STRICT;
-- One open request for each person and network, whatever the channel and however often asked.
CREATE UNIQUE INDEX membership_request_open
  ON membership_request (person, network) WHERE state = 'open';
CREATE INDEX membership_request_person ON membership_request (person);
CREATE INDEX membership_request_confirmation ON membership_request (confirmation);

-- What was asked for under an address that nothing vouched for: routed once its holder confirms.
CREATE TABLE confirmation (
  id INTEGER PRIMARY KEY,
  token BLOB NOT NULL UNIQUE,     -- keyed hash
  person BLOB NOT NULL,
  wish TEXT NOT NULL CHECK (wish IN ('join', 'leave')),
  address BLOB NOT NULL,
  day TEXT NOT NULL,
  used_by BLOB                    -- keyed hash of the key of what confirmed it; null until then
) STRICT;
CREATE INDEX confirmation_day ON confirmation (day);
CREATE INDEX confirmation_person ON confirmation (person);
CREATE TABLE confirmation_network (
  confirmation INTEGER NOT NULL REFERENCES confirmation (id) ON DELETE CASCADE,
  network TEXT NOT NULL,
  PRIMARY KEY (confirmation, network)
) STRICT, WITHOUT ROWID;

-- Requests that were taken: the same key again does nothing.
CREATE TABLE request_taken (
  key BLOB PRIMARY KEY,           -- keyed hash
  day TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- How many requests were routed in a financial quarter. It names nobody, and so outlives the rows
-- above; it is shown of closed quarters and as rounded figures only.
CREATE TABLE membership_count (
  network TEXT NOT NULL,
  wish TEXT NOT NULL CHECK (wish IN ('join', 'leave')),
  quarter TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (network, wish, quarter)
) STRICT, WITHOUT ROWID;
