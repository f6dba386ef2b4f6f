-- The token itself, encrypted, so that the same one can be sent again while it waits: null once it
-- was used, and for what was stored before there was this.
ALTER TABLE confirmation ADD COLUMN sealed BLOB;

-- The day of its latest mail.
ALTER TABLE confirmation ADD COLUMN mailed TEXT NOT NULL DEFAULT '';
UPDATE confirmation SET mailed = day;
