"""The yearly ask through its services: who is asked, drafts, handing in, chasing, who never answers."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from alliance.members.models import PersonalLink
from alliance.members.services.contacts import add_contact, confirm_contact
from alliance.post.models import Mail
from alliance.refusal import Refused
from alliance.schools.models import Partner, SchoolLink
from alliance.surveys import queries, rules, services
from alliance.surveys.models import Ask, Reply
from alliance.surveys.services.replies import unfinished
from tests.factories import surveys
from tests.factories.schools import PartnerFactory, SchoolFactory

NOW = datetime(2026, 10, 5, 10, 0, tzinfo=timezone.get_default_timezone())  # a Monday
MATHS = {"sle-need": ["Maths", "Phonics"], "sle-urgent": ["Maths"], "sle-offer": ["English"]}


@pytest.fixture
def ask(cast):
    return surveys.make_ask(cast.director, cast.alliance, now=NOW)


def reply_of(ask: Ask, school) -> Reply:
    return queries.replies_of(ask).get(school=school)


def mails(**more) -> list[str]:
    return list(Mail.objects.filter(kind__startswith="surveys.", **more).order_by("pk").values_list("kind", "email"))


def save(reply, ticked, *, revision=0, by=None, finished=True, section="sle-need", received=NOW):
    values = {"focus-2": ticked}
    return services.save_part(
        reply=reply, section=section, values=values, revision=revision, finished=finished, by=by, received=received
    )


def test_every_partner_school_of_today_is_asked_once_and_whoever_is_known_there_gets_the_link(cast):
    unknown, ended = SchoolFactory(name="Unknown"), SchoolFactory(name="Ended")
    PartnerFactory(alliance=cast.alliance, school=unknown)
    PartnerFactory(alliance=cast.alliance, school=ended, until=date(2020, 1, 1))
    ask = surveys.make_ask(cast.director, cast.alliance, now=NOW)
    assert set(ask.replies.values_list("school__name", "email")) == {
        ("Boldmere Junior School", "hana.head@example.sch.uk"),
        ("Unknown", ""),
    }
    assert mails() == [("surveys.asked", "hana.head@example.sch.uk")]
    assert [number.count for number in queries.numbers_of(ask)] == [0, 0, 1, 1]


def test_a_confirmed_head_comes_before_an_account_and_an_unconfirmed_one_does_not_count(cast):
    contact = add_contact(
        alliance=cast.alliance, school=cast.school, name="Nia", email="n@x.example", by=None, is_head=True
    )
    assert queries.contacts_at(cast.alliance, [cast.school])[cast.school.pk][0] == "Hana Head"
    confirm_contact(contact=contact, by=cast.director, how="Rang.", now=NOW)
    assert queries.contacts_at(cast.alliance, [cast.school])[cast.school.pk] == ("Nia", "n@x.example")


def test_a_school_that_became_an_academy_is_asked_through_whoever_was_known_there(cast):
    academy = SchoolFactory(name="Boldmere Academy")
    SchoolLink.objects.create(urn=academy.urn, link_urn=cast.school.urn, link_type="Predecessor")
    Partner.objects.filter(school=cast.school).update(school=academy)
    ask = surveys.make_ask(cast.director, cast.alliance, now=NOW)
    reply = reply_of(ask, academy)
    assert reply.email == cast.head.email
    assert [one.pk for one in queries.replies_for(cast.head, cast.alliance)] == [reply.pk]
    assert not rules.enters_for(cast.coordinator, reply)
    assert rules.may_see_reply(cast.coordinator, reply) is None
    assert rules.may_see_reply(cast.teacher, reply) is not None


def test_schools_that_join_later_can_be_asked_too(cast, ask):
    PartnerFactory(alliance=cast.alliance)
    assert services.ask_newcomers(ask=ask, by=cast.lead, now=NOW) == 1
    assert services.ask_newcomers(ask=ask, by=cast.lead, now=NOW) == 0
    assert ask.replies.count() == 2


def test_the_questions_stand_as_they_were_when_it_opened(cast, ask):
    before = [section.title for section in queries.sections_of(ask)]
    assert len(before) == 4
    ask.sections[0]["title"] = "Needs of that year"
    ask.save(update_fields=["sections"])
    assert queries.sections_of(Ask.objects.get(pk=ask.pk))[0].title == "Needs of that year"


def test_it_needs_schools_and_a_time_to_come(cast):
    ask = surveys.make_ask(cast.director, cast.alliance, opened=False, now=NOW)
    with pytest.raises(Refused, match="closing time has passed"):
        services.open_ask(ask=ask, by=cast.director, now=NOW + timedelta(days=20))
    Partner.objects.filter(alliance=cast.alliance, school__isnull=False).delete()
    with pytest.raises(Refused, match="nobody to ask"):
        services.open_ask(ask=ask, by=cast.director, now=NOW)
    with pytest.raises(Refused, match="for this school year already"):
        services.create_ask(alliance=cast.alliance, year=ask.year, values={}, by=cast.director, now=NOW)


def test_a_stale_tab_is_refused_with_what_stands(cast, ask):
    reply = reply_of(ask, cast.school)
    save(reply, ["1"])
    assert save(reply, ["1"]).revision == 1, "the same again is no change"
    with pytest.raises(services.StalePart) as stale:
        save(reply, ["2"])
    assert stale.value.stored.values == {"focus-2": ["1"]}
    assert save(reply, ["2"], revision=1).revision == 2


def test_handing_in_needs_every_section_and_kills_the_link(cast, ask):
    reply = reply_of(ask, cast.school)
    token = surveys.token_of(reply)
    reply = surveys.fill(reply, {"sle-need": ["Maths"]}, now=NOW)
    save(reply, [], section="sle-offer", revision=1, finished=False)
    reply = reply_of(ask, cast.school)
    assert unfinished(reply) == ["In which areas could your school support others?"]
    hand_in = {"signer_name": "Jo", "signer_post": "", "link": None, "by": None, "received": NOW}
    with pytest.raises(Refused, match="Answer these first"):
        services.hand_in(reply=reply, **hand_in)
    save(reply, [], section="sle-offer", revision=2)
    services.hand_in(reply=reply, **hand_in)
    with pytest.raises(Refused, match="handed in"):
        services.hand_in(reply=reply, **hand_in)
    link = PersonalLink.objects.get()
    assert link.revoked_at
    assert token
    assert mails()[-1][0] == "surveys.received"


def test_what_is_not_needed_any_more_is_not_urgent_any_more(cast, ask):
    reply = surveys.fill(reply_of(ask, cast.school), MATHS, now=NOW)
    part = reply.parts.get(section="sle-need")
    values = {key: [] for key in part.values}
    services.save_part(reply=reply, section="sle-need", values=values, revision=1, finished=True, by=None, received=NOW)
    reply = reply_of(ask, cast.school)
    assert [section.key for section in queries.asked_of(reply)] == ["sle-need", "sle-offer", "support-give"]
    surveys.answered(reply, {}, now=NOW)
    [found] = queries.answers_by_school([ask], ["sle-need", "sle-urgent"])[ask.pk]
    assert set(found.answers) == {"sle-need"}
    assert not found.ticked("sle-need")


def test_schools_answer_in_time_and_staff_enter_what_they_are_told_later_too(cast, ask):
    reply = reply_of(ask, cast.school)
    late = ask.closes_at + timedelta(seconds=1)
    save(reply, ["1"], received=ask.closes_at + timedelta(milliseconds=999))
    with pytest.raises(Refused, match="The time to answer ended"):
        save(reply, ["2"], revision=1, received=late)
    with pytest.raises(Refused, match="The time to answer ended"):
        save(reply, ["2"], revision=1, by=cast.head, received=late)
    services.close_when_due(cast.alliance, late)
    services.close_when_due(cast.alliance, late)
    assert Ask.objects.get().state == "closed"
    told = save(reply, ["2"], revision=1, by=cast.administrator, received=late)
    assert told.revision == 2


def test_staff_who_hand_in_for_a_school_are_named(cast, ask):
    done = surveys.answered(reply_of(ask, cast.school), MATHS, by=cast.administrator)
    assert (done.entered_by, done.signer_name) == (cast.administrator, "Jo Ward")
    services.reopen_reply(reply=done, reason="They rang.", by=cast.lead, now=timezone.now())
    assert mails()[-1][0] == "surveys.reopened"
    again = reply_of(ask, cast.school)
    assert (again.state, again.entered_by) == ("begun", None)


def test_reminders_go_by_working_days_and_once(cast, ask):
    def days_later(days: int) -> int:
        services.remind(cast.alliance, NOW + timedelta(days=days))
        return Mail.objects.filter(kind="surveys.reminder").count()

    assert [days_later(days) for days in (0, 4, 5, 6, 7, 8, 9, 10)] == [0, 0, 0, 0, 1, 2, 2, 2]
    # Asked on Monday the 5th: five working days later is Monday the 12th; the ask closes on Thursday the 15th.


def test_the_link_can_be_sent_again_and_two_clicks_are_one(cast, ask):
    reply = reply_of(ask, cast.school)
    for _ in range(2):
        services.send_again(reply=reply, by=cast.lead, now=NOW)
    assert len(mails()) == 2
    cast.head.memberships.all().delete()
    cast.coordinator.memberships.all().delete()
    with pytest.raises(Refused, match="Nobody is known at Boldmere Junior School"):
        services.send_again(reply=reply, by=cast.lead, now=NOW + timedelta(minutes=2))


def test_more_time_is_told_to_those_that_have_not_answered(cast, ask):
    later = ask.closes_at + timedelta(days=7)
    assert services.extend_ask(ask=ask, closes_at=later, by=cast.lead, now=NOW) == 1
    assert Ask.objects.get().closes_at == later
    with pytest.raises(Refused, match="later than the closing time"):
        services.extend_ask(ask=ask, closes_at=later, by=cast.lead, now=NOW)


def test_schools_that_never_answer_are_counted_over_years_and_over_a_new_urn(cast):
    quiet, fresh, old = (SchoolFactory(name=name) for name in ("Quiet", "Fresh", "Old"))
    new = SchoolFactory(name="New Academy")
    SchoolLink.objects.create(urn=new.urn, link_urn=old.urn, link_type="Predecessor")
    for school in (quiet, old):
        PartnerFactory(alliance=cast.alliance, school=school)
    first = surveys.make_ask(cast.director, cast.alliance, year=2024)
    surveys.answered(reply_of(first, old), {})
    Partner.objects.filter(school=old).update(school=new)
    surveys.make_ask(cast.director, cast.alliance, year=2025)
    PartnerFactory(alliance=cast.alliance, school=fresh)
    third = surveys.make_ask(cast.director, cast.alliance, year=2026)
    surveys.answered(reply_of(third, cast.school), {})
    silent = {reply.school.name: queries.years_silent(third)[reply.pk] for reply in queries.replies_of(third)}
    assert silent == {"Boldmere Junior School": 0, "Quiet": -3, "Fresh": -1, "New Academy": 2}
    assert [reply.ask.year for reply in queries.history_of(new)] == [2026, 2025, 2024]
