"""8. In an anonymous round, nothing a scorer can reach holds the applicant's name, school or e-mail: lists, bulk pages,
search, file names, PDF metadata, page titles, exports, error messages."""

import html
import io
import re

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader

from alliance.addresses import path_to
from alliance.library.services import store
from alliance.panels import services
from alliance.panels.facts import CandidateFacts
from alliance.post.models import Mail
from alliance.refusal import Refused
from tests.factories.files import pdf_saying, upload

pytestmark = pytest.mark.slow

SECRETS = ("okafor", "adaeze", "penns", "wylde", "1234567", "hartigan", "103356")
FACTS = CandidateFacts(
    names=("Adaeze Okafor", "Dr Moira Hartigan"),
    emails=frozenset({"a.okafor@penns.bham.sch.uk"}),
    school_urns=frozenset({103356}),
    school_names=("Penns Primary School",),
    towns=("Wylde Green",),
    trns=("1234567",),
)
ANSWER = (
    "As head of maths at Penns I, Adaeze OKAFOR, led phonics. Ms Okafor's plan was taken up in Wylde Green. My number "
    "is 12/34567, write to a.okafor@penns.bham.sch.uk or see www.penns.sch.uk. The school (103356) grew."
)
REFERENCE = "Adáèze works hard. A. Okafor has my support. Signed Dr Hartigan, Penns Primary School"


def telling_pdf() -> bytes:
    """A PDF whose every hidden place says who it is about."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.docinfo["/Author"] = "Adaeze Okafor"
        made.docinfo["/Title"] = "Penns Primary School"
        with made.open_metadata() as meta:
            meta["dc:creator"] = ["Adaeze Okafor"]
        made.attachments["okafor.txt"] = b"Adaeze Okafor"
        with made.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("Okafor", 0))
        page = made.pages[0]
        page.obj.Annots = made.make_indirect(
            pikepdf.Array(
                [
                    pikepdf.Dictionary(
                        Type=pikepdf.Name.Annot,
                        Subtype=pikepdf.Name.Text,
                        Rect=[0, 0, 10, 10],
                        T="Okafor",
                        Contents="Penns",
                    )
                ]
            )
        )
        page.obj.PieceInfo = pikepdf.Dictionary(Okafor=pikepdf.Dictionary(Private="Adaeze"))
        photo = io.BytesIO()
        Image.new("RGB", (20, 20), "red").save(photo, "JPEG", comment=b"Adaeze Okafor")
        page.obj.Resources = pikepdf.Dictionary(
            XObject=pikepdf.Dictionary(
                Im0=pikepdf.Stream(
                    made,
                    photo.getvalue(),
                    Type=pikepdf.Name.XObject,
                    Subtype=pikepdf.Name.Image,
                    Width=20,
                    Height=20,
                    ColorSpace=pikepdf.Name.DeviceRGB,
                    BitsPerComponent=8,
                    Filter=pikepdf.Name.DCTDecode,
                )
            )
        )
        made.save(out)
    return out.getvalue()


def telling_picture() -> bytes:
    out = io.BytesIO()
    picture = Image.new("RGB", (30, 20), "blue")
    exif = picture.getexif()
    exif[0x013B] = "Adaeze Okafor"
    picture.save(out, "JPEG", exif=exif, comment=b"Penns")
    return out.getvalue()


def everything_in(content: bytes) -> str:
    """All that a file holds, in lower case: its bytes, and for a PDF its objects and its text laid bare."""
    found = content.decode("latin-1")
    found += content.decode("utf-16-be", "ignore") + content.decode("utf-8", "ignore")
    if content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            out = io.BytesIO()
            pdf.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.all, qdf=True)
            for thing in pdf.objects:
                found += repr(thing)
                if isinstance(thing, pikepdf.Stream):
                    found += thing.read_raw_bytes().decode("latin-1")
        found += out.getvalue().decode("latin-1")
        found += "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return found.lower()


@pytest.fixture
def blind(panel, settings, tmp_path):
    """A panel with one telling application, cleared by staff, open for scoring."""
    settings.MEDIA_ROOT = tmp_path
    panel.chair = panel.sit("Carol Chair", "chair")
    panel.ann = panel.sit("Ann A")
    papers = [
        store(subject=panel.exercise, purpose="evidence", upload=SimpleUploadedFile(name, content), by=None)
        for name, content in (("Okafor Penns.pdf", telling_pdf()), ("Adaeze.jpg", telling_picture()))
    ]
    panel.facts[1] = FACTS
    panel.one = services.add_entry(
        exercise=panel.exercise,
        candidate_id=1,
        areas=["Maths"],
        sections=[
            {"key": "q1", "title": "Question 1", "kind": "answer", "text": ANSWER},
            {"key": "head", "title": "Reference for Adaeze Okafor", "kind": "reference", "text": REFERENCE},
            {"key": "e1", "title": "Okafor Penns.pdf", "kind": "document", "document": papers[0].pk},
            {"key": "e2", "title": "Adaeze.jpg", "kind": "document", "document": papers[1].pk},
        ],
        by=None,
        now=timezone.now(),
    )
    panel.papers = papers
    dossier = panel.one.dossiers.get()
    for section in ("e1", "e2"):
        services.clear_paper(dossier=dossier, section=section, by=panel.staff, now=timezone.now())
    panel.clear(panel.one)
    panel.start()
    return panel


def crawl(client, *starts):
    """Every page and download that links lead to from `starts`, with its headers."""
    todo, seen = list(starts), {}
    while todo:
        page = todo.pop()
        path = page.split("?")[0]
        if page != path and sum(one.startswith(f"{path}?") for one in seen) > 2:
            continue  # a few sorted and filtered tables are enough
        if page in seen or "/account/" in page or page.startswith("/static/"):
            continue
        answer = client.get(page)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        seen[page] = (answer.status_code, str(answer.headers), content)
        todo += [answer.headers["Location"]] if "Location" in answer.headers else []
        if "html" in answer.headers.get("Content-Type", ""):
            found = re.findall(r'(?:href|action|src|data-autosave)="(/?[^"#]*)', html.unescape(content.decode()))
            todo += [
                page.split("?")[0] + link if link.startswith("?") else link for link in found if link[:1] in ("/", "?")
            ]
    return seen


@pytest.mark.parametrize("who", ["chair", "ann"])
def test_nothing_that_can_be_reached_says_who_it_is(blind, sign_in, who):
    for seat in (blind.chair, blind.ann):
        if who == "chair":
            blind.score(seat, blind.one, "Green", comment="Good.")
    seat = getattr(blind, who)
    client = sign_in(seat.person)
    services.make_pack(services.ask_for_pack(seat=seat, by=seat.person, now=timezone.now()).pk)
    base = path_to("panels:exercise_list", blind.alliance)
    csv = path_to("panels:table", blind.alliance, pk=blind.exercise.pk) + "?format=csv"
    seen = crawl(client, base, path_to("web:inbox", blind.alliance), f"{base}nothing/here/", csv)
    assert any("/papers/e1/" in page for page in seen), sorted(seen)
    assert any(page.endswith("/pack/pdf/") for page in seen)
    papers = sum(content.startswith(b"%PDF") for _, _, content in seen.values())
    assert papers == (3 if who == "chair" else 2)  # the pack, and the cleared copy where it is scored and compared
    if who == "chair":
        assert any("format=csv" in page for page in seen)
        assert any(f"/table/{blind.one.code}/" in page for page in seen)
    for page, (_, headers, content) in seen.items():
        held = everything_in(content) + headers.lower() + page.lower()
        assert [secret for secret in SECRETS if secret in held] == [], page
    for paper in blind.papers:
        answer = client.get(path_to("library:document", blind.alliance, pk=paper.pk))
        assert answer.status_code in (403, 404)
        assert [s for s in SECRETS if s in answer.content.decode().lower()] == []


def test_refused_posts_and_mails_say_nothing_either(blind, sign_in):
    client = sign_in(blind.ann.person)
    page = path_to("panels:score", blind.alliance, pk=blind.exercise.pk, code=blind.one.code)
    data = {"revision": 9, "dossier": 1, "comment": ""}
    answers = [client.post(page, data | {"submit": "1"}), client.post(page, data | {"save": "1"})]
    answers += [client.post(page + "draft/", data), client.post(page, {"revision": "x"})]
    for answer in answers:
        assert [secret for secret in SECRETS if secret in answer.content.decode().lower()] == []
    for mail in Mail.objects.filter(kind__startswith="panels."):
        assert [secret for secret in SECRETS if secret in (mail.subject + mail.body).lower()] == []


def test_names_in_the_text_of_a_paper_stop_its_clearing(panel, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    panel.facts[1] = FACTS
    told = upload(pdf_saying("Certificate for Ms Okafor"))
    paper = store(subject=panel.exercise, purpose="evidence", upload=told, by=None)
    entry = services.add_entry(
        exercise=panel.exercise,
        candidate_id=1,
        areas=[],
        sections=[{"key": "e1", "title": "a.pdf", "kind": "document", "document": paper.pk}],
        by=None,
        now=timezone.now(),
    )
    dossier = entry.dossiers.get()
    with pytest.raises(Refused, match="The text of this paper holds “Ms Okafor”"):
        services.clear_paper(dossier=dossier, section="e1", by=panel.staff, now=timezone.now())
    assert not dossier.copies.exists()
    services.clear_paper(dossier=dossier, section="e1", by=panel.staff, now=timezone.now(), harmless=True)
    assert dossier.copies.get().name == "Evidence 1.pdf"
