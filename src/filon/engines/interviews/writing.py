"""Writes documents whole or not at all: beside the target first, then renamed over it."""

from __future__ import annotations

import gzip
import json
import os
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filon.engines.interviews.errors import InterviewsRefused
from filon.engines.interviews.model import FORMAT

if TYPE_CHECKING:
    from filon.engines.interviews.model import Company, Instance, Interview, Report, Schedule, Student


def write(path: Path, document: Any) -> None:
    """Writes a JSON document, packed when the name ends in `.gz`; whoever reads meanwhile sees the file as it was."""
    content = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    if path.suffix == ".gz":
        content = gzip.compress(content, mtime=0)
    temporary = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            temporary = file.name
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o666 & ~_mask())
        Path(temporary).replace(path)
    except OSError as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        raise InterviewsRefused(f"{path} cannot be written: {error.strerror}.") from None


def _mask() -> int:
    """What the umask takes away from a new file."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def schedule_document(schedule: Schedule) -> dict[str, Any]:
    """The schedule in the format `filon-interviews/1`."""
    return {"interviews": [_row(interview) for interview in schedule.interviews]}


def _row(interview: Interview) -> list[int]:
    return [interview.student, interview.company, interview.slot, interview.site, interview.interviewer]


def instance_document(instance: Instance) -> dict[str, Any]:
    """The instance in the format `filon-interviews/1`."""
    return {
        "format": FORMAT,
        "slots": [asdict(slot) for slot in instance.slots],
        "sites": list(instance.sites),
        "rules": asdict(instance.rules),
        "companies": [_company(company) for company in instance.companies],
        "students": [_student(student) for student in instance.students],
        "locked": [_row(interview) for interview in instance.locked],
    }


def _company(company: Company) -> dict[str, Any]:
    rows = [{**asdict(presence), "closed": sorted(presence.closed)} for presence in company.presence]
    return {"name": company.name, "presence": rows}


def _student(student: Student) -> dict[str, Any]:
    return {
        "home": student.home,
        "max": student.max,
        "busy": sorted(student.busy),
        "away": sorted(student.away),
        "wishes": [list(wish) for wish in student.wishes],
    }


def report_document(report: Report, **measured: float) -> dict[str, Any]:
    """The report as JSON, with what the caller measured (seconds, bytes)."""
    return {**asdict(report), "gap": report.gap, **measured}
