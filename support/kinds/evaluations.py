"""Mails about evaluations. Texts: templates/support/mail."""

from __future__ import annotations

from alliance.post.kinds import Kind
from support.kinds.deployments import DEPLOYMENT, PAGE, REQUEST

SCHOOL = {**REQUEST, **PAGE, "leader": "Amara Okafor"}
KINDS = (
    Kind("support.evaluation_ask", "To the school: please evaluate a leader’s work", SCHOOL),
    Kind("support.evaluation_remind", "To the school: reminder to evaluate a leader’s work", SCHOOL),
    Kind("support.evaluation_given", "To a leader: a school has evaluated your work", DEPLOYMENT),
    Kind("support.evaluation_read", "To alliance staff: an evaluation to be read", {**SCHOOL, "overall": "Very good"}),
    Kind("support.follow_up_ask", "To the school: what has lasted a term later?", SCHOOL),
)
