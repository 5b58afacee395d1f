"""What an import's report says, in a form that a test compares at a glance."""

from __future__ import annotations

from alliance.schools.services.register import ImportReport, Remarks


def counts(report: ImportReport) -> tuple[int, ...]:
    """Added, changed, unchanged, repaired, unreadable."""
    return report.added, report.changed, report.unchanged, report.repaired.count, report.unreadable.count


def told(remarks: Remarks) -> list[str]:
    """The remarks as people read them."""
    return [str(remark) for remark in remarks.kept]
