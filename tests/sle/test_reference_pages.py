"""What heads and referees find behind the link in their mail, without an account."""

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.library.services import store
from sle.queries.applications import EVIDENCE
from sle.services import references as services
from sle.states import ReferenceKind
from tests.factories import files
from tests.factories import sle as made

pytestmark = pytest.mark.slow

HEADS = "Leads successfully"
SECONDS = "Knows the specialism"


@pytest.fixture
def document(cast, handed_over):
    return store(subject=handed_over, purpose=EVIDENCE, upload=files.upload(files.pdf(), "a.pdf"), by=cast.outsider)


def page_of(application, kind=ReferenceKind.HEAD):
    return f"/boldmere/sle/reference/{made.token_of(made.reference_of(application, kind))}/"


def test_the_head_reads_the_application_its_files_and_what_to_write_about(sign_in, handed_over, document):
    client, page = sign_in(None), page_of(handed_over)
    shown = client.get(page).content.decode()
    assert made.ANSWER in shown
    assert "a.pdf" in shown
    assert HEADS in shown
    assert SECONDS not in shown
    answer = client.get(f"{page}files/{document.pk}/")
    assert hashlib.sha256(answer.getvalue()).hexdigest() == document.sha256
    assert answer["Content-Disposition"] == 'attachment; filename="a.pdf"'
    assert "no-store" in answer["Cache-Control"]


def test_a_file_of_another_application_is_not_found(cast, sign_in, handed_over):
    other = made.start(handed_over.round, cast.teacher)
    theirs = store(subject=other, purpose=EVIDENCE, upload=files.upload(files.pdf()), by=cast.teacher)
    assert sign_in(None).get(f"{page_of(handed_over)}files/{theirs.pk}/").status_code == 404


def test_a_second_referee_writes_from_what_they_saw_and_reads_no_answers(sign_in, handed_over, document):
    client, page = sign_in(None), page_of(handed_over, ReferenceKind.SECOND)
    shown = client.get(page).content.decode()
    assert "Assistant headteacher at" in shown
    assert "applies for: Maths." in shown
    assert SECONDS in shown
    for hidden in (made.ANSWER, "a.pdf", "1234567", "0121 496 0000"):
        assert hidden not in shown
    answer = client.get(f"{page}files/{document.pk}/")
    assert answer.status_code == 403
    assert "Only the headteacher or principal reads the application." in answer.content.decode()


def test_afterwards_the_link_shows_a_receipt_only_and_no_file(sign_in, handed_over, document):
    head, page = made.reference_of(handed_over), page_of(handed_over)
    made.return_reference(head)
    client = sign_in(None)
    for path in (page, f"{page}send/", f"{page}decline/", f"{page}files/{document.pk}/"):
        shown = client.get(path).content.decode()
        assert "Reference received" in shown
        assert made.ANSWER not in shown
        assert "An outstanding leader" not in shown


def test_what_is_lacking_stands_beside_its_field(sign_in, handed_over):
    page = page_of(handed_over, ReferenceKind.SECOND)
    shown = sign_in(None).post(page, {"revision": "0", "known_how": "She coached me."}).content.decode()
    for field, sentence in {
        "known_years": "Say how long you have known the applicant.",
        "support": "Say whether you support the application.",
        "statement": "Write your statement.",
        "signer_school": "Type your school or organisation.",
    }.items():
        assert f'<a href="#id_{field}' in shown
        assert shown.count(sentence) == 2  # in the summary and beside the field
    assert "Say how you know the applicant." not in shown
    assert made.reference_of(handed_over, ReferenceKind.SECOND).known_how == "She coached me."


@pytest.mark.parametrize(
    ("what", "heading"),
    [("replaced", "This link no longer works"), ("late", "This reference can no longer be sent")],
)
def test_a_closed_page_says_in_its_heading_what_is_the_matter(cast, sign_in, handed_over, what, heading):
    head = made.reference_of(handed_over)
    page = page_of(handed_over)
    if what == "replaced":
        services.send_again(reference=head, by=cast.lead, now=timezone.now())
        made.token_of(head)
    else:
        now = timezone.now()
        type(handed_over.round).objects.update(
            hand_over_by=now - timedelta(days=2), references_by=now - timedelta(days=1)
        )
    answer = sign_in(None).get(page)
    assert answer.status_code == 410
    assert f">{heading}</h1>" in answer.content.decode()
