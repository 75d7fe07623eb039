"""Whether a line break is inside a labelled field: a list of units, a name, a date.

    责任科室：民政科、 ⏎ 城建科            the list goes on
    责任科室：平安建设 ⏎ 办公室、财政所     the name does
    完成时间：11月20 ⏎ 日前                the date does

A label tells what a line may leave open; without one, only a list that ends in ``、`` does.
"""

from __future__ import annotations

import re

from docx2tasks.readers.plain.cell_per_line_rows import seems_unit
from docx2tasks.readers.plain.lines import MARKER, is_cut_date

_REACH = 160  # characters of a field on one side of a line end
_CELL_LINE = 16  # characters of a line in a narrow cell
_AREA = frozenset("市县区省州旗镇乡各国自团")
_WEAK_ENDS = frozenset("社会部处站所行")  # also end a piece of a name: 人力资源社｜会保障局
_OFFICE_ENDS = frozenset("室组村校社")  # end names of units too, and words that are none
_JOINING = frozenset("和与及")
_TAIL = re.compile(r"(?:[局厅委办院部处会室科府]|员会|公室|民政府|委员会|办公室)(?:$|[、，；。,;)）/])")
_HAN = re.compile("[\u4e00-\u9fff]{1,10}")
_FIRST_NAME = re.compile(r"[^、，；。,;/|]+")
_SENTENCE_END = frozenset("。！？；：!?;:")
# Labels as forms print them (责任单位：, 牵头科室：, 完成时限：): they tell a list of names and a date from a sentence
_LABEL = r"(?:^|(?<=[。；;，,！!（(）)】\]\s]))[^，。；：,;:()（）\s]{0,6}"
_UNITS = re.compile(
    rf"{_LABEL}(?:单位|部门|科室|主体|机构|牵头|配合|协助)[】\]]?[：:][^\S\n]*(?P<names>[^。；;：:\n]*)\Z"
)
# What a label alone on its line may ask for; not 发布机构： or 实施日期：, which a page says of the paper
_EMPTY_UNITS = re.compile(
    rf"{_LABEL}(?:责任|牵头|配合|协助|协办|承办|主办|落实|参与)(?:单位|部门|科室|主体|机构)[】\]]?[：:]\Z"
)
_EMPTY_TIME = re.compile(rf"{_LABEL}(?:(?:完成|办结|整改|销号)(?:时间|期限|日期)|时限)[】\]]?[：:]\Z")
_TIME = re.compile(rf"{_LABEL}(?:时限|时间|期限|日期|节点)[】\]]?[：:][^\S\n]*(?P<words>[^。；;：:\n]+)\Z")
_FIELD = re.compile(r"[^，。；、：:,;\n]{1,14}[：:]")
_LIST_END = re.compile(r"(?P<name>[^、，；。：,;:\s]{2,20})、\s*\Z")
_LAST_NAME = re.compile(r"[^、，,\s]{1,12}\Z")
_FIRST_UNIT = re.compile(r"[^、，；。：,;:\s]{1,12}?(?:[局委厅办院部处科镇乡所队]|中心|公司|政府|街道|单位|部门)")
_DATED = re.compile(r"(?:[0-9]{2,4}年|[0-9]{1,2}月|每[年季月])[^，。；、：,;:]{0,16}\Z")
_REST = re.compile(r"(?P<rest>[^、，；。：,;:()（） \u3000]{1,12})(?=[、，；。,;)）]|\Z)")
_DATE_END = re.compile(r"(?:[年月日号底末初旬度]|[0-9]|半年)\Z")
_BOUNDARY = re.compile(r"(?:之前|以前|前|止|之内|以内)(?:完成|办结|$|[，。；,;)）])")
_RANGE = re.compile(r"[年月日号0-9](?:至|到|[-—–~～]{1,2})\Z")
_DIGIT = re.compile(r"[0-9]")


def is_broken_field(before: str, after: str) -> bool:
    """Whether an open field in the words ``before`` a line break continues ``after`` it.

    It does in ``责任单位：市教育局、｜市财政局`` and ``完成时限：11月｜底前``, not in ``责任单位：市教育局｜市财政局``.
    """
    before, after = before[-_REACH:].rstrip(" \t\u3000"), after[:_REACH].lstrip(" \t\u3000")
    if not before or not after or MARKER.match(after) or _FIELD.match(after):
        return False
    if before[-1] in "：:":
        return _is_filled_below(before, after)
    return _is_list_open(before, after) or _is_name_cut(before, after) or _is_date_cut(before, after)


def _is_filled_below(label: str, after: str) -> bool:
    """Whether what a label says is all behind the line end: ``责任单位：｜市教育局、市财政局``."""
    if _EMPTY_UNITS.search(label) is not None:
        return all(map(_is_whole, re.split("[、，,]", after.rstrip("、，,。； "))))
    return _EMPTY_TIME.search(label) is not None and _DATED.match(after) is not None


def _is_list_open(before: str, after: str) -> bool:
    """Whether a list of units ends in a comma, and another name is behind it."""
    last, rest = _LIST_END.search(before), _REST.match(after)
    if last is None or rest is None or _DIGIT.match(after):
        return False
    return _UNITS.search(before) is not None or (seems_unit(last["name"]) and _FIRST_UNIT.match(after) is not None)


def _is_name_cut(before: str, after: str) -> bool:
    """Whether a list of units behind a label ends inside a name: ``单位：市教育局、市财｜政局、市民政局``."""
    field, rest = _UNITS.search(before), _REST.match(after)
    last = _LAST_NAME.search(field["names"]) if field is not None else None
    if field is None or last is None or rest is None or _is_closed(field["names"]):
        return False
    name, end = last[0], rest["rest"]
    if len(end) == 1:  # no name has one character: 各乡｜镇
        return bool(_HAN.match(end)) and (end in _AREA or not _is_whole(name))
    if _TAIL.match(after):
        return not _is_whole(name) or end == "办公室"
    if not (_HAN.fullmatch(name) and _HAN.fullmatch(end)) or _is_whole(name) or not _is_whole(end):
        return False
    is_open = end[0] not in _AREA or name[-1] in _JOINING
    listed = re.split(r"[、，,\s]+", field["names"].strip())[:-1]
    return is_open and all(map(_is_whole, listed))


def _is_closed(names: str) -> bool:
    """Whether a bracket around the label ends before the line does: ``（责任单位：市教育局）｜甲``."""
    return len(re.findall("[)）]", names)) > len(re.findall("[(（]", names))


def _is_whole(name: str) -> bool:
    return seems_unit(name) or name[-1:] in _OFFICE_ENDS


def _is_date_cut(before: str, after: str) -> bool:
    """Whether a time behind a label ends inside a date, before its boundary or inside a range."""
    if _TIME.search(before) is None:
        return False
    is_range = _RANGE.search(before) is not None and _DIGIT.match(after) is not None
    is_bounded = _DATE_END.search(before) is not None and _BOUNDARY.match(after) is not None
    return is_range or is_bounded or is_cut_date(before, after)


def is_broken_word(before: str, after: str) -> bool:
    """Whether a line break in a narrow cell is inside a name or a date.

    ``市教育｜局``, ``市交通运｜输局`` and ``6月｜底前`` are broken, ``市教育局｜市公安局`` are two names.
    """
    if max(len(before), len(after)) > _CELL_LINE or MARKER.match(after) or before[-1] in _SENTENCE_END:
        return False
    if is_cut_date(before, after):
        return True
    name = re.split(r"[、，；,;/|]", before)[-1]
    rest = _FIRST_NAME.match(after)
    if not name or rest is None or name.isascii() or "。" in before + after:
        return False
    if _TAIL.match(after):
        return True
    if not (_HAN.fullmatch(name) and _HAN.fullmatch(rest[0])) or after[0] in _AREA:
        return False
    is_whole = seems_unit(name) and not (name[0] in _AREA and name[-1] in _WEAK_ENDS)
    return seems_unit(rest[0]) and rest[0][-1] not in _WEAK_ENDS and not is_whole
