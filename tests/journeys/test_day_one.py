"""Day one of an alliance: founded by the operator, set up by its director, filled from CSV.

Every form is filled once by script and once by hand alone.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from django_scopes import scope
from PIL import Image

from alliance.members import services
from alliance.members.models import Membership, SchoolContact
from alliance.post.models import Mail
from alliance.schools.models import Alliance, Closure, Division, LeadSchool, Partner, ResponsibilityLead, Term, Tier
from tests.factories.schools import SchoolFactory
from tests.journeys.story import Journey

both = pytest.mark.parametrize("javascript", [True, False], ids=["script", "plain"])
DOWNS = "/south-downs/"


def type_in(window: Journey, **fields: str) -> None:
    """Fill fields by their names, whatever shape they have."""
    for name, value in fields.items():
        found = window.page.locator(f"form [name={name}]")
        kind = found.first.get_attribute("type") or found.first.evaluate("field => field.tagName")
        if kind == "radio":
            window.page.locator(f"form [name={name}][value='{value}']").check()
        elif kind == "checkbox":
            found.check()
        elif kind == "SELECT":
            found.select_option(value)
        else:
            found.fill(value)


def day(name: str, text: str) -> dict[str, str]:
    """A date as its three fields."""
    return {f"{name}_{n}": part for n, part in enumerate(text.split("/"))}


def send(window: Journey, path: str, button: str, sentence: str, **fields: str) -> None:
    """Open a form, send it empty of what it needs or as it is, then filled; the page then says `sentence`."""
    window.visit(path)
    type_in(window, **fields)
    window.click(button)
    window.says(sentence)


@both
def test_an_alliance_is_founded_set_up_and_filled(cast, new_journey, javascript, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    SchoolFactory(urn=114001, name="Lewes Primary School", town="Lewes")
    SchoolFactory(urn=114002, name="Seaford Head School", town="Seaford")
    operator, director = new_journey(javascript=javascript), new_journey(javascript=javascript)

    operator.sign_in(cast.operator)
    operator.visit("/operator/")
    operator.click("Create an alliance")
    operator.click("Create the alliance")
    operator.says("Enter the name of the alliance.")
    type_in(operator, name="South Downs Alliance", short_name="SDA", slug="south-downs")
    type_in(operator, first_name="Dilys", surname="Down", email="dilys@downs.example")
    operator.click("Create the alliance")
    operator.says("South Downs Alliance")

    founded = Alliance.objects.get(slug="south-downs")
    with scope(alliance=founded):
        address = services.invitation_link(Mail.objects.get())
    director.visit(address)
    director.click("Set up my account and accept")
    director.says("South Downs Alliance")

    _settings(director, tmp_path)
    _partners_and_people(director, tmp_path)
    with scope(alliance=founded):
        founded.refresh_from_db()
        assert (founded.colour, founded.signatory_name, bool(founded.logo)) == ("#224466", "Dilys Down", True)
        assert Term.objects.get().word == "head of school"
        assert LeadSchool.objects.get().school.urn == 114001
        assert (Tier.objects.get().name, Division.objects.get().name) == ("Strategic partner", "Coast")
        assert str(Closure.objects.get().last_day) == "2027-01-02"
        assert ResponsibilityLead.objects.get().text == "Experts who help."
        assert sorted(Partner.objects.values_list("name", flat=True)) == [
            "Lewes Primary School",
            "University of Sussex",
        ]
        assert SchoolContact.objects.get().confirmed_at is not None
        assert Membership.objects.filter(person__email="dilys@downs.example").count() == 1


def _settings(window: Journey, folder: Path) -> None:
    """Every form of the settings, the wrong way first where that is quick."""
    window.visit(f"{DOWNS}settings/")
    send(window, f"{DOWNS}settings/facts/", "Save", "Name is missing.", name="")
    type_in(window, name="South Downs Alliance", introduction="For every child.", telephone="01273 496000")
    window.click("Save")
    window.says("The alliance’s facts are saved.")
    send(window, f"{DOWNS}settings/look/", "Save", "Give the colour as # and six digits", colour="blue")
    type_in(window, colour="#224466", letterhead="Lewes", signatory_name="Dilys Down", signatory_post="Director")
    window.click("Save")
    logo = folder / "logo.png"
    Image.new("RGB", (60, 30), "navy").save(logo)
    send(window, f"{DOWNS}settings/pictures/logo/", "Store the picture", "Choose the picture.")
    window.page.locator("[name=picture]").set_input_files(str(logo))
    window.click("Store the picture")
    window.says("Logo: the picture is stored.")
    send(window, f"{DOWNS}settings/words/", "Save", "Your words are saved.", headteacher_word="head of school")
    lists = f"{DOWNS}settings/"
    send(window, f"{lists}lead-schools/add/", "Save", "is saved.", school="114001", **day("status_since", "1/4/2013"))
    send(window, f"{lists}tiers/add/", "Save", "“Strategic partner” is saved.", name="Strategic partner", position="0")
    send(window, f"{lists}divisions/add/", "Save", "“Coast” is saved.", name="Coast", about="By the sea.")
    days = day("first_day", "23/12/2026") | day("last_day", "2/1/2027")
    send(window, f"{lists}closures/add/", "Save", "“Christmas” is saved.", name="Christmas", **days)
    text = {"school": "114002", "text": "Experts who help."}
    send(window, f"{lists}responsibilities/sle/", "Save", "is saved.", **text)


def _partners_and_people(window: Journey, folder: Path) -> None:
    """A partner by hand and one from CSV, a contact confirmed, a colleague invited."""
    partner = {"kind": "university", "name": "University of Sussex", **day("since", "1/9/2024")}
    send(window, f"{DOWNS}partners/add/", "Save", "“University of Sussex” is saved.", **partner)
    for text, button in (("URN\n999999\n", "Check the file"), ("URN\n114001\n", "Bring it in")):
        file = folder / "partners.csv"
        file.write_text(text)
        window.visit(f"{DOWNS}partners/import/")
        window.page.locator("[name=file]").set_input_files(str(file))
        window.click("Check the file")
        if button == "Bring it in":
            window.click(button)
            window.says("The file has been brought in: 1 added")
        else:
            window.says("1 line cannot be brought in: see the list of what is wrong.")
    for page in ("people/contacts/import/", "sle/register/import/"):
        send(window, DOWNS + page, "Check the file", "Choose the CSV file.")
    contact = {"school": "114001", "name": "Jo Ward", "email": "head@lewes.example", "is_head": "on"}
    window.visit(f"{DOWNS}people/contacts/add/")
    type_in(window, **contact)
    window.page.locator("main form button[type=submit]").last.click()
    window.says("Jo Ward is a contact at Lewes Primary School.")
    contact_page = f"{DOWNS}people/contacts/{SchoolContact._base_manager.get().pk}/confirm/"
    send(window, contact_page, "Confirm the address", "counts as an address of", how="Rang the school’s office.")
    send(window, f"{DOWNS}people/invite/", "Send the invitation", "Choose a role.", first_name="Ann")
    type_in(window, surname="Lee", email="ann@lewes.example", role="administrator")
    window.click("Send the invitation")
    window.says("ann@lewes.example")
    director = Membership._base_manager.get(person__email="dilys@downs.example").person_id
    send(window, f"{DOWNS}people/{director}/role/", "Give the role", "Choose a role.")
    for page in ("people/", "people/invitations/", "people/contacts/", "partners/", "settings/tiers/", ""):
        window.visit(DOWNS + page)
