"""Builders of pages in a line: for tests and measurements."""

from __future__ import annotations

from collections.abc import Sequence

SPAM_KINDS = ("legend", "samp", "mark", "delect", "menuitem", "meter", "tt", "acronym")


def page(body: str, *, head: str = "", title: str = "关于印发重点任务的通知", charset: str = "utf-8") -> str:
    """A whole page around ``body``."""
    meta = f'<meta charset="{charset}"><title>{title}</title>{head}'
    return f"<!DOCTYPE html>\n<html><head>{meta}</head>\n<body>{body}</body></html>"


def paragraphs(*texts: str) -> str:
    """One ``<p>`` a text."""
    return "\n".join(f"<p>{text}</p>" for text in texts)


def table(rows: Sequence[Sequence[str]], *, head: int = 0, attributes: str = "") -> str:
    """A table of cell texts; the first ``head`` rows are ``<th>`` in a ``<thead>``."""
    lines = [_row(row, "th" if number < head else "td") for number, row in enumerate(rows)]
    thead = f"<thead>{''.join(lines[:head])}</thead>" if head else ""
    return f"<table {attributes}>{thead}<tbody>{''.join(lines[head:])}</tbody></table>"


def _row(cells: Sequence[str], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"


def spam(name: str = "h4sia", count: int = 24) -> str:
    """Empty injected tags that all carry one random id."""
    kinds = (SPAM_KINDS[number % len(SPAM_KINDS)] for number in range(count))
    return "\n".join(f'<{kind} id="{name}"></{kind}>' for kind in kinds)


def hidden_links(count: int = 40) -> str:
    """A hidden box of links, as injected for search engines."""
    links = "".join(f'<a href="http://a{number}.example/">365娱乐{number}</a>' for number in range(count))
    return f'<div style="position:absolute; left:-9999px">{links}</div>'


NAVIGATION = (
    '<div class="top-nav"><ul><li><a href="/">首页</a></li><li><a href="/a/">政务公开</a></li>'
    '<li><a href="/b/">办事服务</a></li><li><a href="/c/">互动交流</a></li></ul></div>'
    '<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/a/">政务公开</a> &gt; '
    '<a href="/a/b/">政策文件</a></div>'
)
FIELDS = table(
    (
        ("索引号：", "11330600002577014T/2022-222551", "公开方式：", "主动公开"),
        ("发布机构：", "市政府办公室", "公开日期：", "2022-01-24"),
        ("发文字号：", "绍政办发〔2021〕37号", "有效性：", "有效"),
    )
)
SHARE = (
    '<div class="share">分享到：<a href="#">微信</a> <a href="#">微博</a> '
    "字体：[<a>大</a> <a>中</a> <a>小</a>] 打印</div>"
)
FOOTER = (
    '<div class="footer"><p>主办：绍兴市人民政府办公室　承办：绍兴市大数据局</p>'
    "<p>浙ICP备05000001号　网站标识码：3306000001　浙公网安备33060202000001号</p></div>"
)


def government_page(*texts: str, spam_every: int = 0) -> str:
    """A page as a town hall serves it, spam included, around paragraphs of an article."""
    lines: list[str] = []
    for number, text in enumerate(texts):
        lines.append(f'<p style="text-indent: 2em"><span style="font-size: 16px">{text}</span></p>')
        if spam_every and number % spam_every == 0:
            lines.append(spam(count=8))
    inner = "\n".join(lines)
    title = '<h1 style="text-align:center">关于印发重点任务的通知</h1>'
    article = f'<div class="TRS_Editor">{inner}</div>'
    return page(
        hidden_links()
        + NAVIGATION
        + FIELDS
        + title
        + SHARE
        + article
        + "<p>信息来源：市政府办公室</p>"
        + FOOTER
    )
