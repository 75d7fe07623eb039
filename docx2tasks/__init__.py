"""Extract tasks from Chinese plans, task lists and notices: who has to do what, by when.

The names below are imported on first use, so that ``docx2tasks --version`` and programs that only
need :class:`Refusal` do not load an XML parser and the record models.
"""

from __future__ import annotations

TYPE_CHECKING = False  # the module typing takes as long to import as all else that --version needs
if TYPE_CHECKING:
    from docx2tasks.errors import Refusal
    from docx2tasks.model import Document, Location, Step, Target, Task, Time, Unit
    from docx2tasks.pipeline import Reading, parse, parse_with_source
    from docx2tasks.rules import Rules, load_rules

__version__ = "0.1.0"

__all__ = [
    "Document",
    "Location",
    "Reading",
    "Refusal",
    "Rules",
    "Step",
    "Target",
    "Task",
    "Time",
    "Unit",
    "__version__",
    "load_rules",
    "parse",
    "parse_with_source",
]

_HOMES = {
    "errors": ("Refusal",),
    "model": ("Document", "Location", "Step", "Target", "Task", "Time", "Unit"),
    "pipeline": ("Reading", "parse", "parse_with_source"),
    "rules": ("Rules", "load_rules"),
}
_MODULES = {name: f"docx2tasks.{module}" for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module  # noqa: PLC0415

    value: object = getattr(import_module(_MODULES[name]), name)
    globals()[name] = value  # the next look-up finds it without coming here
    return value


def __dir__() -> list[str]:
    return __all__
