"""What the tables of support hold to, whoever writes."""

import pytest
from django.db import IntegrityError, transaction

from support.models import DEPLOYMENT, REQUEST, Request
from support.states import DeploymentState, RequestState, Source
from tests.factories.support import make_deployment, make_request, make_supporter


def test_a_request_that_was_asked_is_for_a_school(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_request(cast.alliance, None, state=RequestState.ASKED, areas=())
    assert make_request(cast.alliance, None, state=RequestState.DRAFT, areas=()).pk


def test_what_is_commissioned_has_a_commissioner(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_request(cast.alliance, cast.school, source=Source.COMMISSIONER)


def test_a_supporter_stands_in_a_request_once_until_they_are_dropped(cast):
    request, supporter = make_request(cast.alliance, cast.school), make_supporter(cast.alliance)
    first = make_deployment(request, supporter, by=cast.lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_deployment(request, supporter, by=cast.lead)
    DEPLOYMENT.apply(first, "drop", by=cast.lead)
    assert make_deployment(request, supporter, by=cast.lead, state=DeploymentState.OFFERED).pk


def test_what_is_declined_is_over(cast):
    request = make_request(cast.alliance, cast.school)
    REQUEST.apply(request, "decline", by=cast.lead)
    assert REQUEST.available(Request.objects.get()) == set()
