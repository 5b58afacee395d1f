"""A pot is filled, days are charged, statements are made: letter, CSV and account say the same pence; a payment."""

from __future__ import annotations

from pathlib import Path

from django.utils import timezone
from pypdf import PdfReader

from alliance.addresses import path_to
from alliance.members.states import Role
from alliance.post.letters import make
from support.models import Pot, Statement
from support.rules.school_years import terms_before
from tests.factories.people import MembershipFactory, PersonFactory
from tests.factories.schools import PartnerFactory, SchoolFactory
from tests.factories.support_money import at_work, used
from tests.journeys.test_support_work import type_day


def test_from_a_pot_and_a_schools_budget_to_statements_and_a_payment(new_journey, cast):
    home = SchoolFactory(name="Holland House")
    PartnerFactory(alliance=cast.alliance, school=home)
    owed = PersonFactory(first_name="Homa", surname="Head")
    MembershipFactory(alliance=cast.alliance, person=owed, role=Role.HEADTEACHER, school=home)
    term = terms_before(timezone.localdate(), 2)[1]

    staff = new_journey()
    staff.sign_in(cast.lead)
    staff.visit(path_to("support:pot_list", cast.alliance))
    staff.click("Open a pot")
    staff.fill("What is it called?", "Opportunity area")
    staff.click("Open the pot")
    staff.click("Put money in")
    staff.fill("How much, in pounds?", "-5")
    staff.click("Put it in")
    staff.says("There is a problem")
    staff.fill("How much, in pounds?", "1,000.50")
    type_day(staff, term.first)
    staff.click("Put it in")
    staff.says("£1,000.50 went in.")

    pot, price = Pot.objects.get(), {"half_day_pence": 17_505, "share_pence": 2_505}
    from_budget = at_work(cast.school, by=cast.lead, home=home, **price)
    from_pot = at_work(cast.school, by=cast.lead, home=home, pot=pot, **price)
    used(from_budget, 3, by=cast.lead, on=term.last)
    used(from_pot, 2, by=cast.lead, on=term.last)
    staff.visit(path_to("web:inbox", cast.alliance))
    staff.click(f"Make the statements for {term.name}")
    staff.choose(term.name)
    staff.click("Make the statements")
    staff.says("2 statements are made.")
    staff.visit(path_to("support:pot", cast.alliance, pk=pot.pk))
    staff.says("It holds £650.40")

    make(Statement.objects.values_list("letter", flat=True))
    papers = {one.school.name: words_of(one) for one in Statement.objects.select_related("school", "letter")}
    assert "£525.15" in papers[cast.school.name]
    assert "£750" in papers["Holland House"]

    school = new_journey()
    school.sign_in(cast.head)
    school.visit(path_to("support:statement_list", cast.alliance))
    school.says("£525.15")
    school.does_not_say("£750")
    with school.page.expect_download() as download:
        school.page.get_by_role("link", name="CSV", exact=True).click()
    line = f"{term.last},{from_budget.supporter.person.name},Maths in key stage 2,{cast.school},3,525.15,"
    assert line in Path(download.value.path()).read_text()
    school.click("Give the number")
    school.fill("Purchase order number (optional)", "PO-7")
    school.click("Save")
    school.click(Statement.objects.get(school=cast.school).letter.reference)
    school.says("£525.15")

    staff.visit(path_to("support:account", cast.alliance, pk=cast.school.pk))
    staff.says("£525.15")
    staff.click(f"Write down a payment by {cast.school}")
    staff.click("Write it down")
    staff.says("£525.15 is written down.")
    staff.says("Owes the alliance £0")


def words_of(statement: Statement) -> str:
    """What the letter's PDF says."""
    assert statement.letter is not None
    with statement.letter.pdf.open() as file:
        return "\n".join(page.extract_text() for page in PdfReader(file).pages)
