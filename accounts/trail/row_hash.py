"""What of a trail row is hashed, as an expression over its columns: seals and redactions must mean the same."""

ROW_HASH = (
    "sha256(convert_to(json_build_array(id, (extract(epoch FROM at) * 1000000)::bigint, transaction_id, actor_id,"
    " door, request_id, table_name, row_id, operation, changes)::text, 'UTF8'))"
)
