"""Reports unknown labels of units, once each."""

from __future__ import annotations

from collections.abc import Iterable

from docx2tasks.extract.units import UnitList
from docx2tasks.faults import tell
from docx2tasks.source import Diagnostic
from docx2tasks.vocabulary import DiagnosticCode


def tell_unknown_labels(listed: Iterable[UnitList]) -> None:
    """An ``unknown-label`` for each label of these lists that no rule knows: ``挂帅单位``, ``领衔部门``."""
    for label in (label for units in listed for label in units.unknown):
        message = f"unknown label {label.text}; its units are taken as responsible"
        tell(Diagnostic(DiagnosticCode.UNKNOWN_LABEL, message, "info", label.spans))
