"""Beside the scores stand the dossier's papers, for whoever may see the scores and nobody else."""

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.library.services import store
from alliance.panels import services
from tests.factories import files
from tests.factories.panels import make_panel


@pytest.mark.slow
def test_a_chair_who_was_not_given_the_entry_reads_its_papers_beside_the_scores(
    cast, candidates, sign_in, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    panel = make_panel(cast.alliance, cast.lead, candidates)
    chair, ann, bob = panel.sit("Carol Chair", "chair"), panel.sit("Ann Scorer"), panel.sit("Bob Scorer")
    entry = panel.enter(1)
    paper = store(subject=panel.exercise, purpose="evidence", upload=files.upload(files.pdf(), "a.pdf"), by=None)
    section = {"key": "e1", "title": "Evidence", "kind": "document", "document": paper.pk}
    dossier = services.add_papers(entry=entry, sections=[section], by=panel.staff, now=timezone.now())
    services.clear_paper(dossier=dossier, section="e1", by=panel.staff, now=timezone.now())
    panel.clear(entry)
    services.share_by_hand(entry=entry, seats=[ann, bob], by=panel.staff, now=timezone.now())
    panel.start()
    page = path_to("panels:comparison", cast.alliance, pk=panel.exercise.pk, code=entry.code)
    assert sign_in(chair.person).get(f"{page}papers/e1/").status_code == 403
    for seat in (ann, bob):
        panel.score(seat, entry, "Green")
    assert f'{page}papers/e1/"' in sign_in(chair.person).get(page).content.decode()
    answer = sign_in(chair.person).get(f"{page}papers/e1/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Evidence 1.pdf"'
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert sign_in(chair.person).get(f"{page}papers/q1/").status_code == 404
    services.recuse(entry=entry, seat=chair, now=timezone.now())
    assert sign_in(chair.person).get(f"{page}papers/e1/").status_code == 404
