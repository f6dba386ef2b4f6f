-- The day on which a report came that a message which had left did not reach its receiver.
ALTER TABLE outbox ADD COLUMN returned TEXT;
