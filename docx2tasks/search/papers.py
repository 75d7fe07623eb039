"""Documents with their selected tasks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docx2tasks.extract.unit_names import UnitNames
from docx2tasks.office.papers import Paper
from docx2tasks.search.selection import PROVISION, Selection, selection_to_test


def paper_to_level(paper: Paper, names: UnitNames) -> str | None:
    """The level of the body that issued a paper: 省, 市 …, by which short names of units are understood."""
    return names.issuer_to_level((paper.document.get("document") or {}).get("issuer"))


def select_tasks(papers: Iterable[Paper], selection: Selection, names: UnitNames) -> Iterator[Paper]:
    """The documents with only the selected tasks.

    Provisions are looked at where their kind is asked for.
    """
    takes = selection_to_test(selection, names)
    for paper in papers:
        if selection.is_empty:
            yield paper
            continue
        document = paper.document
        level = paper_to_level(paper, names)
        asked = [*document["tasks"], *(document.get("provisions") or () if PROVISION in selection.kinds else ())]
        yield paper._replace(document={**document, "tasks": [task for task in asked if takes(task, level)]})
