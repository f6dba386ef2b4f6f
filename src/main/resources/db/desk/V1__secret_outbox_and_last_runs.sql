-- Secrets of the desk itself, encrypted with the field keys.
CREATE TABLE secret (
  name TEXT PRIMARY KEY,
  sealed BLOB NOT NULL
) STRICT;

-- Messages to be sent, and for each effect that it happened. The sealed message is erased once it has left.
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY,
  effect TEXT NOT NULL UNIQUE,
  sealed BLOB,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'refused')),
  attempts INTEGER NOT NULL DEFAULT 0,
  due INTEGER NOT NULL,          -- milliseconds since 1970: not before
  leased INTEGER NOT NULL DEFAULT 0, -- milliseconds since 1970: nobody else until then
  reason TEXT,
  day TEXT NOT NULL              -- the day it was stored
) STRICT;
CREATE INDEX outbox_due ON outbox (due) WHERE state = 'waiting';

-- When a recurring job last did its period.
CREATE TABLE last_run (
  job TEXT PRIMARY KEY,
  period TEXT NOT NULL
) STRICT;
