"""Times: deadlines, periods, starts and recurrences.

``points`` reads one point (``12月底``, ``Q2``), ``items`` joins points, ``expressions`` adds their edges: what is
printed as one time (``自3月1日至6月底止``).  ``kinds`` says what kind of time that is, ``meaning`` between which days
it lies.
"""

from docx2tasks.extract.times.dates import Years
from docx2tasks.extract.times.meaning import Printed, TimeFinder, TimeMention
from docx2tasks.extract.times.titles import title_span, title_year

__all__ = ["Printed", "TimeFinder", "TimeMention", "Years", "title_span", "title_year"]
