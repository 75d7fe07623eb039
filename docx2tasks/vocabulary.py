"""The closed vocabularies of the records: kinds, types of documents, leftovers and diagnostics.

Each word has a one-line meaning, which docs/records.md and the JSON Schema print.  A new diagnostic or
kind of leftover starts here.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A word of a vocabulary, with its meaning."""

    meaning: str

    def __new__(cls, value: str, meaning: str = "") -> Self:
        """A string with a meaning."""
        word = str.__new__(cls, value)
        word._value_ = value
        word.meaning = meaning
        return word


class TaskKind(Word):
    """Whether a record is a task, and how the document puts it."""

    MEASURE = "measure", "work to be done: a numbered item, a table row, or a decision in minutes"
    REQUEST = "request", "a sentence outside the numbered items that asks somebody to do or report something"
    PROVISION = "provision", "text that asks nothing of anybody: a purpose, definition, condition or list of documents"


class PaperType(Word):
    """The types of documents."""

    PLAN = "plan", "work ahead: `实施方案`, `行动计划`"
    LIST = "list", "tasks with the units responsible for them: `任务清单`, `责任分解表`"
    NOTICE = "notice", "an announcement or request by an office: `…的通知`, `…的函`"
    MINUTES = "minutes", "decisions of a meeting: `会议纪要`"
    REGULATION = "regulation", "rules in articles: `管理办法`, `条例`, `实施细则`"
    GUIDE = "guide", "how to apply for or handle something: `申报指南`, `办事须知`"
    STANDARD = "standard", "criteria that something is measured against: `技术规范`, `评分标准`, `指标体系`"
    CONTRACT = "contract", "an agreement between two parties: `合同`, `协议书`"
    REPORT = "report", "work done: `工作总结`, `情况报告`"
    FORM = "form", "fields to be filled in: `申请表`, `登记表`"


class RecordKind(Word):
    """The parts of records that text can go into."""

    TASK = "task", "text of a task"
    PROVISION = "provision", "text of a provision"
    PATH = "path", "headings and categories above a task"
    LABEL = "label", "numbers and marks of tasks and headings"
    UNITS = "units", "names of units"
    TIMES = "times", "deadlines printed apart from the task"
    METADATA = "metadata", "title, issuer, number and dates of the document"


class LeftoverKind(Word):
    """The kinds of text that go into no record."""

    # the document's own words
    TITLE = "title", "the title of the document, an attachment or a table"
    PREAMBLE = "preamble", "paragraphs before the first item, which give the background"
    SALUTATION = "salutation", "the addressees: `各市、县人民政府：`"
    LEAD_IN = "lead-in", "text under a heading that introduces its items"
    GENERAL = "general", "sections of requirements, principles or objectives without tasks"
    LABEL_LINE = "label-line", "a line that only introduces the lines after it: `主要措施：`"
    TIME_HEAD = "time-head", "a time that applies to the items after it: `3月：`"
    CLOSING = "closing", "closing paragraphs after the last item"
    PROGRESS = "progress", "progress so far: `整改进展：…`"
    SIGNATURE = "signature", "the issuing office and date at the end"
    ATTACHMENT_MARK = "attachment-mark", "the line that starts an attachment: `附件2`"
    ATTACHMENT_LIST = "attachment-list", "the list of attachments at the end of a notice"
    MEMBERS = "members", "members of a group: `组　长：…`"
    NOTE = "note", "notes below the text or a table, footnotes and endnotes"
    CONTENTS = "contents", "the table of contents"
    PUBLIC_NOTE = "public-note", "whether the document may be published: `（此件公开发布）`"
    COPY_TO = "copy-to", "recipients of copies: `抄送：…`"
    CONTACT = "contact", "contact details: `联系人：…`"
    REPEATED = "repeated", "duplicated text: a page printed twice, a repeated table header"
    # clauses and cells
    UNIT_CLAUSE = "unit-clause", "the words around the names in a unit clause: `（责任单位：…）`"
    UNIT_CELL = "unit-cell", "the words around the names in a unit column"
    TABLE_HEADER = "table-header", "header rows of a table, and anything above them"
    TABLE_TOTAL = "table-total", "total rows: `合计`"
    TABLE = "table", "a table without a recognized task column"
    FIELDS = "fields", "a metadata table of a web page: `索引号`, `发文机关`"
    FIELD = "field", "a note on a table in a sheet: `单位：万元`"
    COLUMN_CATEGORY = "column-category", "cells of a category column that are not part of a path"
    COLUMN_NAME = "column-name", "cells of a name column that are not part of a path"
    COLUMN_CONTENT = "column-content", "cells that describe what another column names"
    COLUMN_DETAIL = "column-detail", "cells of a detail column that are not the task"
    COLUMN_CRITERION = "column-criterion", "assessment criteria"
    COLUMN_SCORE = "column-score", "assessment scores"
    COLUMN_DEADLINE = "column-deadline", "the words around the dates in a deadline column"
    COLUMN_PERIOD = "column-period", "the words around the dates in a period column"
    COLUMN_TARGET = "column-target", "the text of a target column"
    COLUMN_PERSON = "column-person", "persons"
    COLUMN_REMARK = "column-remark", "remarks"
    COLUMN_UNKNOWN = "column-unknown", "cells of an unrecognized column"
    # what surrounds the document
    PAGE = "page", "page numbers and running headers"
    PAGE_LINE = "page-line", "a line that the website added: its source, its publication date"
    HEADER = "header", "page headers"
    FOOTER = "footer", "page or site footers"
    COMMENT = "comment", "review comments"
    TEXT_BOX = "text-box", "a text box or drawing that overlaps a task"
    CHART = "chart", "text and figures of a chart"
    WATERMARK = "watermark", "a watermark"
    OFF_PAGE = "off-page", "text outside the page"
    NAVIGATION = "navigation", "site menus"
    SHARE = "share", "share and print buttons"
    RELATED = "related", "links to other pages: `上一篇：…`"
    FORM = "form", "form fields of a web page"
    HIDDEN = "hidden", "hidden text"
    SPAM = "spam", "injected advertising"
    ILLEGIBLE = "illegible", "text that is not legible"
    MARKUP = "markup", "tags and other markup"
    UNASSIGNED = "unassigned", "not accounted for"


CoverageKind = RecordKind | LeftoverKind
"""Where text went: into a part of a record, or not."""


class DiagnosticCode(Word):
    """What was repaired, dropped, doubtful or missing."""

    # what may be missing
    NO_TASKS = "no-tasks", "no tasks were found"
    NOT_A_TASK_LIST = "not-a-task-list", "the document asks nothing of anybody; the message lists what it holds instead"
    TEXT_UNASSIGNED = "text-unassigned", "more than 2 % of the text is not accounted for"
    INTERNAL_ERROR = "internal-error", "one task, row or cell could not be read because of a bug in this program"
    # the document
    NUMBERING_GAP = "numbering-gap", "a number is missing from a list"
    NUMBERING_REPEAT = "numbering-repeat", "a number appears twice in a list"
    UNRESOLVED_TIME = "unresolved-time", "the year, month or day of a date could not be determined"
    UNKNOWN_LABEL = "unknown-label", "an unknown label of units; they are taken as responsible"
    TABLE_COLUMNS_UNKNOWN = "table-columns-unknown", "no task column was recognized in a table"
    COLUMN_NOT_READ = "column-not-read", "a column of dates or units was left out: heading unknown, or one of remarks"
    ROWS_DOUBTFUL = "rows-doubtful", "rows of a table saved as text have no task, or their numbering breaks off"
    MEASURE_MISSING = "measure-missing", "table rows have a unit or a date, but an empty task cell"
    TEXT_REPEATED = "text-repeated", "duplicated paragraphs; the second copy was dropped"
    SPAM_REMOVED = "spam-removed", "injected advertising was removed"
    # the file
    EMBEDDED_DOCUMENT = "embedded-document", "an embedded document was not read"
    CHART_NOT_READ = "chart-not-read", "a chart was not read, except for its title"
    PICTURE_NOT_READ = "picture-not-read", "pictures were not read"
    DRAWING_NOT_READ = "drawing-not-read", "drawings were not read"
    FORMULA_NOT_READ = "formula-not-read", "equation objects were not read"
    CONTROL_NOT_READ = "control-not-read", "form controls were not read"
    MARGIN_TEXT = "margin-text", "print headers and footers of a workbook were not read"
    ANNOTATION_TEXT = "annotation-text", "annotations were left out"
    HIDDEN_TEXT = "hidden-text", "hidden text was left out"
    HIDDEN_ROWS = "hidden-rows", "hidden rows of a workbook were left out"
    HIDDEN_COLUMNS = "hidden-columns", "hidden columns of a workbook were left out"
    HIDDEN_SHEETS = "hidden-sheets", "hidden sheets of a workbook were left out"
    SHEET_NOTES = "sheet-notes", "comments of a workbook were not read"
    CELL_ERROR = "cell-error", "cells contain errors: `#REF!`"
    FORMULA_WITHOUT_VALUE = "formula-without-value", "a formula without a stored value was read as blank"
    UNKNOWN_NUMBERING = "unknown-numbering", "an unknown automatic number format"
    PART_BROKEN = "part-broken", "a part of the file other than its text is damaged"
    TABLE_LOST = "table-lost", "LibreOffice returned table rows as running text"
    CONVERTED = "converted", "the file was converted with LibreOffice"
    SEAL = "seal", "the file has seals or signatures, which were not verified"
    DOCUMENTS_JOINED = "documents-joined", "the file holds several documents; they were read one after the other"
    UNPLACED_TEXT = "unplaced-text", "text without a valid position on its page was left out"
    PAGE_WITHOUT_TEXT = "page-without-text", "pages contain only pictures, whose text was not read"
    UNKNOWN_CHARACTERS = "unknown-characters", "some glyphs could not be mapped to characters"
    WATERMARK = "watermark", "a watermark or line numbers in the margin were left out"
    # recognition
    RECOGNIZED = "recognized", "text was recognized in pictures (OCR)"
    RECOGNIZED_TEXT = "recognized-text", "the file's text layer comes from another program's OCR"
    LOW_CONFIDENCE = "low-confidence", "a recognized line has characters with confidence below 0.8"
    RECOGNITION_MENDED = "recognition-mended", "a misrecognized character was corrected from its context"
    FRAMES_LEFT_OUT = "frames-left-out", "animated image: only the first frame was read"
    # text and pages
    ENCODING_MISMATCH = "encoding-mismatch", "the encoding is not the declared one"
    ENCODING_REPAIRED = "encoding-repaired", "some bytes were invalid in their encoding"
    CHARACTERS_DROPPED = "characters-dropped", "control, invalid or invisible characters were dropped"
    CHARACTERS_REPLACED = "characters-replaced", "look-alike characters were replaced by those they stand for"
    LINES_JOINED = "lines-joined", "paragraphs broken at the margin or inside a bracket were joined"
    OPEN_COMMENT = "open-comment", "an HTML comment is not closed"
    FLATTENED = "flattened", "HTML tags nested too deeply were dropped"
    TAGS_UNESCAPED = "tags-unescaped", "HTML tags that were escaped twice were read as tags"
    SERVER_TAGS_REMOVED = "server-tags-removed", "server-side tags of a page were dropped"
    # corrections by people
    CORRECTED = "corrected", "a reviewer corrected, added or deleted this"
    CALLED_WRONG = "called-wrong", "a reviewer marked a task as wrong without correcting it"
    CORRECTION_UNFIT = "correction-unfit", "a correction no longer fits the document and was not applied"
