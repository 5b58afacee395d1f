"""What is stored of school-to-school support."""

from support.models.deployments import DEPLOYMENT, Deployment, DeploymentNeed
from support.models.requests import REQUEST, Context, Measure, Need, Request, ServiceTimes
from support.models.supply import Away, Supporter, SupporterArea

__all__ = [
    "DEPLOYMENT",
    "REQUEST",
    "Away",
    "Context",
    "Deployment",
    "DeploymentNeed",
    "Measure",
    "Need",
    "Request",
    "ServiceTimes",
    "Supporter",
    "SupporterArea",
]
