"""5. One second after the deadline, submitting is refused and the draft stays readable."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from tests.factories import sle as made
from tests.factories.schools import SchoolFactory


@pytest.fixture
def complete(cast):
    school = SchoolFactory()
    made.know_head(cast.administrator, school, cast.alliance)
    return made.fill(made.start(made.make_round(cast.lead, cast.alliance), cast.outsider), school)


@pytest.mark.slow
@pytest.mark.parametrize(("late", "status", "state"), [(0, 302, "handed_over"), (1, 403, "draft")])
def test_hand_over_is_judged_to_the_second(cast, sign_in, complete, late, status, state):
    page = f"/boldmere/sle/applications/{complete.code}/"
    with time_machine.travel(complete.round.hand_over_by + timedelta(seconds=late, milliseconds=500), tick=False):
        client = sign_in(cast.outsider)
        answer = client.post(f"{page}hand-over/", {"declared": "on"})
        read = client.get(f"{page}hand-over/" if late else page)
    complete.refresh_from_db()
    assert (answer.status_code, complete.state) == (status, state)
    assert read.status_code == 200
    assert made.ANSWER in read.content.decode()
    if late:
        assert "so this one was not accepted. What you wrote is kept" in answer.content.decode()


@pytest.mark.parametrize(("late", "status", "state"), [(0, 302, "submitted"), (1, 410, "handed_over")])
def test_the_heads_return_is_judged_to_the_second(sign_in, complete, late, status, state):
    application = made.hand_over(complete)
    head = made.reference_of(application)
    type(head).objects.filter(pk=head.pk).update(**made.HEADS_PART)
    token = made.token_of(head)
    with time_machine.travel(application.round.references_by + timedelta(seconds=late), tick=False):
        answer = sign_in(None).post(f"/boldmere/sle/reference/{token}/send/")
    application.refresh_from_db()
    assert (answer.status_code, application.state) == (status, state)
