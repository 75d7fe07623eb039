r"""Fields (ECMA-376-1, 17.16): open ones, and the text of those without a result.

Word draws some fields from their code alone: circled signs (``eq \o\ac(○,11)`` is ⑪) and other equations, buttons,
symbols; the older form fields keep what was chosen beside their code.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from docx2tasks.readers.word.names import VAL, W, child_value, element_to_switch, find_child
from docx2tasks.readers.word.numberformats import number_to_text
from docx2tasks.readers.word.symbols import code_to_text

_CIRCLED = re.compile(r"\s*eq\s*\\o\s*\\ac\s*\(\s*[○〇◯]\s*[,，;]\s*(\S{1,2})\s*\)\s*", re.IGNORECASE)
_FORMAT = re.compile(r'\\\*\s*(?:"[^"]*"|[^\s\\"]+)')  # \* MERGEFORMAT, \* "Font:宋体"
_READING = re.compile(r"\\s\s*\\up\s*(?:\d+\s*)?\([^()]*\)", re.IGNORECASE)
# a switch of an equation with its measures, an escaped sign, a bracket, a separator, other words
_TOKEN = re.compile(r"\\([A-Za-z]+)\s*(?:\d+\s*)?|\\(\S)|([()])|([,;])|([^\\(),;]+)")
_SYMBOL = re.compile(r'SYMBOL\s+(\d{1,5})(?:\s.{0,40}?\\f\s*"?([^"\\]{1,40}))?', re.IGNORECASE)
_BETWEEN = {"f": "/", "l": ",", "a": " "}  # what stands between the parts of a fraction, a list, a matrix


@dataclass(slots=True, repr=False, eq=False)
class Field:
    """A field that is open: its code so far, and whether its result has begun."""

    form: etree._Element | None = None  # w:ffData
    code: list[str] = field(default_factory=list)
    shown: bool = False
    contents: bool = False  # whether it makes a contents list
    before: int = 0  # pieces of the paragraph when its result began

    def show(self, pieces: int) -> None:
        """The result starts after this many pieces."""
        self.shown, self.before = True, pieces
        words = "".join(self.code[:4]).split(None, 1)
        self.contents = bool(words) and words[0].upper() == "TOC"

    def words(self) -> str:
        """The text of a field without a result, ``""`` for most."""
        if self.form is not None:
            return form_to_words(self.form)
        return code_to_words("".join(self.code))


@dataclass(slots=True, repr=False, eq=False)
class OpenFields:
    """The fields that are open at a place of a story, the innermost last.

    ``coding`` counts those whose code is being read, ``contents`` those that make a contents list.
    """

    contents: int = 0
    coding: int = 0
    _fields: list[Field] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether any is open."""
        return bool(self._fields)

    @property
    def is_shown(self) -> bool:
        """Whether the result of the innermost field has begun."""
        return self._fields[-1].shown

    def open(self, opened: Field) -> None:
        """Begin a field with its code."""
        self._fields.append(opened)
        self.coding += 1

    def add_code(self, words: str) -> None:
        """Add words to the code of the innermost field, unless its result has begun."""
        if self._fields and not self._fields[-1].shown:
            self._fields[-1].code.append(words)

    def show_result(self, pieces: int) -> None:
        """Start the result of the innermost field, after this many pieces."""
        if self._fields and not self._fields[-1].shown:
            self._fields[-1].show(pieces)
            self.contents += self._fields[-1].contents
            self.coding -= 1

    def close(self, pieces: int) -> str:
        """End the innermost field; the words it shows where it has no result of its own."""
        if not self._fields:
            return ""
        ended = self._fields.pop()
        self.contents -= ended.contents
        if not ended.shown:
            self.coding -= 1
        is_blank_form = ended.form is not None and ended.before == pieces
        return ended.words() if not ended.shown or is_blank_form else ""

    def close_simple(self, pieces: int) -> str:
        """End a field that is one element; its words where nothing was read in it."""
        if not self._fields:  # ended by a stray mark inside it
            return ""
        ended = self._fields.pop()
        self.contents -= ended.contents
        return "" if pieces > ended.before else ended.words()


def code_to_words(code: str) -> str:
    r"""What Word shows of a code alone: ``eq \f(1,3)`` is ``1/3``, ``MACROBUTTON NoMacro [单位]`` is ``[单位]``."""
    circled = _CIRCLED.fullmatch(code)
    if circled:
        inner = circled[1]
        return (number_to_text(int(inner), "decimalEnclosedCircle") or inner) if inner.isdecimal() else inner
    name, _, rest = code.strip().partition(" ")
    show = _SHOWN.get(name.upper())
    return show(rest) if show is not None else ""


def form_to_words(form: etree._Element) -> str:
    """The value of a form field (``w:ffData``): the entry chosen, ``☑`` or ``☐``, the words it begins with."""
    for child in form:
        show = _FORMS.get(str(child.tag))
        if show is not None:
            return show(child)
    return ""


def _equation(code: str) -> str:
    code = _READING.sub("", code) if "jc" in code else code  # 拼音指南: the reading over a sign
    words: list[str] = []
    opened: list[str] = []
    switch = ""
    for found in _TOKEN.finditer(_FORMAT.sub("", code)):
        name, escaped, bracket, separator, plain = found.groups()
        if name:
            switch = name.lower()
        elif bracket == "(":
            opened.append(switch)
            words.append("" if switch else "(")
            switch = ""
        elif bracket and opened:
            words.append("" if opened.pop() else ")")
        elif separator and opened and opened[-1]:
            words.append(_BETWEEN.get(opened[-1], ""))
        else:
            words.append((escaped or bracket or separator or plain or "").strip())
    return "".join(words)


def _button(rest: str) -> str:
    """``MACROBUTTON`` and ``GOTOBUTTON``: what follows the name of the macro or the place."""
    return rest.strip().partition(" ")[2].strip()


def _symbol(rest: str) -> str:
    found = _SYMBOL.match("SYMBOL " + rest.strip())
    return code_to_text(f"{min(int(found[1]), 0xFFFF):X}", (found[2] or "Symbol").strip()) if found else ""


def _chosen(element: etree._Element) -> str:
    entries = [one.get(VAL, "") for one in element.iterchildren(W + "listEntry")]
    number = child_value(element, W + "result") or child_value(element, W + "default") or "0"
    at = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 0
    return entries[at] if at < len(entries) else ""


def _checked(element: etree._Element) -> str:
    switch = find_child(element, W + "checked")
    if switch is None:
        switch = find_child(element, W + "default")
    return "☑" if switch is not None and element_to_switch(switch) else "☐"


_SHOWN: dict[str, Callable[[str], str]] = {
    "EQ": _equation,
    "MACROBUTTON": _button,
    "GOTOBUTTON": _button,
    "SYMBOL": _symbol,
}
_FORMS: dict[str, Callable[[etree._Element], str]] = {
    W + "ddList": _chosen,
    W + "checkBox": _checked,
    W + "textInput": lambda element: child_value(element, W + "default") or "",
}
