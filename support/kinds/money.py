"""Letters with statements. Texts: templates/support/letters."""

from __future__ import annotations

from alliance.post.kinds import Kind, Medium

STATEMENT = {
    "name": "Jordan Ward",
    "school": "Penns Primary School",
    "alliance": "Boldmere Teaching School Alliance",
    "term": "Autumn 2026",
    "until": "Thursday 31 December 2026",
    "sum": "£1,050",
}
POT = {
    "name": "Jordan Ward",
    "funder": "Birmingham City Council",
    "alliance": "Boldmere Teaching School Alliance",
    "pot": "School improvement fund",
    "on": "Thursday 31 December 2026",
    "given": "£12,000",
    "spent": "£4,200",
    "free": "£5,000",
}
KINDS = (
    Kind(
        "support.statement_raise", "Statement: what a supported school owes", STATEMENT, Medium.LETTER, needs=("sum",)
    ),
    Kind("support.statement_pay", "Statement: what a home school is owed", STATEMENT, Medium.LETTER, needs=("sum",)),
    Kind("support.statement_pot", "Statement: what became of a funder’s money", POT, Medium.LETTER, needs=("spent",)),
)
