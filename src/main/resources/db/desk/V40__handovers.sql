-- Questions that people sent to the team. Text, names and addresses are encrypted; a person is found by
-- a keyed hash of the mail address. Days, never times.
CREATE TABLE handover (
  id INTEGER PRIMARY KEY,
  reference TEXT NOT NULL UNIQUE,
  person BLOB,                    -- keyed hash; null where no mail address is known
  text BLOB NOT NULL,
  name BLOB,                      -- null where the channel knew none
  address BLOB,                   -- null where the channel knew none
  chat BLOB,                      -- where the answer goes; null where it goes to the address
  day TEXT NOT NULL,
  closed TEXT,                    -- the day of the first answer; null while it waits
  CHECK (address IS NOT NULL OR chat IS NOT NULL)
) STRICT;
CREATE INDEX handover_person ON handover (person);

-- Forms that were taken: the same one again does nothing, also after what it sent was erased.
CREATE TABLE handover_taken (
  key BLOB PRIMARY KEY,           -- keyed hash
  handover INTEGER REFERENCES handover (id) ON DELETE SET NULL,
  day TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX handover_taken_handover ON handover_taken (handover);

-- Answers that were brought to who asked; their text is in no table.
CREATE TABLE handover_answer (
  id INTEGER PRIMARY KEY,
  key BLOB NOT NULL UNIQUE,       -- keyed hash
  handover INTEGER NOT NULL REFERENCES handover (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX handover_answer_handover ON handover_answer (handover);

-- What a mail asked and the desk offered to send to the team, until its sender says so.
CREATE TABLE handover_offer (
  token BLOB PRIMARY KEY,         -- keyed hash
  key BLOB NOT NULL UNIQUE,       -- keyed hash of the key of the mail
  person BLOB NOT NULL,
  text BLOB NOT NULL,
  name BLOB,
  address BLOB NOT NULL,
  day TEXT NOT NULL,
  used_by BLOB                    -- keyed hash of the key of the mail that took it up; null until then
) STRICT, WITHOUT ROWID;
CREATE INDEX handover_offer_person ON handover_offer (person);
