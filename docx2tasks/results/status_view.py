"""The status of a batch as tables, and as values for JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from docx2tasks.errors import Status
from docx2tasks.results.sections import Section, make_section, share_to_words, shorten
from docx2tasks.results.status import LITTLE, BatchStatus, Costly, Failed, Group, K, Sums, add_up

_MB = 1_000_000
_OPENED = Status.OPENED.value
_NO_DOCUMENTS = (_OPENED, Status.SKIPPED.value)

FAILED_HEADERS = ("name", "status", "code", "sha256", "seconds", "peak MB", "attempts", "message")


def status_to_sections(found: BatchStatus) -> Iterator[Section]:
    """The tables, those without rows left out."""
    made = (
        _outcomes, _refusals, _skipped, _formats, _diagnostics, _copies, _coverage, _least_covered, _slowest,
        _hungriest, _setups,
    )  # fmt: skip
    return (section for section in (make(found) for make in made) if section.rows)


def failed_to_row(one: Failed) -> Sequence[str]:
    """A row of :data:`FAILED_HEADERS`, nothing in it shortened."""
    values = (*one[:4], f"{one.seconds:.2f}", f"{one.memory / _MB:.0f}", one.attempts, one.message)
    return make_section("", FAILED_HEADERS, [values]).rows[0]


def _outcomes(found: BatchStatus) -> Section:
    headers = ("outcome", "documents", "share", "tasks", "MB", "seconds")
    ends = _by_end(found.groups)
    whole = _whole(found)
    shares = {name: "" if name in _NO_DOCUMENTS else _share(one, whole) for name, one in ends.items()}
    rows = [_outcome_to_row(name, one, shares[name]) for name, one in ends.items()]
    if whole:  # without what is skipped, and archives and mails: what they hold is counted by itself
        rows.append(_outcome_to_row("all documents", whole, ""))
    return make_section("outcomes", headers, rows)


def _by_end(groups: Sequence[Group]) -> dict[str, Sums]:
    """Sums by status, in the order in which they are documented."""
    sums = add_up(groups, lambda group: group.status)
    return {status.value: sums[status.value] for status in Status if status.value in sums}


def _whole(found: BatchStatus) -> Sums | None:
    return add_up(found.groups, lambda group: None if group.status in _NO_DOCUMENTS else "all").get("all")


def _share(one: Sums, whole: Sums | None) -> str:
    return share_to_words(one.documents, whole.documents if whole else 0)


def _outcome_to_row(name: str, one: Sums, share: str) -> tuple[object, ...]:
    return name, one.documents, share, int(one.tasks), one.bytes / _MB, one.seconds


def _refusals(found: BatchStatus) -> Section:
    rows = ((name, one.documents, shorten(found.examples.get(name))) for name, one in _by_documents(_by_code(found)))
    return make_section("failed files", ("code", "documents", "for example"), rows)


def _by_code(found: BatchStatus) -> dict[str, Sums]:
    return add_up(found.groups, lambda group: None if group.status in _NO_DOCUMENTS else group.code)


def _formats(found: BatchStatus) -> Section:
    headers = ("format", "documents", "done", "no tasks", "opened", "not read", "tasks", "seconds each")
    sums = add_up(found.groups, _to_format)
    rows = []
    for name, one in _by_documents(sums):
        ends = _by_end([group for group in found.groups if _to_format(group) == name])
        counts = [ends[end].documents if end in ends else 0 for end in ("done", "no-tasks", _OPENED)]
        rest = one.documents - sum(counts)
        rows.append((name, one.documents, *counts, rest, int(one.tasks), one.seconds / one.documents))
    return make_section("formats", headers, rows)


def _skipped(found: BatchStatus) -> Section:
    rows = [(shorten(name), message) for name, message in found.skipped]
    return make_section("skipped", ("name", "why"), rows)


def _to_format(group: Group) -> str | None:
    if group.status == Status.SKIPPED.value:
        return None
    return group.format or "unknown"


def _diagnostics(found: BatchStatus) -> Section:
    return make_section("diagnostics", ("code", "documents", "times"), found.diagnostics)


def _copies(found: BatchStatus) -> Section:
    return make_section(f"copies ({found.copies.documents})", ("name", "copy of"), found.copies.first)


def _coverage(found: BatchStatus) -> Section:
    headers = ("documents", "mean", f"below {LITTLE:.0%}", "share")
    known, mean, doubtful = _find_coverage(found)
    rows = [] if mean is None else [(known, f"{mean:.1%}", doubtful, share_to_words(doubtful, known))]
    return make_section("coverage", headers, rows)


def _find_coverage(found: BatchStatus) -> tuple[int, float | None, int]:
    """Of how many documents it is known, its mean, and how many of them have too little."""
    whole = add_up(found.groups, lambda _: "all").get("all")
    if whole is None or not whole.covered:
        return 0, None, 0
    return whole.covered, whole.coverage / whole.covered, int(whole.doubtful)


def _least_covered(found: BatchStatus) -> Section:
    rows = ((shorten(name), f"{share:.1%}", tasks, kind) for name, share, tasks, kind in found.least_covered)
    return make_section("least covered", ("name", "coverage", "tasks", "format"), rows)


def _slowest(found: BatchStatus) -> Section:
    return _costly("slowest", found.slowest)


def _hungriest(found: BatchStatus) -> Section:
    return _costly("most memory", [one for one in found.hungriest if one.memory])


def _costly(title: str, files: Sequence[Costly]) -> Section:
    headers = ("name", "outcome", "format", "MB", "seconds", "peak MB")
    rows = (
        (shorten(one.name), one.status, one.format, (one.bytes or 0) / _MB, one.seconds, one.memory // _MB)
        for one in files
    )
    return make_section(title, headers, rows)


def _setups(found: BatchStatus) -> Section:
    return make_section("read with", ("version", "rules", "limits", "documents"), _find_setups(found))


def _find_setups(found: BatchStatus) -> list[tuple[str, str, str, int]]:
    """Version, rules and limits with how many documents were read so, most first."""
    sums = add_up(found.groups, lambda group: (group.version, group.rules, group.limits))
    return [(*setup, one.documents) for setup, one in _by_documents(sums)]


def _by_documents(sums: Mapping[K, Sums]) -> list[tuple[K, Sums]]:
    return sorted(sums.items(), key=lambda item: (-item[1].documents, item[0]))


# --- values ----------------------------------------------------------------------------------------------


def status_to_values(found: BatchStatus) -> dict[str, object]:
    """What JSON takes, in the shape that docs/compare.md describes."""
    whole = _whole(found)
    known, mean, doubtful = _find_coverage(found)
    return {
        "folder": found.folder,
        "store": found.store,
        **_sums_to_values(whole),
        "outcomes": {name: _sums_to_values(one) for name, one in _by_end(found.groups).items()},
        "refusals": [
            {"code": code, "documents": one.documents, "example": found.examples.get(code)}
            for code, one in _by_documents(_by_code(found))
        ],
        "formats": {
            name: {end: one.documents for end, one in _by_end(groups).items()}
            for name, groups in _by_format(found).items()
        },
        "diagnostics": [{"code": code, "documents": count, "times": n} for code, count, n in found.diagnostics],
        "skipped": [{"name": name, "why": message} for name, message in found.skipped],
        "copies": {
            "documents": found.copies.documents,
            "first": [{"name": name, "copy_of": of} for name, of in found.copies.first],
        },
        "coverage": {"documents": known, "mean": mean, "below": LITTLE, "documents_below": doubtful},
        "least_covered": [
            dict(zip(("name", "coverage", "tasks", "format"), row, strict=True)) for row in found.least_covered
        ],
        "slowest": [one._asdict() for one in found.slowest],
        "hungriest": [one._asdict() for one in found.hungriest],
        "read_with": [
            dict(zip(("version", "rules", "limits", "documents"), row, strict=True)) for row in _find_setups(found)
        ],
    }


def _by_format(found: BatchStatus) -> dict[str, list[Group]]:
    names = sorted({name for group in found.groups if (name := _to_format(group))})
    return {name: [group for group in found.groups if _to_format(group) == name] for name in names}


def _sums_to_values(one: Sums | None) -> dict[str, float]:
    if one is None:
        return {"documents": 0, "tasks": 0, "bytes": 0, "seconds": 0.0}
    return {"documents": one.documents, "tasks": int(one.tasks), "bytes": int(one.bytes), "seconds": one.seconds}


def failed_to_values(one: Failed) -> dict[str, object]:
    """What JSON takes of a file that was not read."""
    return one._asdict()
