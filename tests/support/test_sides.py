"""Who stands on which side of a request."""

from alliance.members.states import Role
from alliance.schools.models import Partner
from support.rules.sides import Side, sides_of
from support.states import DeploymentState, RequestState, Source
from tests.factories.people import MembershipFactory, PersonFactory
from tests.factories.schools import PartnerFactory
from tests.factories.support import make_deployment, make_request, make_supporter


def test_each_side_is_known_by_its_role(cast):
    city = Partner.objects.get(name="Birmingham City Council")
    request = make_request(cast.alliance, cast.school, commissioner=city, source=Source.COMMISSIONER)
    for person, sides in (
        (cast.director, {Side.STAFF}),
        (cast.lead, {Side.STAFF}),
        (cast.head, {Side.SCHOOL}),
        (cast.coordinator, {Side.SCHOOL}),
        (cast.commissioner, {Side.COMMISSIONER}),
        (cast.teacher, set()),
        (cast.board, set()),
        (cast.other_director, set()),
        (None, set()),
    ):
        assert sides_of(person, request) == sides, person


def test_the_lead_of_another_responsibility_and_another_commissioner_see_nothing(cast):
    request = make_request(cast.alliance, cast.school)
    lead, commissioner = PersonFactory(), PersonFactory()
    MembershipFactory(alliance=cast.alliance, person=lead, role=Role.LEAD, responsibility="cpd")
    diocese = PartnerFactory(alliance=cast.alliance, kind="diocese", school=None, name="The diocese")
    MembershipFactory(alliance=cast.alliance, person=commissioner, role=Role.COMMISSIONER, partner=diocese)
    assert sides_of(lead, request) == sides_of(commissioner, request) == set()


def test_a_draft_is_seen_by_the_side_that_writes_it(cast):
    city = Partner.objects.get(name="Birmingham City Council")
    own = make_request(cast.alliance, cast.school, state=RequestState.DRAFT)
    theirs = make_request(cast.alliance, cast.school, state=RequestState.DRAFT, commissioner=city)
    assert sides_of(cast.head, own) == {Side.SCHOOL}
    assert sides_of(cast.commissioner, theirs) == {Side.COMMISSIONER}
    assert sides_of(cast.head, theirs) == sides_of(cast.director, own) == set()


def test_home_school_and_leader_stand_by_it_once_they_were_asked(cast):
    request, supporter = make_request(cast.alliance, cast.school), make_supporter(cast.alliance)
    head = PersonFactory()
    MembershipFactory(alliance=cast.alliance, person=head, role=Role.HEADTEACHER, school=supporter.home_school)
    deployment = make_deployment(request, supporter, by=cast.lead)
    assert sides_of(head, request) == sides_of(supporter.person, request) == set()
    deployment.delete()
    deployment = make_deployment(request, supporter, by=cast.lead, state=DeploymentState.RELEASE_ASKED)
    assert sides_of(head, request) == {Side.HOME}
    assert sides_of(supporter.person, request) == set()
    deployment.delete()
    make_deployment(request, supporter, by=cast.lead, state=DeploymentState.LEADER_ASKED)
    assert sides_of(supporter.person, request) == {Side.LEADER}
