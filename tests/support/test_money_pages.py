"""Accounts, rates, pots and statements on their pages."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone
from pypdf import PdfReader

from alliance.addresses import path_to
from alliance.members.states import Role
from alliance.post.letters import make
from alliance.post.models import Letter
from alliance.refusal import Refused
from alliance.schools.models import Partner
from support.models import PostingLine, Pot, Rate, Statement
from support.queries.money import broken, rate_on, statement_of
from support.rules.money import free_in
from support.rules.school_years import term_of, terms_before
from support.services import money
from support.services.statements import make_statements
from support.states import Account, Entry
from tests.factories.people import MembershipFactory, PersonFactory
from tests.factories.schools import PartnerFactory, SchoolFactory
from tests.factories.support import make_request
from tests.factories.support_money import DAY, at_work, make_pot, used
from tests.queries import costs_the_same, queries_of

SPRING = term_of(DAY)


@pytest.fixture
def client(cast, sign_in):
    return sign_in(cast.lead)


def page(cast, name: str, **more) -> str:
    return path_to(f"support:{name}", cast.alliance, **more)


def charged(cast, home=None, half_days: int = 2):
    deployment = at_work(cast.school, by=cast.lead, home=home)
    used(deployment, half_days, by=cast.lead)
    return deployment


def with_head(cast, name: str):
    school = SchoolFactory(name=f"{name} School")
    PartnerFactory(alliance=cast.alliance, school=school)
    head = PersonFactory(first_name=name, surname="Head")
    MembershipFactory(alliance=cast.alliance, person=head, role=Role.HEADTEACHER, school=school)
    return school, head


def test_the_terms_by_which_schools_are_funded():
    assert [term.name for term in terms_before(date(2027, 1, 5), 3)] == ["Spring 2027", "Autumn 2026", "Summer 2026"]
    assert (term_of(date(2026, 12, 31)).last, term_of(date(2027, 3, 31)).last) == (
        date(2026, 12, 31),
        date(2027, 3, 31),
    )
    assert term_of(date(2026, 4, 1)).first == date(2026, 4, 1)


@pytest.mark.slow
def test_statements_of_a_term_say_what_is_owed_and_to_whom(cast):
    home, head = with_head(cast, "Homa")
    deployment = charged(cast, home)
    used(deployment, 1, by=cast.lead, on=date(2026, 4, 1))
    made = make_statements(alliance=cast.alliance, term=SPRING, by=cast.lead, now=timezone.now())
    assert {(one.school, one.account, one.pence) for one in made} == {
        (cast.school, Account.SCHOOL, 35_000),
        (home, Account.HOME, 30_000),
    }
    letter = Letter.objects.get(kind="support.statement_pay")
    assert letter.person == head
    assert letter.subject == "Statement for Spring 2026: what Homa School is owed"
    make([letter.pk])
    letter.refresh_from_db()
    text = " ".join(PdfReader(letter.pdf.path).pages[0].extract_text().split())
    assert "what Boldmere Teaching School Alliance owes Homa School for it: £300." in text
    line = (
        f"2 Feb 2026 {deployment.supporter.person.name} Maths in key stage 2, Boldmere Junior School, correction 1 day"
    )
    assert f"{line} £300" in text
    assert list(broken(cast.alliance)) == []
    with pytest.raises(Refused, match="stands on a statement already"):
        make_statements(alliance=cast.alliance, term=SPRING, by=cast.lead, now=timezone.now())
    summer = terms_before(date(2026, 8, 31), 1)[0]
    later = make_statements(alliance=cast.alliance, term=summer, by=cast.lead, now=timezone.now())
    assert sorted(one.pence for one in later) == [15_000, 17_500]


def test_a_term_that_is_not_over_has_no_statements(cast):
    charged(cast)
    with pytest.raises(Refused, match="Make its statements after that"):
        make_statements(alliance=cast.alliance, term=term_of(timezone.localdate()), by=cast.lead, now=timezone.now())


def test_a_correction_after_the_statement_stands_on_the_next(cast):
    deployment = charged(cast)
    make_statements(alliance=cast.alliance, term=SPRING, by=cast.lead, now=timezone.now())
    used(deployment, -1, by=cast.lead)
    summer = terms_before(date(2026, 8, 31), 1)[0]
    make_statements(alliance=cast.alliance, term=summer, by=cast.lead, now=timezone.now())
    assert sorted(Statement.objects.values_list("pence", flat=True)) == [-17_500, -15_000, 30_000, 35_000]


def test_rates_by_kind_and_day(cast, client):
    form = {"kind": "SLE", "from_day_0": "1", "from_day_1": "9", "from_day_2": "2025", "day_pence": "350"}
    answer = client.post(page(cast, "rate_add"), {**form, "share_pence": "400"})
    assert answer.status_code == 422
    assert "The alliance cannot keep more than is charged." in answer.content.decode()
    answer = client.post(page(cast, "rate_add"), {**form, "share_pence": "50"}, follow=True)
    assert "New agreements begin with it." in answer.content.decode()
    rate = Rate.objects.get()
    assert (rate.kind, rate.half_day_pence, rate.share_pence) == ("SLE", 17_500, 2_500)
    again = client.post(page(cast, "rate_add"), {**form, "share_pence": "50"})
    assert "There is a rate for these leaders from that day on." in again.content.decode()
    money.add_rate(alliance=cast.alliance, kind="", from_day=DAY, half_day_pence=10_000, share_pence=0, by=cast.lead)
    assert rate_on(cast.alliance, "SLE", DAY) == rate
    assert rate_on(cast.alliance, "NLE", DAY).half_day_pence == 10_000
    assert rate_on(cast.alliance, "NLE", date(2026, 1, 1)) is None
    assert "£350" in client.get(page(cast, "rate_list")).content.decode()
    client.post(page(cast, "rate_remove", pk=rate.pk))
    assert not Rate.objects.filter(pk=rate.pk).exists()


def test_money_goes_into_a_pot_and_out_of_it(cast, client):
    client.post(page(cast, "pot_open"), {"name": "Opportunity area"})
    pot = Pot.objects.get()
    again = client.post(page(cast, "pot_open"), {"name": "Opportunity area "})
    assert "There is a pot called “Opportunity area” already." in again.content.decode()
    form = {"pence": "1,000", "on_0": "2", "on_1": "2", "on_2": "2026"}
    client.post(page(cast, "pot_put_in", pk=pot.pk), form)
    too_much = client.post(page(cast, "pot_take_out", pk=pot.pk), {**form, "pence": "1000.01"})
    assert too_much.status_code == 422
    assert "holds £1,000, and this needs £1,000.01" in too_much.content.decode()
    client.post(page(cast, "pot_take_out", pk=pot.pk), {**form, "pence": "200"})
    shown = client.get(page(cast, "pot", pk=pot.pk)).content.decode()
    assert "It holds <strong>£800</strong>, of which £800 is promised to no agreement." in shown
    assert "−£200" in shown
    nothing = client.post(page(cast, "pot_put_in", pk=pot.pk), {**form, "pence": "0"})
    assert "Enter a sum of more than nought." in nothing.content.decode()


def test_an_account_shows_what_is_owed_and_what_was_paid(cast, client):
    home, _ = with_head(cast, "Homa")
    charged(cast, home)
    shown = client.get(page(cast, "account", pk=cast.school.pk)).content.decode()
    assert "£350" in shown
    form = {"pence": "100", "on_0": "2", "on_1": "2", "on_2": "2026"}
    client.post(page(cast, "payment_note", pk=cast.school.pk), form)
    refused = client.post(page(cast, "payment_note_out", pk=home.pk), {**form, "pence": "301"})
    assert "is owed £300: £301 would be too much" in refused.content.decode()
    client.post(page(cast, "payment_note_out", pk=home.pk), {**form, "pence": "300"})
    listed = client.get(page(cast, "account_list") + "?format=csv").content.decode()
    assert "Boldmere Junior School,250.00,0.00,0.00" in listed
    assert "Homa School,0.00,0.00,0.00" in listed
    assert list(broken(cast.alliance)) == []


@pytest.mark.slow
def test_a_school_sees_its_own_account_and_no_other(cast, sign_in):
    home, head = with_head(cast, "Homa")
    charged(cast, home)
    make_statements(alliance=cast.alliance, term=SPRING, by=cast.lead, now=timezone.now())
    client = sign_in(head)
    assert "Homa School" in client.get(page(cast, "account_list")).content.decode()
    assert "Boldmere Junior School" not in client.get(page(cast, "account_list") + "?format=csv").content.decode()
    assert client.get(page(cast, "account", pk=home.pk)).status_code == 200
    assert client.get(page(cast, "account", pk=cast.school.pk)).status_code == 403
    mine, theirs = Statement.objects.get(school=home), Statement.objects.get(school=cast.school)
    assert client.get(page(cast, "statement_download", pk=theirs.pk)).status_code == 403
    lines = client.get(page(cast, "statement_download", pk=mine.pk)).content.decode()
    assert "Maths in key stage 2,Boldmere Junior School,2,300.00," in lines
    client.post(page(cast, "statement_order", pk=mine.pk), {"order_number": "PO-7"})
    mine.refresh_from_db()
    assert mine.order_number == "PO-7"
    assert "PO-7" in client.get(page(cast, "statement_download", pk=mine.pk)).content.decode()


@pytest.mark.slow
def test_staff_are_told_that_statements_wait_and_make_them(cast, client):
    charged(cast)
    last = terms_before(timezone.localdate(), 2)[1]
    assert f"Make the statements for {last.name}" in client.get(path_to("web:inbox", cast.alliance)).content.decode()
    answer = client.post(page(cast, "statement_make"), {"term": last.last.isoformat()}, follow=True).content.decode()
    assert "2 statements are made. For 1 no headteacher is known, so no letter was written." in answer
    assert "Make the statements" not in client.get(path_to("web:inbox", cast.alliance)).content.decode()
    assert PostingLine.objects.filter(statement=None, account__in=("school", "home")).count() == 0


@pytest.mark.slow
def test_32_accounts_cost_the_same_for_any_number_of_lines(cast, client):
    pot = make_pot(cast.lead, 1_000_000)

    def more(numbers: range) -> None:
        for _ in numbers:
            charged(cast)
            at = at_work(cast.school, by=cast.lead, pot=pot)
            used(at, 1, by=cast.lead, entry=Entry.CORRECTION)

    at_pot = {"pk": pot.pk}
    for name, arguments in (
        ("account_list", {}),
        ("account", {"pk": cast.school.pk}),
        ("pot", at_pot),
        ("pot_statement", at_pot),
    ):
        if name == "account":
            more(range(1))
        costs_the_same(lambda n=name, a=arguments: queries_of(client, page(cast, n, **a)), more, (1, 3))


@pytest.mark.slow
def test_a_funder_reads_what_became_of_its_money_and_is_sent_it_as_a_letter(cast, sign_in, client):
    pot, other = make_pot(cast.lead, 1_000_000), make_pot(cast.lead, name="Other")
    assert "names nobody who gives its money" in client.get(page(cast, "pot_statement", pk=pot.pk)).content.decode()
    pot.funder = Partner.objects.get(name="Birmingham City Council")
    pot.save()
    money.take_out(pot=pot, pence=50_000, on=DAY, by=cast.lead, now=timezone.now())
    work = at_work(cast.school, by=cast.lead, pot=pot)
    used(work, 3, by=cast.lead)
    used(work, 1, by=cast.lead, on=date(2026, 4, 1))
    used(work, -1, by=cast.lead, on=date(2026, 4, 2))
    found = statement_of(pot)
    assert [(one.school, one.term, one.half_days, one.pence) for one in found.spent] == [
        ("Boldmere Junior School", "Spring 2026", 3, 52_500),
        ("Boldmere Junior School", "Summer 2026", 0, 0),
    ]
    assert (found.given, found.promised) == (
        [(DAY, 1_000_000), (DAY, -50_000)],
        [("Boldmere Junior School", 3 * 17_500)],
    )
    assert found.free_pence == free_in(Pot.objects.get(pk=pot.pk)) == 845_000
    theirs = sign_in(cast.commissioner)
    listed = theirs.get(page(cast, "pot_list")).content.decode()
    assert ("Opportunity area" in listed, "Other" in listed, "Open a pot" in listed) == (True, False, False)
    shown = theirs.get(page(cast, "pot_statement", pk=pot.pk)).content.decode()
    assert "Of £9,500, £525 was spent and £525 is promised; <strong>£8,450</strong> is left." in shown
    assert work.supporter.person.name not in shown
    for address in ("pot", "pot_take_out"):
        assert theirs.get(page(cast, address, pk=pot.pk)).status_code == 403
    assert theirs.get(page(cast, "pot_statement", pk=other.pk)).status_code == 403
    for _ in range(2):
        answer = client.post(page(cast, "pot_statement_send", pk=pot.pk), follow=True).content.decode()
    assert f"written as a letter to {cast.commissioner.name}" in answer
    letter = Letter.objects.get(kind="support.statement_pot")
    assert letter.reference in answer
    make([letter.pk])
    letter.refresh_from_db()
    text = " ".join(PdfReader(letter.pdf.path).pages[0].extract_text().split())
    assert "Of £9,500 that went in, £525 was spent on support for schools." in text
    assert "Boldmere Junior School Spring 2026 1½ days £525" in text


def test_another_alliance_has_none_of_it(cast, sign_in):
    make_request(cast.alliance, cast.school)
    pot = make_pot(cast.lead)
    client = sign_in(cast.other_director)
    assert client.get(path_to("support:pot", cast.other, pk=pot.pk)).status_code == 404
    assert client.get(page(cast, "pot", pk=pot.pk)).status_code == 403
