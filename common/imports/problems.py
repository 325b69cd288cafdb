"""Every reason for which a row, a cell or a file is reported: code → words and weight.

``row`` problems may be decided by the profile (``[problems]``): refuse the row, or take it and report.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REFUSED, DOUBTFUL, NOTE = "REFUSED", "DOUBTFUL", "NOTE"


@dataclass(frozen=True)
class Problem:
    """``message`` is filled with the issue's parameters; ``severity`` is what happens unless the profile decides."""

    message: str | Promise
    severity: str = REFUSED
    is_about_rights: bool = False  # no profile decides about it


PROBLEMS: dict[str, Problem] = {
    # cells, found while reading
    "text_in_number": Problem(_("This is not a number.")),
    "not_whole": Problem(_("A whole number is needed.")),
    "bad_date": Problem(_("This is not a date that can be read without guessing.")),
    "no_such_day": Problem(_("There is no such day in the calendar.")),
    "day_number": Problem(_("This is how a spreadsheet counts days: give the column the format of a date.")),
    "date_out_of_range": Problem(_("The year of this date is out of the question.")),
    "not_yes_or_no": Problem(_("This is neither yes nor no.")),
    "unknown_word": Problem(_("This value is not among those that the field knows.")),
    "missing": Problem(_("A value is needed here.")),
    "too_long": Problem(_("Longer than %(limit)s characters: cut off."), DOUBTFUL),
    "rounded": Problem(_("More than %(limit)s decimals: rounded."), DOUBTFUL),
    "too_small": Problem(_("Smaller than allowed (%(limit)s).")),
    "too_large": Problem(_("This number is too large.")),
    "too_many_cells": Problem(_("The row has more cells than the head has names.")),
    "too_few_cells": Problem(_("The row has fewer cells than the head has names."), DOUBTFUL),
    "join_repeats": Problem(
        _("This key stands more than once in a file that is looked up; the first is used."), DOUBTFUL
    ),
    # rows, found while checking
    "repeated": Problem(_("The same row as line %(line)s: taken once."), DOUBTFUL),
    "differs": Problem(
        _("“%(column)s” differs from line %(line)s of the same key (%(first)s); the first is taken."), DOUBTFUL
    ),
    "ambiguous_key": Problem(
        _("This key stands for %(objects)s objects: “%(column)s” differs. Key by %(better)s to tell them apart.")
    ),
    "no_key": Problem(_("The key is empty.")),
    "orphan": Problem(_("Refers to %(target)s “%(key)s”, which is neither in the files nor in the system.")),
    "orphan_refused": Problem(_("Refers to a row that was refused (%(target)s “%(key)s”).")),
    "ambiguous_reference": Problem(_("“%(key)s” matches %(count)s orders: it cannot be told which is meant.")),
    "unknown_code": Problem(_("“%(value)s” is not known here."), DOUBTFUL),
    "unknown_price_list": Problem(_("There is no such price list.")),
    "same_days": Problem(_("Line %(line)s holds for the same on these days.")),
    "unknown_warehouse": Problem(_("There is no such warehouse.")),
    "code_repeats": Problem(_("Line %(line)s has the same code.")),
    "unfit_code": Problem(_("This cannot be a code: %(reason)s")),
    "unfit_name": Problem(_("This cannot be a name: %(reason)s")),
    "known_already": Problem(_("Already in the system: left as it is."), NOTE),
    "known_differs": Problem(
        _("Already in the system with another “%(column)s” (%(present)s): left as it is."), DOUBTFUL
    ),
    "imported_already": Problem(_("Already imported from this source (%(number)s): left as it is."), NOTE),
    "empty_order": Problem(_("The order has no lines.")),
    "line_refused": Problem(_("%(count)s of its lines were refused, so the order is left out whole.")),
    "amount_differs": Problem(
        _("In the file %(file)s, recomputed %(computed)s (difference %(difference)s)."), DOUBTFUL
    ),
    "no_amount": Problem(_("Neither a price nor an amount is given.")),
    "below_cents": Problem(_("An order that goes on here is paid in cents: no more than two decimals.")),
    "future_date": Problem(_("The date lies in the future."), DOUBTFUL),
    "closed_month": Problem(_("In a closed month: the books are closed until %(until)s.")),
    "date_before_order": Problem(_("Earlier than the order itself (%(order_date)s)."), DOUBTFUL),
    "over_shipped": Problem(_("%(shipped)s shipped of %(ordered)s ordered."), DOUBTFUL),
    "over_shipped_open": Problem(_("%(shipped)s shipped of %(ordered)s ordered: such an order cannot go on here.")),
    "not_accepted": Problem(_("Order entry refuses it: %(reason)s")),
    "not_invoiced": Problem(_("It cannot be kept as an invoice: %(reason)s")),
    "not_sensible": Problem(_("This cannot hold: %(reason)s")),
    "too_many_drafts": Problem(_("No more than %(limit)s orders can arrive as drafts in one import.")),
    "over_allocated": Problem(_("%(amount)s received of %(total)s: the rest stays unallocated."), DOUBTFUL),
    "money_to_come": Problem(_("Money cannot have come in on a day to come.")),
    "no_money_in": Problem(_("No money came in with this row: left out."), NOTE),
    "unknown_currency": Problem(_("This company does not keep the currency “%(value)s”.")),
    "no_rate": Problem(_("No exchange rate of %(currency)s is known for that day: enter it first.")),
    "takes_no_money": Problem(_("The order takes no money as it stands: the money stays unallocated."), DOUBTFUL),
    "other_currency": Problem(
        _("The order is in %(theirs)s, the receipt in %(ours)s: the money stays unallocated."), DOUBTFUL
    ),
    "other_payer": Problem(
        _("The payer is not the order's customer: the money stays unallocated unless they belong together."), DOUBTFUL
    ),
    "reduction_too_large": Problem(_("The reduction (%(reduction)s) is more than the lines are worth (%(lines)s).")),
    "order_archived": Problem(_("The order is archived: nothing is written on it any more.")),
    "not_a_head": Problem(_("“%(value)s” is itself a member of a group: left empty."), DOUBTFUL),
    "leads_back": Problem(_("Following the successors leads back to this product: left empty."), DOUBTFUL),
    "for_itself": Problem(_("A product cannot stand for itself.")),
    "ends_first": Problem(_("Ends before it begins.")),
    "no_owner": Problem(_("Nobody is in charge of this customer."), NOTE),
    "not_whole_pieces": Problem(_("This is counted in whole pieces.")),
    "has_stock": Problem(_("This product already has stock in this warehouse: opening stock is for empty rows.")),
    "no_stock_of_services": Problem(_("A service has no stock.")),
    "target_below": Problem(_("Fill up to the minimum at least.")),
    "unknown_material": Problem(_("“%(value)s” is no material that is watched.")),
    "unknown_person": Problem(_("Nobody works here under this name, or several do: give the sign-in name.")),
    "unknown_skill": Problem(_("There is no such skill in use.")),
    "not_your_people": Problem(_("This person works in a department that is not yours."), is_about_rights=True),
    "unknown_subject": Problem(_("There is none under this code or name, or there are several: give the code.")),
    "several_subjects": Problem(_("A target is of one department, person, region, product or category.")),
    "not_your_plan": Problem(_("This target is not yours to set."), is_about_rights=True),
    "unknown_supplier": Problem(_("There is no such supplier in use.")),
    "day_to_come": Problem(_("This day is still to come.")),
    "not_yours": Problem(_("This customer is outside your data scope."), is_about_rights=True),
    "not_for_mode": Problem(_("This cannot be imported into %(mode)s.")),
    # files
    "not_a_workbook": Problem(_("The file is packed like a workbook, but is none: save it as .xlsx.")),
    "not_a_table": Problem(_("The file is neither a CSV text nor a workbook: save the table as .xlsx or .csv.")),
    "old_workbook": Problem(_("This is an old .xls workbook: save it as .xlsx.")),
    "empty_file": Problem(_("The file is empty: there is no row with column names in it.")),
    "too_many_parts": Problem(_("The workbook has too many parts.")),
    "unpacks_too_large": Problem(_("The file unpacks to more than is allowed.")),
    "packed_too_tightly": Problem(_("The file is packed so tightly that it may be a trap.")),
    "encrypted": Problem(_("The workbook is protected by a password: take it away and save it anew.")),
    "macros": Problem(_("The workbook contains macros or embedded objects.")),
    "external_references": Problem(_("The workbook refers to other files.")),
    "document_type": Problem(_("The workbook contains a document type declaration.")),
    "broken_archive": Problem(_("The file is damaged: it was not saved or copied to its end. Send it once more.")),
    "line_too_long": Problem(_("A line of the text has no end: the file is no table.")),
    "broken_csv": Problem(_("The text cannot be split into rows and cells.")),
    "unknown_encoding": Problem(_("The text is neither UTF-8 nor GB18030: save it as “CSV UTF-8”.")),
    "other_encoding": Problem(_("The text is not in the encoding that the profile names.")),
    "no_such_sheet": Problem(_("The workbook has no such sheet.")),
    "too_many_columns": Problem(_("The table has too many columns.")),
    "too_many_rows": Problem(_("The file has more than %(limit)s rows.")),
    "no_such_column": Problem(_("The file has no column “%(column)s”.")),
    "no_such_file": Problem(_("No file was given for “%(alias)s”.")),
    "unused_file": Problem(_("The profile does not use this file."), DOUBTFUL),
    "bad_mapping": Problem(_("A mapping of the profile cannot be used: %(error)s")),
    "reader_failed": Problem(_("The files could not be read. The log says why.")),
    "out_of_limits": Problem(_("Reading was stopped: it needed more memory or time than is allowed.")),
}

FILE_PROBLEMS = frozenset(list(PROBLEMS)[list(PROBLEMS).index("not_a_workbook") :])

# what a profile may decide: "refuse" the row, "accept" it and report, or leave the cell "empty" and report
DECIDABLE = frozenset(
    [
        "text_in_number",
        "not_whole",
        "bad_date",
        "no_such_day",
        "day_number",
        "date_out_of_range",
        "not_yes_or_no",
        "unknown_word",
        "too_long",
        "too_small",
        "rounded",
        "differs",
        "unknown_code",
        "empty_order",
        "line_refused",
        "amount_differs",
        "future_date",
        "date_before_order",
        "over_shipped",
        "over_allocated",
        "known_differs",
        "no_amount",
    ]
)

# what a problem is called where it is counted
TITLES = {
    "too_long": _("Too long"),
    "rounded": _("Rounded"),
    "too_small": _("Smaller than allowed"),
    "repeated": _("Repeated row"),
    "differs": _("Told differently"),
    "ambiguous_key": _("Ambiguous key"),
    "orphan": _("Refers to nothing"),
    "orphan_refused": _("Refers to a refused row"),
    "ambiguous_reference": _("Ambiguous reference"),
    "unknown_code": _("Unknown name"),
    "unknown_currency": _("Unknown currency"),
    "code_repeats": _("Code used twice"),
    "unfit_code": _("Not a code"),
    "known_differs": _("Known under another name"),
    "imported_already": _("Imported before"),
    "line_refused": _("Lost a line"),
    "amount_differs": _("Amount differs"),
    "closed_month": _("In a closed month"),
    "date_before_order": _("Date before the order"),
    "over_shipped": _("More shipped than ordered"),
    "over_shipped_open": _("More shipped than ordered"),
    "not_accepted": _("Not accepted by order entry"),
    "not_invoiced": _("Not kept as an invoice"),
    "not_sensible": _("Cannot hold"),
    "too_many_drafts": _("Too many drafts"),
    "over_allocated": _("More received than due"),
    "not_for_mode": _("Not for this way of arriving"),
    "no_rate": _("No exchange rate"),
    "other_currency": _("Another currency"),
    "reduction_too_large": _("Reduction too large"),
    "not_a_head": _("Group within a group"),
    "unknown_material": _("Unknown material"),
}


def title_of(code: str) -> str:
    """The problem in two or three words, or its message where that needs no parameters."""
    return str(TITLES.get(code) or PROBLEMS[code].message)
