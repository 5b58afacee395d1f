"""From the public home to the inbox, and no further for those who do not belong."""

from __future__ import annotations


def test_a_visitor_finds_an_alliance(cast, journey):
    journey.visit("/")
    journey.shot("alliances")
    journey.click(cast.alliance.name)
    assert journey.heading == cast.alliance.name
    journey.shot("public")


def test_a_member_of_staff_opens_the_inbox(cast, journey):
    journey.sign_in(cast.director)
    journey.visit("/boldmere/inbox/")
    assert journey.heading == "Waiting for you"
    journey.shot("inbox")


def test_another_alliances_staff_do_not_see_who_holds_which_role(cast, journey):
    journey.sign_in(cast.other_director)
    journey.visit("/boldmere/people/", status=403)
    journey.does_not_say(cast.director.surname)
    journey.shot("refused")


def test_the_inbox_opens_without_javascript(cast, plain_journey):
    plain_journey.sign_in(cast.head)
    plain_journey.visit("/boldmere/inbox/")
    assert plain_journey.heading == "Waiting for you"
