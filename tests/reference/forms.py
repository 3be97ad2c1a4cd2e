"""What the catalogue says of the shipped forms beyond what their layouts say themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """A form in the words of the catalogue: its other name, its use, what its layout teaches.

    `pages` replaces the number of pages where that depends on the record; `sample` is the one in
    the picture, where it should not be the one that says most.
    """

    name: str
    use: str
    teaches: str
    pages: str = ""
    sample: str = ""


FORMS: Mapping[str, Told] = {
    "satisfaction_callback": Told(
        "Customer satisfaction callback sheet",
        "Left with a leased-line customer on a visit, or filled in together.",
        "The form to read first: label cells, bands, a row of questions from a macro, an option "
        "with a blank behind it, room to write on, a line to sign on beside a date.",
        sample="HF-2026-0003",
    ),
    "visit_callback_en": Told(
        "客户满意度回访表（英文）",
        "The same visit, for customers who read English.",
        "A form in another language: `english` turns the words of head and foot, dates have a "
        "`format`, boxes stand before their labels.",
    ),
    "satisfaction_scorecard": Told(
        "Customer satisfaction scorecard",
        "A corporate customer scores its supplier twice a year; two departments sign.",
        "Score cells, merged cells down the side, subtotals and a total with `computed`, names of "
        "fields gathered in a loop, blanks in a sentence.",
    ),
    "satisfaction_questionnaire": Told(
        "Customer satisfaction questionnaire",
        "Questions on a five-point scale, in sections, sent to a customer's office.",
        "`rating` grids whose head repeats on the next page, questions numbered on from section "
        "to section, `keep`, a multiple choice, ruled lines.",
    ),
    "tcsi_survey": Told(
        "Customer satisfaction index survey",
        "Asks a subscriber for ten-point marks by dimension.",
        "`scale` with a further answer, groups of rows that stay together, macros of the layout's "
        "own, a branch for complaints.",
    ),
    "complaint_intake": Told(
        "Complaint intake sheet",
        "Takes down a complaint, by the clerk or in the customer's own hand.",
        "Patterns with a help in words, a `comb` for a telephone number, date and time, a large "
        "ruled writing area, sign-off lines from a macro.",
    ),
    "complaint_handling": Told(
        "Complaint handling sheet",
        "Follows a complaint from dispatch to the file, each stage signed.",
        "A macro with a body (`call`), stages that never break over pages, seal places, rows "
        "written by a loop.",
    ),
    "phone_callback": Told(
        "Telephone callback record",
        "The caller's script: what to ask, what to do if the answer is no.",
        "Structure by data: `record.services` leaves out the steps of services that the customer "
        "does not have; a blank sheet has all.",
    ),
    "callback_summary": Told(
        "Callback summary",
        "Sums up the callbacks of a week or a month, on as many pages as they need.",
        "Landscape paper; `rows` that repeat over a list in the record, page totals, a closing "
        "block with sums and signatures.",
        "as many as its rows need",
    ),
    "service_order": Told(
        "Installation and service order",
        "Taken along by the engineer, signed by the customer, who keeps the receipt.",
        "A bar code, combs, values with units, a `receipt` below a `cut` line, a field that "
        "stands in two places, an option (`hotline`).",
    ),
    "cover_letter": Told(
        "Cover letter",
        "Goes with a sheet by post; the recipient shows in the window of a DL envelope.",
        "Rows of exact heights that stand at a place of the paper, `folds`, a letter whose words "
        "are options, a text that a loop divides into paragraphs.",
    ),
    "address_labels": Told(
        "Address labels",
        "Labels for what is posted, on sheets of labels of eight sizes or of one's own.",
        "`<imposition>`: a page of its own for each record, many of them on a sheet; sizes from a "
        "table in Jinja.",
    ),
    "envelope_dl": Told(
        "DL envelope",
        "Prints an envelope of 220 × 110 mm, the recipient where a window is, left or right.",
        "Paper of any size, macros that several forms share.",
    ),
}
