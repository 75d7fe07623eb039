"""The closed vocabularies of the records: where characters went, and what a diagnostic is about.

Each word has one line of meaning, which the pages of ``docs/`` and the JSON Schema print.  A new
diagnostic or a new kind of leftover starts here.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A word of a vocabulary, with its meaning."""

    meaning: str

    def __new__(cls, value: str, meaning: str = "") -> Self:
        """The word as a string that knows what it means."""
        word = str.__new__(cls, value)
        word._value_ = value
        word.meaning = meaning
        return word


class TaskKind(Word):
    """What a record asks of whom."""

    MEASURE = "measure", "something that is to be done: numbered, in a table, or decided in minutes"
    REQUEST = "request", "a sentence outside any item that asks bodies to do or report something"
    PROVISION = "provision", "what asks nothing of anybody: a purpose, a definition, a condition, a list of papers"


class PaperType(Word):
    """What kind of paper a document is."""

    PLAN = "plan", "what is going to be done: `实施方案`, `行动计划`"
    LIST = "list", "measures listed with those who are responsible: `任务清单`, `责任分解表`"
    NOTICE = "notice", "what an office makes known or asks for: `…的通知`, `…的函`"
    MINUTES = "minutes", "what a meeting decided: `会议纪要`"
    REGULATION = "regulation", "rules in articles: `管理办法`, `条例`, `实施细则`"
    GUIDE = "guide", "how to apply for or handle something: `申报指南`, `办事须知`"
    STANDARD = "standard", "what things are measured by: `技术规范`, `评分标准`, `指标体系`"
    CONTRACT = "contract", "what two sides agree on: `合同`, `协议书`"
    REPORT = "report", "what was done: `工作总结`, `情况报告`"
    FORM = "form", "fields to be filled in: `申请表`, `登记表`"


class RecordKind(Word):
    """The parts of records that characters went into."""

    TASK = "task", "the text of a task"
    PROVISION = "provision", "the text of a provision"
    PATH = "path", "the titles of headings and categories above a task"
    LABEL = "label", "printed numbers and marks of tasks and headings"
    UNITS = "units", "names of units"
    TIMES = "times", "deadlines that are printed apart from the task"
    METADATA = "metadata", "title, issuer, number and dates of the document"


class LeftoverKind(Word):
    """What words are that went into no record."""

    # the document's own words
    TITLE = "title", "the title of the document, of an attachment or of a table"
    PREAMBLE = "preamble", "paragraphs before the first item: why the paper was written"
    SALUTATION = "salutation", "whom the paper is addressed to: `各市、县人民政府：`"
    LEAD_IN = "lead-in", "words under a heading that lead in to its items"
    GENERAL = "general", "sections of requirements, principles or objectives: they name no task"
    LABEL_LINE = "label-line", "a line that only heads the lines after it: `主要措施：`"
    TIME_HEAD = "time-head", "a time that heads the items after it: `3月：`"
    CLOSING = "closing", "paragraphs after the last item that close the paper"
    PROGRESS = "progress", "what was done so far: `整改进展：…`"
    SIGNATURE = "signature", "the office and the date at the end"
    ATTACHMENT_MARK = "attachment-mark", "the line that opens an attachment: `附件2`"
    ATTACHMENT_LIST = "attachment-list", "the list of attachments under a notice"
    MEMBERS = "members", "the members of a group: `组　长：…`"
    NOTE = "note", "notes under the text or a table, footnotes and endnotes"
    CONTENTS = "contents", "a contents list"
    PUBLIC_NOTE = "public-note", "how far the paper may be published: `（此件公开发布）`"
    COPY_TO = "copy-to", "who gets a copy: `抄送：…`"
    CONTACT = "contact", "whom to call: `联系人：…`"
    REPEATED = "repeated", "words that are printed again: the second print of a page, the header of a table"
    # clauses and cells
    UNIT_CLAUSE = "unit-clause", "the words of a clause of units, besides the names: `（责任单位：…）`"
    UNIT_CELL = "unit-cell", "the words of a unit column, besides the names"
    TABLE_HEADER = "table-header", "the header rows of a table, and what is above them"
    TABLE_TOTAL = "table-total", "rows that add up the others: `合计`"
    TABLE = "table", "a table in which no column is known to hold tasks"
    FIELDS = "fields", "a table of the page's fields: `索引号`, `发文机关`"
    FIELD = "field", "a line of a sheet that says something of its table: `单位：万元`"
    COLUMN_CATEGORY = "column-category", "cells of a category column that are not part of a path"
    COLUMN_NAME = "column-name", "cells of a name column that are not part of a path"
    COLUMN_CONTENT = "column-content", "cells that say at length what another column names"
    COLUMN_DETAIL = "column-detail", "cells of a detail column that are not the task"
    COLUMN_CRITERION = "column-criterion", "how a task is assessed"
    COLUMN_SCORE = "column-score", "points of an assessment"
    COLUMN_DEADLINE = "column-deadline", "the words of a deadline column, besides the times"
    COLUMN_PERIOD = "column-period", "the words of a period column, besides the times"
    COLUMN_TARGET = "column-target", "the words of a target column"
    COLUMN_PERSON = "column-person", "persons"
    COLUMN_REMARK = "column-remark", "remarks"
    COLUMN_UNKNOWN = "column-unknown", "cells of a column whose meaning is not known"
    # what surrounds the document
    PAGE = "page", "page numbers and running heads"
    PAGE_LINE = "page-line", "a line of the site among the document's: its source, its date of publication"
    HEADER = "header", "the head of a printed page"
    FOOTER = "footer", "the foot of a printed page or of the site"
    COMMENT = "comment", "comments of reviewers"
    TEXT_BOX = "text-box", "a text box or a drawing that lies over the text of a task"
    CHART = "chart", "the words and figures of a chart"
    WATERMARK = "watermark", "a watermark"
    OFF_PAGE = "off-page", "words beyond the edge of the paper"
    NAVIGATION = "navigation", "menus of the site"
    SHARE = "share", "buttons to share or print the page"
    RELATED = "related", "links to other pages: `上一篇：…`"
    FORM = "form", "boxes of a form"
    HIDDEN = "hidden", "words that are not shown"
    SPAM = "spam", "advertising that others injected"
    ILLEGIBLE = "illegible", "what cannot be read as words"
    MARKUP = "markup", "tags and signs that are not text"
    UNASSIGNED = "unassigned", "nothing accounts for these characters"


CoverageKind = RecordKind | LeftoverKind
"""Where characters went: into a part of a record, or not."""


class DiagnosticCode(Word):
    """What was repaired, dropped, doubtful or missing."""

    # what may be missing
    NO_TASKS = "no-tasks", "no task was found"
    NOT_A_TASK_LIST = "not-a-task-list", "the document asks nothing of anybody; what was found instead is said"
    TEXT_UNASSIGNED = "text-unassigned", "more than 2 % of the characters are accounted for by nothing"
    INTERNAL_ERROR = "internal-error", "a value of one task, row or cell could not be read: a fault of this program"
    # the document
    NUMBERING_GAP = "numbering-gap", "a list leaves a number out"
    NUMBERING_REPEAT = "numbering-repeat", "a list has a number twice"
    UNRESOLVED_TIME = "unresolved-time", "the year, month or day of a time is not known"
    UNKNOWN_LABEL = "unknown-label", "a label of units is not known; they are responsible"
    TABLE_COLUMNS_UNKNOWN = "table-columns-unknown", "no column of a table is known to hold tasks"
    COLUMN_NOT_READ = "column-not-read", "a column of dates beside the tasks, whose heading no rule knows, was left out"
    ROWS_DOUBTFUL = "rows-doubtful", "rows of a table saved as text lack the measure, or their count breaks off"
    MEASURE_MISSING = "measure-missing", "rows of a table name a unit or a time, but no measure"
    TEXT_REPEATED = "text-repeated", "paragraphs are printed twice; the second print was left out"
    SPAM_REMOVED = "spam-removed", "advertising that others injected was removed"
    # the file
    EMBEDDED_DOCUMENT = "embedded-document", "a document inside the document was not read"
    CHART_NOT_READ = "chart-not-read", "a chart was not read, apart from its title"
    PICTURE_NOT_READ = "picture-not-read", "pictures were not read"
    DRAWING_NOT_READ = "drawing-not-read", "drawings were not read"
    FORMULA_NOT_READ = "formula-not-read", "formulas that another program draws were not read"
    CONTROL_NOT_READ = "control-not-read", "form controls were not read"
    MARGIN_TEXT = "margin-text", "headers and footers that a workbook adds in print were not read"
    ANNOTATION_TEXT = "annotation-text", "annotations were left out"
    HIDDEN_TEXT = "hidden-text", "text that the program of the file does not show was left out"
    HIDDEN_ROWS = "hidden-rows", "rows that a workbook hides were left out"
    HIDDEN_COLUMNS = "hidden-columns", "columns that a workbook hides were left out"
    HIDDEN_SHEETS = "hidden-sheets", "sheets that a workbook hides were left out"
    SHEET_NOTES = "sheet-notes", "comments of a workbook were not read"
    CELL_ERROR = "cell-error", "cells show an error: `#REF!`"
    FORMULA_WITHOUT_VALUE = "formula-without-value", "a formula that was never computed is blank"
    UNKNOWN_NUMBERING = "unknown-numbering", "an automatic number of an unknown kind"
    PART_BROKEN = "part-broken", "a part of the file that is not its text is broken"
    TABLE_LOST = "table-lost", "rows of a table came back from LibreOffice as running text"
    CONVERTED = "converted", "the file was read by way of LibreOffice"
    SEAL = "seal", "the file carries seals or signatures, which were not checked"
    DOCUMENTS_JOINED = "documents-joined", "the file holds several documents, read one after the other"
    UNPLACED_TEXT = "unplaced-text", "words without a readable place on their page were left out"
    PAGE_WITHOUT_TEXT = "page-without-text", "pages hold only pictures, whose words were not read"
    UNKNOWN_CHARACTERS = "unknown-characters", "the file does not say which characters some of its glyphs are"
    WATERMARK = "watermark", "a watermark, or numbers of lines in the margin, were left out"
    # recognition
    RECOGNIZED = "recognized", "text was recognized in pictures"
    RECOGNIZED_TEXT = "recognized-text", "the words of a picture are those that another program recognized in it"
    LOW_CONFIDENCE = "low-confidence", "a recognized line with characters below a confidence of 0.8"
    RECOGNITION_MENDED = "recognition-mended", "a misread character that its neighbours give away was corrected"
    FRAMES_LEFT_OUT = "frames-left-out", "only the first frame of an animated picture was read"
    # text and pages
    ENCODING_MISMATCH = "encoding-mismatch", "the bytes are of another encoding than declared"
    ENCODING_REPAIRED = "encoding-repaired", "some bytes are not characters of their encoding"
    CHARACTERS_DROPPED = "characters-dropped", "control, invalid or unseen characters were dropped"
    CHARACTERS_REPLACED = "characters-replaced", "look-alike characters were read as those they stand for"
    LINES_JOINED = "lines-joined", "paragraphs that were broken at a margin or inside a bracket were joined"
    OPEN_COMMENT = "open-comment", "a comment of a page never ends"
    FLATTENED = "flattened", "tags of a page that are nested too deeply were dropped"
    TAGS_UNESCAPED = "tags-unescaped", "tags of a page that were escaped twice were read as tags"
    SERVER_TAGS_REMOVED = "server-tags-removed", "tags of a page that are meant for a server were dropped"
