-- The audit trail's functions. Installed after every migration by accounts.trail.install; idempotent.
-- orders_trail(primary key column, hidden columns as text[]) runs once a statement, over transition tables.

CREATE OR REPLACE FUNCTION orders_trail() RETURNS trigger LANGUAGE plpgsql SET enable_nestloop = off AS $body$
-- Without nested loops: a session keeps the plan that it made for one row, and would compare the five hundred lines of
-- an order each with each (a quarter of a million rows as JSON, ten seconds).
DECLARE
    moment timestamptz := clock_timestamp();
    xid bigint := pg_current_xact_id()::text::bigint;
    actor bigint := nullif(current_setting('orders.actor', true), '')::bigint;
    door text := coalesce(current_setting('orders.door', true), '');
    request text := coalesce(current_setting('orders.request', true), '');
    bulk text := coalesce(current_setting('orders.bulk', true), '');
    hidden text[] := TG_ARGV[1]::text[];
    row_count bigint;
BEGIN
    -- a load may leave one row for all that it inserts (they say themselves what they are); what was there
    -- before keeps its old values, whoever changes or deletes it
    IF bulk <> '' AND TG_OP = 'INSERT' THEN
        SELECT count(*) INTO row_count FROM new_rows;
        IF row_count > 0 THEN
            INSERT INTO accounts_trailrow
                (at, transaction_id, actor_id, door, request_id, table_name, row_id, operation, changes)
            VALUES (moment, xid, actor, door, request, TG_TABLE_NAME, '', 'B',
                jsonb_build_object('label', bulk, 'operation', left(TG_OP, 1), 'count', row_count));
        END IF;
    ELSIF TG_OP = 'INSERT' THEN
        INSERT INTO accounts_trailrow
            (at, transaction_id, actor_id, door, request_id, table_name, row_id, operation, changes)
        SELECT moment, xid, actor, door, request, TG_TABLE_NAME, row.data ->> TG_ARGV[0], 'I',
            jsonb_strip_nulls(row.data - hidden)
        FROM (SELECT to_jsonb(new_rows) AS data FROM new_rows OFFSET 0) AS row;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO accounts_trailrow
            (at, transaction_id, actor_id, door, request_id, table_name, row_id, operation, changes)
        SELECT moment, xid, actor, door, request, TG_TABLE_NAME, row.data ->> TG_ARGV[0], 'D',
            jsonb_strip_nulls(row.data - hidden)
        FROM (SELECT to_jsonb(old_rows) AS data FROM old_rows OFFSET 0) AS row;
    ELSE
        INSERT INTO accounts_trailrow
            (at, transaction_id, actor_id, door, request_id, table_name, row_id, operation, changes)
        SELECT moment, xid, actor, door, request, TG_TABLE_NAME, was.id, 'U', difference.changes
        FROM (SELECT data ->> TG_ARGV[0] AS id, data - hidden AS data
                FROM (SELECT to_jsonb(old_rows) AS data FROM old_rows OFFSET 0) AS o) AS was
        JOIN (SELECT data ->> TG_ARGV[0] AS id, data - hidden AS data
                FROM (SELECT to_jsonb(new_rows) AS data FROM new_rows OFFSET 0) AS n) AS now
            ON now.id = was.id AND now.data <> was.data
        CROSS JOIN LATERAL (
            SELECT jsonb_object_agg(key, jsonb_build_array(was.data -> key, value)) AS changes
            FROM jsonb_each(now.data) WHERE value IS DISTINCT FROM was.data -> key
        ) AS difference;
    END IF;
    RETURN NULL;
END
$body$;

-- Append-only for everybody. A test database may be emptied between tests; nothing else may. A redaction changes rows
-- and notes each (redaction.sql): its function runs as the owner, which nobody who works with the tables is; an owner
-- who sets the word himself leaves rows without a note, and verify_trail names them.
CREATE OR REPLACE FUNCTION orders_trail_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'accounts_trailrow' AND current_setting('orders.redacting', true) = 'on'
        AND current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID) THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'TRUNCATE' AND current_database() LIKE 'test\_%' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'the audit trail is append-only: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END
$body$;
