"""What is found in a text about somebody, however it is written."""

import pytest

from alliance.panels.facts import CandidateFacts
from alliance.panels.passages import BLACK, blacked_out, find_passages, occurrences

FACTS = CandidateFacts(
    names=("Adaeze Okafor", "Dr Jürgen O'Brien-Łuczak", "Mark Young"),
    school_names=("Penns Primary School", "St John's Church of England Academy", "Bishop Vesey's Grammar School"),
    school_urns=frozenset({103341}),
    towns=("Sutton Coldfield", "Reading"),
    trns=("1234567",),
)


def found(text):
    return [text[place.start : place.end] for place in find_passages(text, FACTS)]


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("It was Mrs Okafor who led it.", "Mrs Okafor"),
        ("ADAEZE OKAFOR led it.", "ADAEZE OKAFOR"),
        ("as a. okafor wrote", "okafor"),
        ("A. N. Okafor's plan", "A. N. Okafor's"),
        ("the okafors", None),
        ("Adáèze ran it", "Adáèze"),
        ("Oka\u00adfor ran it", "Oka\u00adfor"),
        ("A\u0301daeze ran it", "A\u0301daeze"),
        ("see adaezeokafor there", "adaezeokafor"),
        ("Dr O’Brien came", "Dr O’Brien"),
        ("Obrien-Luczak came", "Obrien-Luczak"),
        ("write to a.okafor@penns.bham.sch.uk now", "a.okafor@penns.bham.sch.uk"),
        ("our site www.penns.sch.uk says", "www.penns.sch.uk"),
        ("I teach at Penns.", "Penns"),
        ("as head of maths at Penns Primary I", "Penns Primary"),
        ("the PENNS primary school of", "PENNS primary school"),
        ("at St Johns we", "St Johns"),
        ("at St. John's CE Academy we", "St. John's CE Academy"),
        ("BVGS is large", "BVGS"),
        ("URN 103341 is ours", "103341"),
        ("my TRN is 12/34567", "12/34567"),
        ("in Sutton  Coldfield we", "Sutton  Coldfield"),
        ("moved from Reading to", "Reading"),
        ("reading improved", None),
        ("these marks were young", None),
        ("and Mark said", "Mark"),
        ("for mr young it", "mr young"),
        ("ring 0121 496 0000 please", "0121 496 0000"),
        ("led phonics in 2024 with 30 pupils", None),
    ],
)
def test_passages_are_found(text, passage):
    assert found(text) == ([passage] if passage else [])


def test_a_bar_is_always_as_long():
    assert blacked_out("I am Ada of Penns.", [(5, 8), (12, 17)]) == f"I am {BLACK} of {BLACK}."
    assert blacked_out("abcdef", [(1, 4), (2, 3)]) == f"a{BLACK}ef"


def test_a_typed_passage_is_found_wherever_it_stands():
    text = "The Phonics Hub helped. Our phonics  hub grew."
    assert [text[p.start : p.end] for p in occurrences(text, "phonics hub")] == ["Phonics Hub", "phonics  hub"]
    assert occurrences(text, "maths hub") == []
