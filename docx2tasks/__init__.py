"""Chinese plans, task lists and notices to validated records of who has to do what by when."""

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
