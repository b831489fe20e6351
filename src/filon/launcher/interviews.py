"""`filon interviews …`: the timetable engine from the command line, without Django or a database."""

# ruff: noqa: PLC0415  the engine is imported by the command that needs it: `filon run` does without

import resource
import signal
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, TypeAlias

from filon.launcher.command import HouseCommand, never

if TYPE_CHECKING:
    from filon.engines.interviews.desk import Change, Desk
    from filon.engines.interviews.model import Report
    from filon.engines.interviews.solving import Progress

DONE, REFUSED, USAGE = 0, 1, 2
DISPLACEABLE = "give the seat of a student who keeps two interviews to one who has fewer"


Bodies: TypeAlias = tuple[Callable[[Namespace], int], Callable[[ArgumentParser], None]]
"""What a command does, and its arguments."""


def _refusing(run: Callable[[Namespace], int]) -> Callable[[Namespace], int]:
    """A refusal of the engine is a sentence on stderr and exit code 1."""

    def guarded(arguments: Namespace) -> int:
        from filon.engines.interviews.errors import InterviewsRefused

        try:
            return run(arguments)
        except InterviewsRefused as refusal:
            print(refusal, file=sys.stderr)
        except MemoryError:
            print("The instance does not fit in this machine's memory.", file=sys.stderr)
        return REFUSED

    return guarded


class _Watch:
    """Shows progress on stderr, writes the first timetable at once, stops at the time limit or at a signal."""

    def __init__(self, arguments: Namespace) -> None:
        self.start = time.monotonic()
        self.limit: float | None = arguments.time_limit
        self.out: Path = arguments.out
        self.is_asked_to_stop = False
        self.shown: tuple[str, int, int, int] | None = None

    def stop(self, _number: int, _frame: FrameType | None) -> None:
        """Ctrl-C and SIGTERM: the best timetable so far is written; a second one ends at once."""
        if self.is_asked_to_stop:
            raise KeyboardInterrupt
        self.is_asked_to_stop = True

    def __call__(self, progress: "Progress") -> bool:
        from filon.engines.interviews.solving import Stage
        from filon.engines.interviews.writing import schedule_document, write

        state = progress.stage.value, progress.with_one, progress.with_two, progress.weight
        if state != self.shown:
            line = "{:>9}: {} students with one interview, {} with two, weight {}".format(*state)
            print(f"{self.seconds():7.1f} s  {line}", file=sys.stderr, flush=True)
        if self.shown is None and progress.stage == Stage.DRAFT:
            write(self.out, schedule_document(progress.schedule()))
        self.shown = state
        return self.is_asked_to_stop or (self.limit is not None and self.seconds() >= self.limit)

    def seconds(self) -> float:
        """Since the command began."""
        return time.monotonic() - self.start


def _solve(arguments: Namespace) -> int:
    from filon.engines import interviews
    from filon.engines.interviews.writing import report_document, schedule_document, write

    watch = _Watch(arguments)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, watch.stop)
    instance = interviews.read_instance(arguments.instance)
    solution = interviews.solve(instance, seed=arguments.seed, draft=arguments.draft, watch=watch)
    write(arguments.out, schedule_document(solution.schedule))
    seconds, memory = round(watch.seconds(), 3), _peak_memory()
    if arguments.report is not None:
        write(arguments.report, report_document(solution.report, seconds=seconds, peak_memory_bytes=memory))
    _show(solution.report, seconds, memory)
    return DONE


def _peak_memory() -> int:
    """Bytes; Linux counts in kilobytes, macOS in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else 1024 * peak


def _show(report: "Report", seconds: float, memory: int) -> None:
    score, bounds = report.score, report.bounds
    print(f"students with one interview   {score.with_one:>9}   at most {bounds.with_one} of {report.students}")
    print(f"students with two or more     {score.with_two:>9}   at most {bounds.with_two}")
    print(f"weight of the wishes granted  {score.weight:>9}   at most {bounds.weight} (gap {100 * report.gap:.3f} %)")
    print(f"idle slots in students' days  {score.idle_slots:>9}")
    print(f"interviews                    {report.interviews:>9}   of {report.seats} seats and {report.demand} mutual wishes within reach")
    print(f"time and memory               {seconds:>9.1f} s {memory / 1e6:.0f} MB{'' if report.is_finished else ', stopped early'}")


def _solve_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("instance", type=Path, help="file in the format filon-interviews/1, packed by gzip or not")
    parser.add_argument("--out", type=Path, required=True, help="where the schedule goes; a first one is there early, the best at the end")
    parser.add_argument("--report", type=Path, help="what was reached and what cannot be exceeded, as JSON")
    parser.add_argument("--time-limit", type=_positive, metavar="S", help="stop looking after so many seconds and keep the best so far")
    parser.add_argument("--seed", type=_seed, default=0, help="same seed, same schedule (unless a time limit cut it); default: 0")
    parser.add_argument("--draft", action="store_true", help="stop at the first good timetable")


def _positive(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < float("inf"):
        raise ValueError(text)
    return seconds


def _seed(text: str) -> int:
    seed = int(text)
    if seed < 0:
        raise ValueError(text)
    return seed


def _repair(arguments: Namespace) -> int:
    from filon.engines import interviews
    from filon.engines.interviews.writing import instance_document, schedule_document, write

    instance = interviews.read_instance(arguments.instance)
    desk = interviews.open_desk(instance, interviews.read_schedule(arguments.schedule, instance))
    start = time.perf_counter()
    change = _event(desk, arguments)
    seconds = time.perf_counter() - start
    write(arguments.out, schedule_document(desk.schedule()))
    if arguments.instance_out is not None:
        write(arguments.instance_out, instance_document(desk.instance))
    counts = f"{len(change.removed)} lost, {len(change.added)} added, {len(change.displaced)} given up for others"
    print(f"{counts}, {len(change.renumbered)} with another interviewer, nothing else changed ({1000 * seconds:.1f} ms)")
    return DONE


def _event(desk: "Desk", arguments: Namespace) -> "Change":
    from filon.engines.interviews.reading import added_student

    if arguments.cancel_company is not None:
        return desk.cancel_company(arguments.cancel_company, displace=arguments.displace)
    if arguments.close_interviewer is not None:
        return desk.close_interviewer(*arguments.close_interviewer, displace=arguments.displace)
    if arguments.withdraw_student is not None:
        return desk.withdraw_student(arguments.withdraw_student)
    return desk.add_student(added_student(arguments.add_student, desk.instance), displace=arguments.displace)


def _repair_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("instance", type=Path, help="the instance the schedule was made for")
    parser.add_argument("schedule", type=Path, help="the schedule as it stands")
    event = parser.add_mutually_exclusive_group(required=True)
    event.add_argument("--cancel-company", type=int, metavar="C", help="the company does not come")
    event.add_argument("--close-interviewer", type=_presence, metavar="C,DAY,SITE", help="the company has one interviewer less there")
    event.add_argument("--withdraw-student", type=int, metavar="S", help="the student does not come")
    event.add_argument("--add-student", type=Path, metavar="FILE", help="a student more: one entry of `students`, as JSON")
    parser.add_argument("--displace", action="store_true", help=DISPLACEABLE)
    parser.add_argument("--out", type=Path, required=True, help="where the new schedule goes")
    parser.add_argument("--instance-out", type=Path, help="where the instance after the event goes")


def _presence(text: str) -> tuple[int, int, int]:
    company, day, site = map(int, text.split(","))
    return company, day, site


def _why(arguments: Namespace) -> int:
    from filon.engines import interviews

    instance = interviews.read_instance(arguments.instance)
    schedule = interviews.read_schedule(arguments.schedule, instance)
    if arguments.company is None:
        reasons = interviews.why_student(instance, schedule, arguments.student)
    else:
        reasons = (interviews.why(instance, schedule, arguments.student, arguments.company),)
    for reason in reasons:
        print(interviews.sentence(instance, reason, interviews.Language(arguments.language)))
    return DONE


def _why_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("instance", type=Path, help="the instance the schedule was made for")
    parser.add_argument("schedule", type=Path, help="the schedule")
    parser.add_argument("--student", type=int, required=True, metavar="S", help="number of the student")
    parser.add_argument("--company", type=int, metavar="C", help="number of the company; default: each of the student's wishes")
    parser.add_argument("--language", choices=("fr", "en"), default="fr", help="of the sentences; default: fr")


def _elsewhere(module: str) -> Bodies:
    """A command that a module of the engine brings itself."""
    name = f"filon.engines.interviews.{module}"

    def run(arguments: Namespace) -> int:
        code: int = import_module(name).run(arguments)
        return code

    def add_arguments(parser: ArgumentParser) -> None:
        import_module(name).add_arguments(parser)

    return run, add_arguments


def _command(word: str, about: str, example: str, bodies: Bodies) -> HouseCommand:
    run, arguments = bodies
    line = f"filon interviews {word} {example}"
    return HouseCommand(("interviews", word), about, line, _refusing(run), arguments, needs_database=False, needs_django=never)


COMMANDS = (
    _command(
        "solve", "a fair timetable, and how far it is from the best at most", "forum.json --out plan.json", (_solve, _solve_arguments)
    ),
    _command(
        "repair",
        "the timetable after an event, with no other hour changed",
        "forum.json plan.json --cancel-company 12 --out new.json",
        (_repair, _repair_arguments),
    ),
    _command("check", "is a schedule valid, and what is it worth", "forum.json plan.json", _elsewhere("checker")),
    _command(
        "generate", "an instance of a given size", "--companies 80 --students 1400 --seed 1 --out forum.json", _elsewhere("generator")
    ),
    _command("why", "why a student has, or has not, an interview", "forum.json plan.json --student 5 --company 3", (_why, _why_arguments)),
)
