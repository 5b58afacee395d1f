"""What is stored of school-to-school support."""

from support.models.agreements import AGREEMENT, SIGNATURE, Agreement, AgreementLine, Signature
from support.models.board import BoardTargets, Priority
from support.models.deployments import DEPLOYMENT, Deployment, DeploymentNeed
from support.models.evaluations import EVALUATION, Evaluation, NeedEvaluation, Reading
from support.models.funding import Pot, Rate
from support.models.money import Posting, PostingLine, Statement
from support.models.plans import PLAN, Plan, RuledOut
from support.models.requests import REQUEST, Context, Measure, Need, Request, ServiceTimes, Wait
from support.models.supply import Away, Supporter, SupporterArea
from support.models.visits import CONCERN, VISIT, Concern, LedgerLine, Visit

__all__ = [
    "AGREEMENT",
    "CONCERN",
    "DEPLOYMENT",
    "EVALUATION",
    "PLAN",
    "REQUEST",
    "SIGNATURE",
    "VISIT",
    "Agreement",
    "AgreementLine",
    "Away",
    "BoardTargets",
    "Concern",
    "Context",
    "Deployment",
    "DeploymentNeed",
    "Evaluation",
    "LedgerLine",
    "Measure",
    "Need",
    "NeedEvaluation",
    "Plan",
    "Posting",
    "PostingLine",
    "Pot",
    "Priority",
    "Rate",
    "Reading",
    "Request",
    "RuledOut",
    "ServiceTimes",
    "Signature",
    "Statement",
    "Supporter",
    "SupporterArea",
    "Visit",
    "Wait",
]
