"""A leader moves to another alliance, both agreeing: each sees its own side and no more."""

from __future__ import annotations

from django_scopes import scope, scopes_disabled

from alliance.addresses import path_to
from sle.models import Designation
from tests.factories.schools import SchoolFactory
from tests.factories.sle_life import make_designation


def test_a_designation_moves_between_alliances(new_journey, cast):
    held = make_designation(cast.alliance, cast.outsider, SchoolFactory(name="Penns Primary School"), "Phonics")
    page = path_to("sle:designation", cast.alliance, pk=held.pk)
    leader = new_journey(javascript=False)
    leader.sign_in(cast.outsider)
    leader.visit(page)
    leader.click("Move to another alliance")
    leader.select("Which alliance do you want to move to?", cast.other.name)
    leader.fill("Would you say why? (optional)", "I have a new post.")
    leader.click("Ask to move")
    leader.says(f"Boldmere Teaching School Alliance has been asked. If it agrees, {cast.other.name} is asked too.")

    there = new_journey()
    there.sign_in(cast.other_director)
    inbox_there = path_to("web:inbox", cast.other)
    there.visit(inbox_there)
    there.does_not_say("Otis Outsider")

    here = new_journey()
    here.sign_in(cast.lead)
    here.visit(path_to("web:inbox", cast.alliance))
    here.click(f"Otis Outsider asks to move to {cast.other.name}")
    here.says("I have a new post.")
    here.click("Agree to the move")
    here.says(f"{cast.other.name} is asked now. Until it agrees nothing changes.")

    there.visit(inbox_there)
    there.click("Otis Outsider asks to move here with their designation")
    there.says("Phonics")
    there.does_not_say("I have a new post.")
    there.shot("arrival")
    there.click("Take the designation over")
    there.says("Otis Outsider is designated here from today.")
    there.does_not_say("I have a new post.")

    here.visit(page)
    here.says("Moved to another alliance")
    with scopes_disabled():
        states = dict(Designation.objects.values_list("alliance__slug", "state"))
    assert states == {cast.alliance.slug: "transferred", cast.other.slug: "current"}
    for alliance, person, word in (
        (cast.alliance, cast.lead, "Moved to another alliance (SLE)"),
        (cast.other, cast.other_director, "Moved here from another alliance (SLE)"),
    ):
        with scope(alliance=alliance):
            window = new_journey()
            window.sign_in(person)
            window.visit(path_to("sle:return_list", alliance))
            window.says(word)
