"""Words with a fixed meaning about alliances and schools: pure data."""

from django.db.models import TextChoices


class Responsibility(TextChoices):
    """The six responsibilities of a teaching school alliance."""

    INITIAL_TRAINING = "itt", "Initial teacher training"
    CPD = "cpd", "Professional development"
    LEADERSHIP = "leadership", "Leadership succession"
    SUPPORT = "support", "School-to-school support"
    SLE = "sle", "Specialist leaders of education"
    RESEARCH = "research", "Research and development"


class PartnerKind(TextChoices):
    """What a partner of an alliance is (domain facts: "Alliances, schools and people")."""

    SCHOOL = "school", "School"
    COLLEGE = "college", "College"
    UNIVERSITY = "university", "University"
    TRAINING_PROVIDER = "training_provider", "Training provider"
    LOCAL_AUTHORITY = "local_authority", "Local authority"
    DIOCESE = "diocese", "Diocese"
    TRUST = "trust", "Trust"
    NATIONAL_BODY = "national_body", "National body"
    CHARITY = "charity", "Charity"
    COMPANY = "company", "Company"
    NETWORK = "network", "Network"
    REGIONAL_COMMISSIONER = "regional_commissioner", "Regional schools commissioner"

    @property
    def plural(self) -> str:
        """The label for several: Universities, Local authorities, Charities."""
        label = str(self.label)
        return f"{label[:-1]}ies" if label.endswith("y") else f"{label}s"


class SchoolStatus(TextChoices):
    """Where a school stands on the national register."""

    OPEN = "open", "Open"
    CLOSING = "closing", "Open, but proposed to close"
    CLOSED = "closed", "Closed"
    PROPOSED = "proposed", "Proposed to open"
