-- Redaction (ADR 0121): values go out of rows of the trail and of events; what went is never kept, that it went is.
-- Installed with triggers.sql; {ROW_HASH} is put in by accounts.trail.install. All of it only ever takes away.

-- A text without what must go: whole where it is one of ``texts``, the part of it where it holds one that is long
-- enough to mean somebody. ``texts`` NULL: any text goes.
CREATE OR REPLACE FUNCTION orders_without_text(value text, texts text[]) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $body$
DECLARE
    one text;
BEGIN
    IF value IS NULL OR value = '' THEN
        RETURN value;
    ELSIF texts IS NULL THEN
        RETURN '[redacted]';
    END IF;
    FOREACH one IN ARRAY texts LOOP
        IF value = one THEN
            RETURN '[redacted]';
        ELSIF length(one) >= 4 OR (length(one) >= 2 AND octet_length(one) > length(one)) THEN
            value := replace(value, one, '[redacted]');
        END IF;
    END LOOP;
    RETURN value;
END
$body$;

-- The same at any depth of a value. A text that loses something becomes ``mark``, or what is left of it (mark NULL).
CREATE OR REPLACE FUNCTION orders_without(value jsonb, texts text[], mark jsonb) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $body$
DECLARE
    was text;
    left_over text;
BEGIN
    CASE jsonb_typeof(value)
    WHEN 'string' THEN
        was := value #>> '{}';
        left_over := orders_without_text(was, texts);
        RETURN CASE WHEN left_over = was THEN value ELSE coalesce(mark, to_jsonb(left_over)) END;
    WHEN 'array' THEN
        RETURN (SELECT coalesce(jsonb_agg(orders_without(item, texts, mark) ORDER BY place), '[]')
            FROM jsonb_array_elements(value) WITH ORDINALITY AS found (item, place));
    WHEN 'object' THEN
        IF orders_redacted(value, mark) = value THEN
            RETURN value;
        END IF;
        RETURN (SELECT coalesce(jsonb_object_agg(CASE WHEN texts IS NULL THEN key ELSE orders_without_text(key, texts) END,
                orders_without(item, texts, mark)), '{}') FROM jsonb_each(value) AS found (key, item));
    ELSE
        RETURN value;
    END CASE;
END
$body$;

-- The mark in the place of a value; nothing, and what is a mark already, stays.
CREATE OR REPLACE FUNCTION orders_redacted(value jsonb, mark jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $body$
    SELECT CASE
        WHEN value IS NULL OR value IN ('null', '""', '{}', '[]') THEN value
        WHEN jsonb_typeof(value) = 'object' AND jsonb_typeof(value -> 'redacted') = 'number' AND value - 'redacted' = '{}' THEN value
        ELSE mark
    END
$body$;

-- What is left of a trail row's ``changes``: the columns' values are marks, or (deep) without the texts.
CREATE OR REPLACE FUNCTION orders_redacted_changes(operation text, changes jsonb, columns text[], deep boolean, texts text[], mark jsonb)
RETURNS jsonb LANGUAGE sql IMMUTABLE AS $body$
    SELECT coalesce(jsonb_object_agg(key, CASE
        WHEN key <> ALL (columns) THEN value
        WHEN deep THEN orders_without(value, texts, mark)
        WHEN operation = 'U' THEN jsonb_build_array(orders_redacted(value -> 0, mark), orders_redacted(value -> 1, mark))
        ELSE orders_redacted(value, mark)
    END), '{}') FROM jsonb_each(changes)
$body$;

-- Rewrites the trail rows of some rows and notes for each the hash that it had and the hash that it has. Only inside
-- orders_trail_redact: for anybody else the trail is append-only.
CREATE OR REPLACE FUNCTION orders_trail_rewrite(redaction bigint, target text, row_ids text[], columns text[], deep boolean, texts text[])
RETURNS bigint LANGUAGE plpgsql AS $body$
DECLARE
    mark jsonb := jsonb_build_object('redacted', redaction);
    row_count bigint;
BEGIN
    -- held first, in one order: the next statement sees what another redaction left, and hashes that
    PERFORM id FROM accounts_trailrow
        WHERE table_name = target AND row_id = ANY (row_ids) AND operation <> 'B' ORDER BY id FOR UPDATE;
    WITH fresh AS MATERIALIZED (
        SELECT id, {ROW_HASH} AS before, changes AS was,
            orders_redacted_changes(operation, changes, columns, deep, texts, mark) AS rest
        FROM accounts_trailrow
        WHERE table_name = target AND row_id = ANY (row_ids) AND operation <> 'B' AND changes ?| columns
    ), done AS (
        UPDATE accounts_trailrow AS trail SET changes = fresh.rest FROM fresh
        WHERE trail.id = fresh.id AND fresh.rest <> fresh.was
        RETURNING trail.id, fresh.before, (SELECT {ROW_HASH} FROM (SELECT trail.*) AS now) AS after
    )
    INSERT INTO accounts_redactedrow (trail_row_id, redaction_id, before_hash, after_hash)
    SELECT id, redaction, encode(before, 'hex'), encode(after, 'hex') FROM done ORDER BY id;
    GET DIAGNOSTICS row_count = ROW_COUNT;
    RETURN row_count;
END
$body$;

-- The one way: rows of a table lose the columns' values in the trail, events lose the texts in theirs and in the trail.
-- Returns how many trail rows changed, and which events. Nothing found and no list to follow (``keep``): nothing noted.
CREATE OR REPLACE FUNCTION orders_trail_redact(told jsonb, row_ids text[], columns text[], event_ids bigint[], texts text[], keep boolean)
RETURNS TABLE (trail_rows bigint, changed_events bigint[]) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
DECLARE
    number bigint := nextval(pg_get_serial_sequence('accounts_redaction', 'id'));
    target text := told ->> 'table';
    who bigint := nullif(current_setting('orders.actor', true), '')::bigint;
    bulk text := coalesce(current_setting('orders.bulk', true), '');
BEGIN
    IF target IN ('accounts_redaction', 'accounts_redactedrow') THEN
        RAISE EXCEPTION 'what was redacted is told for ever' USING ERRCODE = 'insufficient_privilege';
    ELSIF who IS NULL THEN  -- whom the trail itself names, and the clock: neither is taken from the caller's word
        RAISE EXCEPTION 'a redaction is somebody''s deed' USING ERRCODE = 'insufficient_privilege';
    ELSIF target <> 'common_event' AND to_regclass(quote_ident(target)) IS NULL THEN
        RAISE EXCEPTION '% is no table', target USING ERRCODE = 'undefined_table';
    ELSIF EXISTS (SELECT FROM pg_constraint AS rule
            JOIN pg_attribute AS part ON part.attrelid = rule.conrelid AND part.attnum = ANY (rule.conkey)
            WHERE rule.conrelid = to_regclass(quote_ident(target)) AND rule.contype IN ('p', 'f')
                AND part.attname = ANY (columns)) THEN
        RAISE EXCEPTION 'keys hold the trail together' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM set_config('orders.bulk', '', true);  -- each note of it is told word for word, never as a bulk load
    WITH done AS (
        UPDATE common_event AS event SET data = fresh.data, reason = fresh.reason,
            subject_number = fresh.subject_number, redaction_id = number
        FROM (SELECT id, orders_without(data, texts, NULL) AS data, orders_without_text(reason, texts) AS reason,
                left(orders_without_text(subject_number, texts), 80) AS subject_number
            FROM common_event WHERE id = ANY (event_ids) ORDER BY id FOR UPDATE) AS fresh
        WHERE event.id = fresh.id AND (event.data, event.reason, event.subject_number)
            IS DISTINCT FROM (fresh.data, fresh.reason, fresh.subject_number)
        RETURNING event.id
    )
    SELECT coalesce(array_agg(id ORDER BY id), '{}') INTO changed_events FROM done;
    trail_rows := 0;
    PERFORM set_config('orders.redacting', 'on', true);  -- read by orders_trail_is_append_only
    IF target <> 'common_event' THEN
        trail_rows := orders_trail_rewrite(number, target, row_ids, columns, false, NULL);
    END IF;
    IF cardinality(event_ids) > 0 THEN
        trail_rows := trail_rows + orders_trail_rewrite(number, 'common_event', event_ids::text[],
            ARRAY['data', 'reason', 'subject_number'], true, texts);
    END IF;
    PERFORM set_config('orders.redacting', '', true);
    IF keep OR trail_rows > 0 OR cardinality(changed_events) > 0 THEN
        INSERT INTO accounts_redaction (id, key, at, actor_id, reason, part_of, table_name, columns, row_ids, row_count, event_count)
        VALUES (number, (told ->> 'key')::uuid, clock_timestamp(), who, told ->> 'reason',
            told ->> 'part_of', target, to_jsonb(columns), to_jsonb(row_ids), trail_rows, cardinality(changed_events));
    END IF;
    PERFORM set_config('orders.bulk', bulk, true);
    RETURN NEXT;
END
$body$;
