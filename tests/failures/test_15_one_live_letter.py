"""15. Deciding one way and then the other before release leaves exactly one live letter."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone
from django_scopes import scope

from alliance.post.models import Letter, Mail
from alliance.refusal import Refused
from sle.models import Designation, OutcomeLetter
from sle.services import release
from sle.states import Outcome
from tests.factories.sle_panel import make_decided

pytestmark = pytest.mark.slow


def test_deciding_one_way_and_then_the_other_leaves_one_letter_that_says_the_last(cast):
    stage, (alex,) = make_decided(cast.alliance, cast.lead, cast.director, "Alex Okafor")
    for outcome in (Outcome.NOT_DESIGNATED, Outcome.WITH_SUPPORT, Outcome.NOT_DESIGNATED):
        stage.propose(alex, outcome)
        assert stage.letter(alex).body == ""
        stage.approve(cast.director)
        stage.approve_letters(alex)
    assert OutcomeLetter.objects.count() == 1
    release.release_round(round=stage.round, by=cast.administrator, now=timezone.now())
    letter = Letter.objects.get()
    assert "not designated this time" in letter.html
    assert "glad to offer" not in letter.html
    assert Mail.objects.filter(kind="sle.outcome_ready").count() == 1
    assert not Designation.objects.exists()


def test_an_approval_does_not_outlive_the_outcome_it_was_given_for(cast):
    stage, (alex,) = make_decided(cast.alliance, cast.lead, cast.director, "Alex Okafor")
    stage.propose(alex, Outcome.NOT_DESIGNATED)
    with pytest.raises(Refused, match="Alex Okafor: the outcome is not approved by the director yet"):
        release.release_round(round=stage.round, by=cast.administrator, now=timezone.now())
    stage.approve(cast.director)
    with pytest.raises(Refused, match="Alex Okafor: the letter is not approved yet"):
        release.release_round(round=stage.round, by=cast.administrator, now=timezone.now())
    assert not Letter.objects.exists()


def at_once(alliance, *acts):
    """Do `acts` at the same moment, each in a thread with a connection of its own; what each ended with."""
    barrier, ended = Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        barrier.wait()
        try:
            with scope(alliance=alliance):
                ended[number] = act()
        except Exception as error:  # noqa: BLE001  # the test looks at how each ended
            ended[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number, act)) for number, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ended


def test_of_two_who_release_at_once_one_releases_and_the_other_is_told(transactional_db, cast):
    stage, _ = make_decided(cast.alliance, cast.lead, cast.director, "Alex Okafor", "Bea Moss")

    def act():
        return release.release_round(round=stage.round, by=cast.administrator, now=timezone.now())

    ended = at_once(cast.alliance, act, act)
    assert [one for one in ended if isinstance(one, int)] == [2]
    (told,) = [one for one in ended if not isinstance(one, int)]
    assert isinstance(told, Refused)
    assert told.refusal.sentence == "This round is released, so its outcomes cannot be released."
    assert (Letter.objects.count(), Mail.objects.filter(kind="sle.outcome_ready").count()) == (2, 2)


def test_a_change_of_mind_and_a_release_at_once_never_tell_the_old_outcome_as_the_new(transactional_db, cast):
    stage, (alex,) = make_decided(cast.alliance, cast.lead, cast.director, "Alex Okafor")

    def change():
        stage.propose(alex, Outcome.NOT_DESIGNATED)
        return "changed"

    def let_out():
        return release.release_round(round=stage.round, by=cast.administrator, now=timezone.now())

    ended = at_once(cast.alliance, change, let_out)
    won = [one for one in ended if not isinstance(one, Refused)]
    assert len(won) == 1, ended
    if won == ["changed"]:
        assert not Letter.objects.exists()
        assert stage.letter(alex).body == ""
    else:
        assert "glad to offer" in Letter.objects.get().html
        assert Designation.objects.get().state == "offered"
