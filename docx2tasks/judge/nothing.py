"""The diagnostic of a document without tasks: ``no-tasks`` or ``not-a-task-list``."""

from __future__ import annotations

from docx2tasks.judge.paper import PaperJudgement
from docx2tasks.segment.drafts.draft import Drafts
from docx2tasks.source import Diagnostic
from docx2tasks.vocabulary import DiagnosticCode, PaperType

_SHOULD_ASK = frozenset({PaperType.PLAN, PaperType.LIST, PaperType.MINUTES})


def find_nothing_asked(drafts: Drafts, paper: PaperJudgement) -> Diagnostic:
    """``not-a-task-list`` with a summary, or ``no-tasks`` if the document should have some.

    A paper of unknown type should have some, unless there are provisions in it.
    """
    provisions = len(drafts.drafts)
    if paper.type in _SHOULD_ASK or (paper.type is None and not provisions):
        return Diagnostic(DiagnosticCode.NO_TASKS, "no tasks were found in this document", "error")
    what = f"a {paper.type.value}" if paper.type else "a document"
    found = f"{provisions} provisions" if provisions else "nothing that is numbered"
    words = f"{what} that asks nothing of anybody: {found}; --all prints provisions as tasks"
    return Diagnostic(DiagnosticCode.NOT_A_TASK_LIST, words, "info")
