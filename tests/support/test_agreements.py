"""The agreement: each signs their own line, any change is another version, exactly what was signed is kept."""

import hashlib

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.members.links import mint
from alliance.post.models import Mail
from alliance.refusal import Refused
from support.kinds.agreements import SIGNATURE_LINK
from support.models import Agreement, Deployment, Request, Signature
from support.queries.agreements import agreed_half_days, all_signatures
from support.services import agreements
from support.states import AgreementState, DeploymentState, Party, RequestState, SignatureState
from tests.factories.support_work import active, chosen, drafted, proposed, sign_all


def line_of(agreement: Agreement, party: str) -> Signature:
    return all_signatures().get(agreement=agreement, party=party)


def test_a_draft_is_filled_in_from_the_diagnosis_and_lacks_what_only_people_know(cast):
    made = chosen(cast)
    agreement = agreements.draft_agreement(request=made.request, by=cast.lead, now=timezone.now())
    assert (agreement.version, agreement.purpose) == (1, made.request.detail)
    with pytest.raises(Refused, match="Something is missing: Visits; The first day"):
        agreements.propose_agreement(agreement=agreement, by=cast.lead, now=timezone.now())
    again = agreements.draft_agreement(request=made.request, by=cast.lead, now=timezone.now())
    assert again == agreement


def test_the_scoping_visit_comes_before_the_agreement(cast):
    made = chosen(cast)
    agreement = agreements.draft_agreement(request=made.request, by=cast.lead, now=timezone.now())
    today = timezone.localdate()
    values = {"visits": "Six.", "begins_on": today, "ends_on": today, "review_on": today}
    agreements.save_agreement(
        agreement=agreement, revision=agreement.revision, values=values, lines={}, by=cast.lead, now=timezone.now()
    )
    with pytest.raises(Refused, match="Note the scoping visit first"):
        agreements.propose_agreement(agreement=agreement, by=cast.lead, now=timezone.now())
    agreements.note_scoping(request=made.request, on=today, found="", by=made.supporter.person, now=timezone.now())
    agreement = Agreement.objects.get()
    agreements.propose_agreement(agreement=agreement, by=cast.lead, now=timezone.now())
    assert Agreement.objects.get().state == AgreementState.SIGNING


def test_every_party_is_asked_and_only_their_own_line_takes_their_name(cast):
    agreement = proposed(cast)
    assert [one.party for one in agreement.signatures.order_by("pk")] == ["school", "leader", "home", "alliance"]
    assert Mail.objects.filter(kind="support.agreement_ask").count() == 3
    given = {"signed_name": "X", "signed_post": "Y", "link": None, "now": timezone.now()}
    for party, person in ((Party.HOME, cast.head), (Party.SCHOOL, cast.lead), (Party.ALLIANCE, cast.head)):
        with pytest.raises(Refused, match="Each signs their own line alone"):
            agreements.sign(signature=line_of(agreement, party), by=person, **given)
    agreements.sign(signature=line_of(agreement, Party.SCHOOL), by=cast.head, **given)
    with pytest.raises(Refused, match="You have signed"):
        agreements.sign(signature=line_of(agreement, Party.SCHOOL), by=cast.head, **given)


def test_with_the_last_signature_support_begins_and_the_paper_says_who_signed(cast):
    agreement = sign_all(proposed(cast), cast, but=Party.HOME)
    assert agreement.state == AgreementState.SIGNING
    assert Deployment.objects.get().state == DeploymentState.CHOSEN
    sign_all(agreement, cast)
    assert (agreement.state, Request.objects.get().state) == (AgreementState.SIGNED, RequestState.ACTIVE)
    deployment = Deployment.objects.get()
    assert (deployment.state, deployment.begins_on) == (DeploymentState.ACTIVE, agreement.begins_on)
    assert agreed_half_days(deployment) == 6
    assert hashlib.sha256(agreement.html.encode()).hexdigest() == agreement.sha256
    assert set(agreement.signatures.values_list("sha256", flat=True)) == {agreement.sha256}
    assert agreement.html in agreement.letter.html
    assert "Harriet Home, Post" in agreement.letter.html
    assert f"checksum is {agreement.sha256}" in agreement.letter.html
    assert "£175 for half a day, invoiced by the alliance" in agreement.html
    assert (agreement.letter.person, agreement.letter.signatory_name) == (None, "")


def test_a_change_is_another_version_that_all_sign_again_and_the_old_words_stay(cast):
    first = proposed(cast)
    words = first.html
    sign_all(first, cast, but=Party.ALLIANCE)
    second = agreements.draft_agreement(request=first.request, by=cast.lead, now=timezone.now())
    first.refresh_from_db()
    assert (first.state, first.html, second.version) == (AgreementState.REPLACED, words, 2)
    given = {"signed_name": "X", "signed_post": "Y", "link": None, "now": timezone.now()}
    with pytest.raises(Refused, match="not signed any more"):
        agreements.sign(signature=line_of(first, Party.ALLIANCE), by=cast.director, **given)
    more = {"values": {"visits": "Other."}, "lines": {}, "by": cast.lead, "now": timezone.now()}
    with pytest.raises(Refused, match="it stays as it is"):
        agreements.save_agreement(agreement=first, revision=first.revision, **more)


@pytest.mark.slow
def test_more_days_count_once_the_next_version_is_signed(cast):
    deployment = active(cast)
    first = Agreement.objects.get()
    second = agreements.draft_agreement(request=deployment.request, by=cast.lead, now=timezone.now())
    [line] = second.lines.all()
    more = {"values": {}, "by": cast.lead, "now": timezone.now()}
    agreements.save_agreement(agreement=second, revision=second.revision, lines={line.pk: {"half_days": 10}}, **more)
    agreements.propose_agreement(agreement=second, by=cast.lead, now=timezone.now())
    assert agreed_half_days(deployment) == 6
    sign_all(second, cast)
    first.refresh_from_db()
    assert (agreed_half_days(deployment), first.state) == (10, AgreementState.REPLACED)
    assert Deployment.objects.get().half_days == 10


def test_a_party_asks_for_a_change_by_its_link_and_staff_hear_why(cast, client):
    agreement = proposed(cast)
    signature = line_of(agreement, Party.HOME)
    token = mint(subject=signature, purpose=SIGNATURE_LINK, email=signature.email)
    page = path_to("support:agreement_sign", cast.alliance, token=token)
    assert client.post(page, {"what": "change", "reason": ""}).status_code == 422
    assert client.post(page, {"what": "change", "reason": "Not on Mondays."}).status_code == 302
    signature.refresh_from_db()
    assert signature.state == SignatureState.REFUSED
    assert "Not on Mondays." in Mail.objects.get(kind="support.agreement_refuse").body
    # They can still sign, by the same link.
    assert client.post(page, {"signed_name": "Harriet Home", "signed_post": "Head"}).status_code == 422
    assert client.post(page, {"agreed": "on", "signed_name": "H. Home", "signed_post": "Head"}).status_code == 302
    assert client.get(page).status_code == 410


def test_the_leader_signs_for_nobody_else(cast, client):
    agreement = proposed(cast)
    signature = line_of(agreement, Party.HOME)
    token = mint(subject=signature, purpose=SIGNATURE_LINK, email=signature.email)
    leader = line_of(agreement, Party.LEADER).deployment.supporter.person
    client.force_login(leader, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = path_to("support:agreement_sign", cast.alliance, token=token)
    assert client.get(page).status_code == 410
    own = path_to("support:agreement_sign", cast.alliance, token=line_of(agreement, Party.LEADER).own_token)
    assert client.get(own).status_code == 200


@pytest.mark.slow
def test_the_pages_of_a_draft_and_of_what_is_signed(cast, client):
    agreement = drafted(cast)
    code = agreement.request.code
    client.force_login(cast.lead, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = path_to("support:agreement", cast.alliance, code=code)
    assert b"Send it to be signed" in client.get(page).content
    change = path_to("support:agreement_change", cast.alliance, code=code)
    assert b"Draw up the agreement" in client.get(change).content
    client.force_login(cast.head, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(page).status_code == 403
    agreements.propose_agreement(agreement=agreement, by=cast.lead, now=timezone.now())
    assert b"Read and sign" in client.get(page).content
    assert client.get(change).status_code == 403


def test_03_a_stale_tab_overwrites_no_draft_and_shows_both_texts(cast, sign_in):
    agreement = drafted(cast)
    [line] = agreement.lines.all()
    page = path_to("support:agreement_change", cast.alliance, code=agreement.request.code)
    leader = {
        f"line{line.pk}-half_days": "4",
        f"line{line.pk}-half_day_pence": "175",
        f"line{line.pk}-share_pence": "0",
    }
    typed = {"visits": "Mine.", "late_hours": "48", **leader, f"line{line.pk}-invoiced_by": "alliance"}
    client = sign_in(cast.lead)
    stale = client.post(page, {**typed, "revision": "0"})
    assert stale.status_code == 409
    assert all(words in stale.content.decode() for words in ("Six half days.", "Mine.", "3 days, £175 for half a day"))
    agreement.refresh_from_db()
    assert (agreement.visits, agreement.revision) == ("Six half days.", 1)
    assert client.post(page, {**typed, "revision": "1"}).status_code == 302
