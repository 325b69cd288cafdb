"""What every API door shares: problem+json, keyset pages, ETag / If-Match, Idempotency-Key, schema hooks."""
