"""Loads what every worker needs before the first one is forked."""

from __future__ import annotations

from docx2tasks.batch.worker import Options
from docx2tasks.errors import Refusal
from docx2tasks.extract.keywords import find_keywords
from docx2tasks.pipeline import source_to_reading
from docx2tasks.readers import read

_TEXT = """青川市2022年重点任务清单
青政发〔2022〕3号

一、优化服务
（一）健全机制。12月底前建成不低于22家服务站。（牵头单位：市卫生健康委；配合单位：市财政局）
（二）每季一次开展检查，落实《青川市行动方案》。（责任单位：各县区人民政府）

2022年3月1日
"""
_PAGE = """<html><head><title>青川市2022年重点任务清单</title></head><body><h1>青川市2022年重点任务清单</h1>
<p>索引号：001 发布日期：2022-03-01</p><table><tr><th>序号</th><th>重点任务</th><th>工作措施</th><th>责任单位</th>
<th>完成时限</th></tr><tr><td>1</td><td>优化服务</td><td>1.建成平台。2.6月底前，开展检查。</td><td>市教育局牵头</td>
<td>12月底</td></tr></table></body></html>
"""


def preload(options: Options) -> None:
    """Load the readers that most files need, compile the rules, and read a small page and a small text."""
    import docx2tasks.readers.word.docx  # noqa: F401, PLC0415  most files

    if options.keywords:
        find_keywords("开展检查")  # its dictionary takes a second to load, and 150 MB
    for rule in options.rules:
        rule.regex.search("")
    for words, name in ((_TEXT, "text"), (_PAGE, "html")):
        data = words.encode()
        try:
            source_to_reading(read(data, options.limits, source_format=name), data, None, options.rules, options.limits)
        except Refusal:  # limits that are too narrow even for this: each file will say so
            return
