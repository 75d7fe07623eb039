"""Times: by when, during, from when, how often.

``points`` reads one point (``12月底``, ``Q2``), ``expressions`` joins points with signs and edges to what is printed
as one time (``自3月1日至6月底止``), ``meaning`` says what kind of time that is and between which days it lies.
"""

from docx2tasks.extract.times.meaning import Printed, TimeFinder, TimeMention, Years, title_year

__all__ = ["Printed", "TimeFinder", "TimeMention", "Years", "title_year"]
