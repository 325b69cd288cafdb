"""Codes and names that new rows get: written as those typed here, and refused where those would be."""

from collections.abc import Mapping

from common import text
from common.imports.batch import Batch

_ODD_CODES = "SELECT row_id, code FROM import_{entity} WHERE code !~ '^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$'"


def fold_codes(batch: Batch, entity: str) -> dict[int, str]:
    """Fold the codes that new rows get, as those entered here are folded; gives those with other characters than
    letters and digits, by row."""
    odd = batch.rows(_ODD_CODES.format(entity=entity))
    folded = {row_id: text.fold_code(code) for row_id, code in odd}
    rows = {"rows": list(folded), "codes": list(folded.values())}
    batch.execute(
        f"UPDATE import_{entity} r SET code = f.code FROM unnest(%(rows)s::bigint[], %(codes)s::text[])"
        " AS f(row_id, code) WHERE f.row_id = r.row_id AND f.code <> r.code",
        **rows,
    )
    return folded


def report_codes(batch: Batch, entity: str) -> None:
    """Fold the codes, and refuse those that cannot be codes."""
    faults = {row_id: fault for row_id, code in fold_codes(batch, entity).items() if (fault := text.code_fault(code))}
    _report_faults(batch, entity, "unfit_code", "code", faults)


# those that ``text.name_fault`` may refuse: with a character that breaks or turns the line, or without a plain one
_ODD_NAME = (
    r"r.{field} ~ '[\u0001-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]' OR r.{field} !~ '[A-Za-z0-9\u4e00-\u9fff]'"
)


def report_names(batch: Batch, entity: str, *fields: str) -> None:
    """Refuse rows whose names, the values of ``fields``, turn their line or have nothing to see, as those typed here
    are refused."""
    for field in fields:
        odd = batch.rows(f"SELECT row_id, {field} FROM import_{entity} r WHERE {_ODD_NAME.format(field=field)}")
        faults = {row_id: fault for row_id, name in odd if (fault := text.name_fault(name))}
        _report_faults(batch, entity, "unfit_name", field, faults)


def _report_faults(batch: Batch, entity: str, code: str, field: str, faults: Mapping[int, str]) -> None:
    """Refuse the rows, each with the reason that the problem ``code`` gives."""
    batch.report_where(
        entity,
        code,
        "true",
        field=field,
        joins="JOIN unnest(%(rows)s::bigint[], %(faults)s::text[]) AS f(row_id, fault) ON f.row_id = r.row_id",
        words="'reason', f.fault",
        rows=list(faults),
        faults=[str(fault) for fault in faults.values()],
    )
