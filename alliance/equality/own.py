"""What a person has answered, for their own page. Nobody outside this package imports this module."""

from __future__ import annotations

from alliance.equality.models import Answer
from alliance.equality.pseudonyms import pseudonyms
from alliance.equality.questions import QUESTIONS


def own_answers(kind: str, pk: int) -> dict[str, str]:
    """The answers given with the record `pk` of `kind`, by question. One query."""
    keys = {pseudonym: question.key for question in QUESTIONS for pseudonym in pseudonyms(kind, pk, question.key)}
    found = Answer.objects.filter(pseudonym__in=list(keys)).values_list("pseudonym", "choice")
    return {keys[pseudonym]: choice for pseudonym, choice in found}
