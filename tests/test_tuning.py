"""``rules try``, ``rules stats``, ``rules suggest``: tuning rules of one's own."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

import json
from pathlib import Path

import pytest
from program import call

from docx2tasks import load_rules, parse
from docx2tasks.errors import ExitCode
from docx2tasks.office.papers import document_to_paper
from docx2tasks.tuning.suggest import suggest_rules
from docx2tasks.tuning.unread import UnreadKind, find_unread
from docx2tasks.tuning.usage import count_usage

RULES = load_rules()
PLAN = """青川市2022年重点任务清单

一、优化服务
1.12月底前建成服务站。（挂帅单位：市卫生健康委；配合单位：市财政局、市民政局）
2.每季一次开展检查。（挂帅单位：市应急局）
"""
OTHER = "青川市2022年植树任务清单\n1.3月底前植树200亩。（责任单位：市林业局）\n"
RULE = """[[rule]]
id = "our.role"
kind = "word"
value = "lead"
words = ["挂帅"]
reason = "the county's word for 牵头"
yes = ["挂帅"]
no = ["挂牌"]
"""


def table(*rows: str) -> bytes:
    """A page with a table, its cells parted by bars."""
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row.split('|'))}</tr>" for row in rows)
    return f"<h1>青川市2022年重点任务分解表</h1><table>{cells}</table>".encode()


PAPERS = {
    "标签.txt": PLAN.encode(),
    "列.html": table(
        "序号|工作任务|谁来干|何时干完|谁配合",
        "1|修缮旧桥一座。|市园林局|9月底|市财政局",
        "2|清理沟渠。|市城管局|10月|",
    ),
    "时限.html": table(
        "序号|工作内容|完成时限",
        "1|修缮旧桥，确保安全。|9月底",
        "2|清理沟渠，确保畅通。|赶集日前后",
        "3|补种行道树，确保成活。|7月底",
    ),
    "名册.html": table("姓名|干法|单位", "张三|巡河|市水利局", "李四|护林|市林业局"),
    "标题.txt": "青川市2022年重点任务清单\n一、河道管护联合体\n1.清理河道。\n2.修补堤岸。\n二、市水利局\n1.编制预案。\n".encode(),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two documents, and rules that make 挂帅 a word for those in charge."""
    root = tmp_path_factory.mktemp("tuning")
    for name, words in (("档案/清单.txt", PLAN), ("档案/植树.txt", OTHER), ("规则/roles.toml", RULE)):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(words, encoding="utf-8")
    return root


# --- try -------------------------------------------------------------------------------------------------


def test_try_begins_with_the_verdict(folder: Path) -> None:
    """What a rule changes, first in a line, then in tables."""
    result = call("rules", "try", "规则", "档案", "-j", "1", "-q", cwd=folder)
    lines = result.stdout.decode().splitlines()
    assert result.returncode == ExitCode.OK, result.stderr.decode()
    assert lines[0] == "1 of 2 documents changes: +0 tasks, -0 tasks, roles 2, +0 -1 diagnostics"
    assert any("市应急局" in line for line in lines)


def test_try_as_json(folder: Path) -> None:
    """The verdict and the comparison; a sample reads fewer documents; a change can end with 1."""
    result = call("rules", "try", "规则", "档案", "-j", "1", "-f", "json", "--fail-on", "any", cwd=folder)
    found = json.loads(result.stdout)
    assert (result.returncode, found["documents_changed"]) == (ExitCode.DIFFERENT, 1)
    result = call("rules", "try", "规则", "档案", "-j", "1", "-f", "json", "--sample", "1", cwd=folder)
    assert json.loads(result.stdout)["new"]["documents"] == 1


@pytest.mark.parametrize(
    ("rule", "code", "said"),
    [
        pytest.param(RULE.replace("lead", "boss"), ExitCode.RULES, "unknown value 'boss'", id="wrong"),
        pytest.param(RULE.replace("挂帅", "兜揽").replace("挂牌", "兜住"), ExitCode.OK, "nothing changes in 2 documents", id="idle"),
        pytest.param('[[rule]]\nid = "role.none"\noff = true\n', ExitCode.RULES, "off has no effect", id="off"),
    ],
)  # fmt: skip
def test_rules_that_change_nothing(folder: Path, tmp_path: Path, rule: str, code: int, said: str) -> None:
    """Wrong rules are listed and nothing is read; others that do nothing give one line."""
    (tmp_path / "roles.toml").write_text(rule, encoding="utf-8")
    result = call("rules", "try", tmp_path, folder / "档案", "-j", "1", "-q")
    assert result.returncode == code, result.stderr.decode()
    assert said in result.stdout.decode()


# --- stats -----------------------------------------------------------------------------------------------


def test_usage_is_counted() -> None:
    """Hits by value, documents, an example; all other rules are unused."""
    papers = [document_to_paper(name, parse(text.encode())) for name, text in (("甲", PLAN), ("乙", OTHER), ("丙", OTHER))]
    usage = count_usage(papers, RULES)
    support, responsible = (usage.used[f"unit.label-{role}"] for role in ("support", "responsible"))
    assert (support.hits, len(support.documents), support.example) == (2, 1, "市财政局")
    assert (responsible.hits, len(responsible.documents)) == (2, 2)
    assert len(usage.used) + len(usage.unused) == sum(1 for _ in RULES)
    assert usage.documents == 3


def test_stats(folder: Path) -> None:
    """The most used first, and the unused with their reasons."""
    found = json.loads(call("rules", "stats", "档案", "-f", "json", "-q", cwd=folder).stdout)
    assert found["used"] == sorted(found["used"], key=lambda one: (-one["hits"], one["rule"]))
    assert {"rule": "unit.label-support", "set": "units", "hits": 2, "documents": 1, "example": "市财政局"} in found["used"]
    assert "unit.label-oversee" in found["unused"]
    lines = call("rules", "stats", "档案", "-q", cwd=folder).stdout.decode()
    assert lines.startswith(f"# {len(found['used'])} of {len(found['used']) + len(found['unused'])} rules used in 2 documents\n")


# --- suggest ---------------------------------------------------------------------------------------------


def read_unread(name: str) -> list[tuple[UnreadKind, str, int]]:
    """What is not read in a document."""
    found = find_unread([document_to_paper(name, parse(PAPERS[name]))], RULES)
    return [(one.kind, one.words, one.count) for one in found]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("标签.txt", [(UnreadKind.LABEL, "挂帅单位", 1)]),
        ("列.html", [(UnreadKind.UNITS, "谁来干", 1), (UnreadKind.DATES, "何时干完", 1)]),
        ("时限.html", [(UnreadKind.TIME, "赶集日前后", 1)]),
        ("名册.html", [(UnreadKind.TABLE, "干法", 1)]),
        ("标题.txt", [(UnreadKind.HEADING, "河道管护联合体", 1)]),
    ],
)
def test_what_no_rule_reads(name: str, expected: list[tuple[UnreadKind, str, int]]) -> None:
    """Each kind is found in the words of the diagnostics that the program makes today."""
    assert read_unread(name) == expected


@pytest.mark.parametrize("name", PAPERS)
def test_suggestions_pass_when_completed(tmp_path: Path, name: str) -> None:
    """As printed, and with all that is commented out: no errors, and the words are read."""
    papers = [document_to_paper(name, parse(PAPERS[name]))]
    for file, text in suggest_rules(find_unread(papers, RULES)).items():
        assert "not accepted" not in text
        lines = [line.removeprefix("# ") for line in text.splitlines() if not line.startswith(("# or", "# only"))]
        (tmp_path / file).write_text("\n".join(lines), encoding="utf-8")
    result = call("rules", "check", tmp_path)
    assert result.returncode == ExitCode.OK, result.stdout.decode()
    again = document_to_paper(name, parse(PAPERS[name], rules=load_rules(tmp_path)))
    assert [one.words for one in find_unread([again], load_rules(tmp_path))] == []


def test_the_other_choices_pass(tmp_path: Path) -> None:
    """A day instead of no date, another role, a period: what the comments offer is accepted too."""
    choices = {
        "标签.txt": ('value = "responsible"', 'value = "oversee"'),
        "列.html": ('kind = "deadline"', 'kind = "period"'),
        "时限.html": ('kind = "no-deadline"', 'kind = "day-word"\nvalue = "06-30"'),
    }
    for name, (old, new) in choices.items():
        for file, text in suggest_rules(find_unread([document_to_paper(name, parse(PAPERS[name]))], RULES)).items():
            assert old in text
            (tmp_path / file).write_text(text.replace(old, new), encoding="utf-8")
    result = call("rules", "check", tmp_path)
    assert result.returncode == ExitCode.OK, result.stdout.decode()


def test_suggest(folder: Path, tmp_path: Path) -> None:
    """Printed with the names of files, or written to a folder that can be tried at once, but not over another."""
    printed = call("rules", "suggest", "档案", "-q", cwd=folder).stdout.decode()
    assert printed.startswith("# --- units.toml\n")
    out = tmp_path / "规则"
    for code in (ExitCode.OK, ExitCode.USAGE):
        assert call("rules", "suggest", "档案", "-o", out, "-q", cwd=folder).returncode == code
    assert printed == f"# --- units.toml\n{(out / 'units.toml').read_text('utf-8')}"
    listed = json.loads(call("rules", "suggest", "档案", "-f", "json", "-q", cwd=folder).stdout)
    assert listed == [{"kind": "label", "words": "挂帅单位", "count": 1, "documents": 1}]
