-- On which way a message leaves, 'mail' or 'chat'; null for what was stored before there was this.
ALTER TABLE outbox ADD COLUMN channel TEXT;
