"""Tasks printed twice are kept once.

The prints may be set differently: a page that holds its text once more in one long line.
"""

from __future__ import annotations

from collections.abc import Sequence

from docx2tasks.segment.drafts.draft import Draft, Drafts
from docx2tasks.segment.outline.repeated import find_chain
from docx2tasks.source import Diagnostic, Span
from docx2tasks.vocabulary import DiagnosticCode, LeftoverKind

_LEAST = 6  # measures that two prints have in common, where lines say nothing of them
_LENGTH = 12  # characters of each of them on the average: short ones come again by chance
_SHARE = 0.7  # of the measures of each print


def drop_repeated(drafts: Drafts, prints: Sequence[Span]) -> Drafts:
    """The drafts without repetitions in second copies.

    ``prints`` are those that are known already.  What says something else, be it of the units or the time, is
    kept beside the first one.
    """
    if prints:
        said = {_to_words(draft) for draft in drafts.drafts if not _is_inside(draft, prints)}
        drafts = _without(drafts, [_is_inside(d, prints) and _to_words(d) in said for d in drafts.drafts])
    places = _find_second_print(drafts.drafts)
    if not places:
        return drafts
    first = drafts.drafts[min(places)].text
    words = f"{len(places)} tasks are printed twice; the second copy was dropped"
    doubt = Diagnostic(DiagnosticCode.TEXT_REPEATED, words, "warning", first.spans[:1])
    kept = _without(drafts, [number in places for number in range(len(drafts.drafts))])
    return kept._replace(diagnostics=(*drafts.diagnostics, doubt))


def _without(drafts: Drafts, dropped: Sequence[bool]) -> Drafts:
    kept = tuple(draft for draft, is_dropped in zip(drafts.drafts, dropped, strict=True) if not is_dropped)
    gone = [draft for draft, is_dropped in zip(drafts.drafts, dropped, strict=True) if is_dropped]
    words = tuple(
        (LeftoverKind.REPEATED, passage)
        for draft in gone
        for passage in (draft.label, draft.text, *(step.title for step in draft.path))
        if passage
    )
    return drafts._replace(drafts=kept, leftovers=(*drafts.leftovers, *words))


def _find_second_print(drafts: Sequence[Draft]) -> frozenset[int]:
    """The places of measures that follow each other as measures before them do, under the same headings."""
    keys = ["\x1f".join(_to_words(draft)) for draft in drafts]
    if len(keys) - len({*keys}) < _LEAST:
        return frozenset()
    keys = [
        "\x1f".join(("\x1e".join(_squeeze(s.title.text) for s in d.path), key))
        for d, key in zip(drafts, keys, strict=True)
    ]
    chain = find_chain(keys)
    chain = [pair for pair in chain if pair.first < chain[0].second]
    if len(chain) < _LEAST or sum(len(drafts[pair.second].text.text) for pair in chain) < _LENGTH * len(chain):
        return frozenset()
    first, second = chain[-1].first - chain[0].first + 1, chain[-1].second - chain[0].second + 1
    return frozenset(pair.second for pair in chain) if len(chain) >= _SHARE * max(first, second) else frozenset()


def _is_inside(draft: Draft, prints: Sequence[Span]) -> bool:
    return any(low <= draft.text.start < high for low, high in prints)


def _to_words(draft: Draft) -> tuple[str, ...]:
    """What a draft says, but for its place and what is above it."""
    label = draft.label.text if draft.label else ""
    units = sorted({unit.name.text for unit in draft.units})
    times = (_squeeze(passage.text) for passage in (*draft.extra_passages, *draft.deadline_passages))
    return (label, _squeeze(draft.text.text), *units, *times)


def _squeeze(words: str) -> str:
    return "".join(words.split())
