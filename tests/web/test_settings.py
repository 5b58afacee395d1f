"""Settings of an alliance: who may change them, what is stored, what is said."""

from __future__ import annotations

import io

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from alliance.schools.models import Alliance, Closure, Division, LeadSchool, Partner, ResponsibilityLead, Term, Tier
from alliance.schools.vocabulary import STANDARD, word_for
from alliance.workflow.models import Event
from tests.factories.schools import PartnerFactory, SchoolFactory
from tests.queries import costs_the_same, queries_of

PAGES = [
    "settings/", "settings/facts/", "settings/look/", "settings/words/", "settings/pictures/logo/",
    "settings/responsibilities/sle/", "settings/lead-schools/", "settings/tiers/add/", "settings/closures/",
    "settings/divisions/",
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_settings_are_for_director_and_administrator(cast, sign_in, page):
    for name, person in cast.roles().items():
        answer = sign_in(person).get(f"/boldmere/{page}")
        if name in ("director", "administrator"):
            assert answer.status_code == 200, name
        elif name == "anonymous":
            assert answer.status_code == 302
        else:
            assert answer.status_code == 403, name
            assert "Only a director or an administrator of the alliance can change its settings." in (
                answer.content.decode()
            )


@pytest.mark.slow
@pytest.mark.parametrize("page", ["partners/", "partners/add/"])
def test_partners_are_kept_by_staff(cast, sign_in, page):
    for name, person in cast.roles().items():
        expected = 200 if name in ("director", "administrator", "lead") else 302 if name == "anonymous" else 403
        assert sign_in(person).get(f"/boldmere/{page}").status_code == expected, name


def facts(**changes: str) -> dict[str, str]:
    return {
        "name": "Boldmere Teaching School Alliance", "short_name": "BTSA", "introduction": "", "joining": "",
        "address": "", "telephone": "", "email": "", "website": "", "agency": "NCTL",
    } | changes  # fmt: skip


def test_facts_are_stored_and_written_down(cast, sign_in):
    answer = sign_in(cast.administrator).post(
        "/boldmere/settings/facts/", facts(introduction="For every child.", agency="DfE"), follow=True
    )
    assert "The alliance’s facts are saved." in answer.content.decode()
    stored = Alliance.objects.get(pk=cast.alliance.pk)
    assert (stored.introduction, stored.agency) == ("For every child.", "DfE")
    event = Event.objects.get(move="change_facts")
    assert (sorted(event.fields), event.person_id) == (["agency", "introduction"], cast.administrator.pk)


def test_a_wrong_fact_is_refused_and_the_header_keeps_the_stored_name(cast, sign_in):
    page = sign_in(cast.director).post("/boldmere/settings/facts/", facts(name="", website="nowhere")).content.decode()
    assert 'href="#id_website"' in page
    assert "<span>Boldmere Teaching School Alliance</span>" in page
    assert Alliance.objects.get(pk=cast.alliance.pk).name == "Boldmere Teaching School Alliance"


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 20)) -> SimpleUploadedFile:
    written = io.BytesIO()
    Image.new("RGB", size, "red").save(written, format=kind)
    return SimpleUploadedFile(f"logo.{kind.lower()}", written.getvalue() + b"<script>planted</script>")


LOOK = {"colour": "#ffdd00", "letterhead": "", "signatory_name": "Ann Head", "signatory_post": "Director"}


@pytest.fixture
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_the_look_changes(cast, sign_in):
    sign_in(cast.director).post("/boldmere/settings/look/", LOOK)
    stored = Alliance.objects.get(pk=cast.alliance.pk)
    assert (stored.colour, stored.signatory_name) == ("#ffdd00", "Ann Head")
    assert Event.objects.get(move="change_facts").fields == ["colour", "signatory_name"]


@pytest.mark.slow
def test_the_logo_is_written_anew_and_taken_away_again(cast, sign_in, own_files):
    client = sign_in(cast.director)
    client.post("/boldmere/settings/pictures/logo/", {"picture": picture(size=(4000, 1000))})
    logo = client.get("/boldmere/look/logo")
    content = b"".join(logo.streaming_content)
    assert logo["Content-Type"] == "image/png"
    assert b"planted" not in content
    assert Image.open(io.BytesIO(content)).size == (1200, 300)
    assert "/boldmere/look/logo?v=" in client.get("/boldmere/").content.decode()
    page = client.post("/boldmere/settings/pictures/logo/remove/", follow=True).content.decode()
    assert "Logo: the picture is taken away." in page
    assert not Alliance.objects.get(pk=cast.alliance.pk).logo


def test_the_signature_is_seen_by_those_who_may_change_it(cast, sign_in, own_files):
    client = sign_in(cast.administrator)
    client.post("/boldmere/settings/pictures/signature/", {"picture": picture("JPEG")})
    shown = client.get("/boldmere/settings/pictures/signature/file")
    assert Image.open(io.BytesIO(b"".join(shown.streaming_content))).format == "JPEG"
    assert sign_in(cast.lead).get("/boldmere/settings/pictures/signature/file").status_code == 403
    assert client.get("/boldmere/settings/pictures/seal/").status_code == 404


def test_04_a_wrong_look_leaves_the_pictures_where_they_are(cast, sign_in, own_files):
    client = sign_in(cast.director)
    client.post("/boldmere/settings/pictures/logo/", {"picture": picture()})
    page = client.post("/boldmere/settings/look/", LOOK | {"colour": "yellow"}).content.decode()
    assert '<a href="#id_colour">Give the colour as # and six digits, like #1d5f8a.</a>' in page
    assert Alliance.objects.get(pk=cast.alliance.pk).logo


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (SimpleUploadedFile("logo.png", b"<svg/>"), "Choose a picture in the format PNG or JPEG."),
        (picture("GIF"), "Choose a picture in the format PNG or JPEG."),
        (picture("BMP"), "Choose a picture in the format PNG or JPEG."),
        (SimpleUploadedFile("logo.png", b""), "The file is empty. Choose another."),
        ("", "Choose the picture."),
    ],
)
def test_what_is_no_picture_is_refused(cast, sign_in, own_files, upload, sentence):
    page = sign_in(cast.director).post("/boldmere/settings/pictures/logo/", {"picture": upload}).content.decode()
    assert f'<a href="#id_picture">{sentence}</a>' in page
    assert not Alliance.objects.get(pk=cast.alliance.pk).logo


def test_words_of_ones_own_stand_in_place_of_the_portals(cast, sign_in):
    client = sign_in(cast.director)
    client.post("/boldmere/settings/words/", {"headteacher_word": "head of school", "headteacher_plural": ""})
    stored = Alliance.objects.get(pk=cast.alliance.pk)
    assert word_for(stored, "Headteacher") == "Head of school"
    assert word_for(stored, "partner", plural=True) == "partners"
    client.post("/boldmere/settings/words/", {"headteacher_word": ""})
    assert not Term.objects.exists()


def test_a_plural_alone_is_not_lost_without_a_word(cast, sign_in):
    page = sign_in(cast.director).post("/boldmere/settings/words/", {"sle_plural": "experts"}).content.decode()
    assert '<a href="#id_sle_word">Type one word for “experts” too.</a>' in page
    assert 'value="experts"' in page


def test_pages_of_staff_and_public_say_the_alliances_words(cast, sign_in):
    client = sign_in(cast.director)
    words = {"headteacher_word": "head of school", "sle_plural": "experts", "sle_word": "expert"}
    client.post(
        "/boldmere/settings/words/",
        words | {"partner_word": "member", "partner_plural": "members", "alliance_word": "hub"},
    )
    assert "An address counts as the head of school’s once" in client.get("/boldmere/people/contacts/").content.decode()
    assert ">Members</h1>" in client.get("/boldmere/partners/").content.decode()
    assert "Register of experts" in client.get("/boldmere/sle/register/").content.decode()
    assert ">The hub</h2>" in client.get("/boldmere/settings/").content.decode()


# How code asks for a word: word_for(alliance, "partner"), words_of(alliance)["sle"].
WAYS = (("word_for", ", "), ("words_of", ")["))


def test_every_word_that_can_be_set_is_shown_somewhere():
    said = "".join(path.read_text("utf-8") for path in (settings.BASE_DIR / "templates").rglob("*.html")).lower()
    files = [path for app in ("alliance", "sle") for path in (settings.BASE_DIR / app).rglob("*.py")]
    code = "".join(path.read_text("utf-8") for path in files).lower()
    for key in STANDARD:
        shown = f'term "{key}"' in said or any(f'{how}(alliance{end}"{key}"' in code for how, end in WAYS)
        assert shown or key == "agency", key


def test_a_closure_is_added_changed_and_removed(cast, sign_in):
    client = sign_in(cast.administrator)
    days = {"first_day_0": "23", "first_day_1": "12", "first_day_2": "2026", "last_day_0": "2", "last_day_1": "1"}
    client.post("/boldmere/settings/closures/add/", {"name": "Christmas", **days, "last_day_2": "2027"})
    closure = Closure.objects.get()
    assert str(closure.last_day) == "2027-01-02"
    page = client.post(
        f"/boldmere/settings/closures/{closure.pk}/", {"name": "Christmas", **days, "last_day_2": "2026"}
    )
    assert "The last day is before the first." in page.content.decode()
    client.post(f"/boldmere/settings/closures/{closure.pk}/remove/")
    assert not Closure.objects.exists()
    assert [e.move for e in Event.objects.order_by("pk")] == ["add_closure", "remove_closure"]


def test_a_second_one_of_its_kind_is_refused_in_a_sentence(cast, sign_in):
    client = sign_in(cast.director)
    for name in (str, str.lower):  # written small it is the same one
        tier = client.post("/boldmere/settings/tiers/add/", {"name": name("Strategic"), "position": "0"})
        division = client.post("/boldmere/settings/divisions/add/", {"name": name("Catholic"), "about": ""})
    assert "There is a tier of this name already." in tier.content.decode()
    assert "There is a division of this name already." in division.content.decode()
    assert "Strategic</dd>" in client.get("/boldmere/settings/").content.decode()
    lead = client.post("/boldmere/settings/lead-schools/add/", {"school": "103341"})
    assert "This school leads the alliance already." in lead.content.decode()
    assert (Tier.objects.count(), Division.objects.count(), LeadSchool.objects.count()) == (1, 1, 1)


def test_nobody_is_a_teaching_school_since_a_day_to_come(cast, sign_in):
    school = {"school": "103341", "status_since_0": "1", "status_since_1": "9", "status_since_2": "2199"}
    page = sign_in(cast.director).post("/boldmere/settings/lead-schools/add/", school).content.decode()
    assert "Teaching school since: this day is yet to come." in page
    assert not LeadSchool.objects.filter(status_since__isnull=False).exists()


def test_a_responsibility_gets_its_lead_school_and_text(cast, sign_in):
    client = sign_in(cast.director)
    client.post("/boldmere/settings/responsibilities/sle/", {"school": "103341", "title": "", "text": "Experts."})
    lead = ResponsibilityLead.objects.get()
    assert (lead.responsibility, lead.school.urn, lead.text) == ("sle", 103341, "Experts.")
    assert "Experts." in client.get("/boldmere/").content.decode()


def test_removing_a_tier_says_first_whose_it_is(cast, sign_in):
    client, tier = sign_in(cast.director), Tier.objects.create(alliance=cast.alliance, name="Strategic")
    PartnerFactory(alliance=cast.alliance, tier=tier)
    page = client.get(f"/boldmere/settings/tiers/{tier.pk}/remove/").content.decode()
    assert "It is the tier of one partner, which then has none." in page
    assert Tier.objects.filter(pk=tier.pk).exists()
    client.post(f"/boldmere/settings/tiers/{tier.pk}/remove/")
    assert not Tier.objects.filter(pk=tier.pk).exists()


def test_another_alliances_rows_are_not_found(cast, sign_in):
    theirs = Tier._base_manager.create(alliance=cast.other, name="Theirs")
    assert sign_in(cast.director).get(f"/boldmere/settings/tiers/{theirs.pk}/").status_code == 404
    assert sign_in(cast.director).post(f"/boldmere/settings/tiers/{theirs.pk}/remove/").status_code == 404
    assert sign_in(cast.director).get("/boldmere/settings/nothing/").status_code == 404


def test_partners_are_added_by_kind(cast, sign_in):
    client, school = sign_in(cast.lead), SchoolFactory(name="Penns Primary School")
    tier = Tier.objects.create(alliance=cast.alliance, name="Strategic")
    theirs = Tier._base_manager.create(alliance=cast.other, name="Theirs")
    client.post("/boldmere/partners/add/", {"kind": "school", "school": str(school.urn), "name": ""})
    client.post(
        "/boldmere/partners/add/", {"kind": "university", "name": "University of Birmingham", "tier": str(tier.pk)}
    )
    assert Partner.objects.get(school=school).name == "Penns Primary School"
    university = Partner.objects.get(kind="university")
    assert (university.school, university.tier) == (None, tier)
    page = client.post("/boldmere/partners/add/", {"kind": "charity", "name": "X", "tier": str(theirs.pk)}).content
    assert 'href="#id_tier"' in page.decode()
    page = client.post("/boldmere/partners/add/", {"kind": "charity", "name": ""}).content.decode()
    assert '<a href="#id_name">Enter the partner’s name.</a>' in page
    page = client.post("/boldmere/partners/add/", {"kind": "school", "school": str(school.urn), "name": "Again"})
    assert "This school is a partner already." in page.content.decode()


def test_a_partnership_ends_and_stays_on_the_list(cast, sign_in):
    client = sign_in(cast.lead)
    partner = PartnerFactory(alliance=cast.alliance, name="Leaving School")
    client.post(f"/boldmere/partners/{partner.pk}/end/")
    assert Partner.objects.get(pk=partner.pk).until
    assert "Leaving School" in client.get("/boldmere/partners/?standing=ended").content.decode()
    client.get("/boldmere/partners/")  # takes the banner, which names the school
    assert "Leaving School" not in client.get("/boldmere/partners/?standing=now").content.decode()
    assert "Leaving School" not in client.get("/boldmere/").content.decode()


@pytest.mark.slow
def test_32_the_list_of_partners_costs_the_same(cast, sign_in):
    client, tier = sign_in(cast.lead), Tier.objects.create(alliance=cast.alliance, name="Strategic")
    costs_the_same(
        lambda: queries_of(client, "/boldmere/partners/"),
        lambda new: PartnerFactory.create_batch(len(new), alliance=cast.alliance, tier=tier),
        (1, 3, 300),
    )
