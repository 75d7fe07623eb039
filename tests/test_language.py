"""Chinese: nothing that people are shown is left in English, and nothing that is stored changes with the language."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from unicodedata import east_asian_width

import pytest
from program import PLAN, call, start
from test_help import HELPS

from docx2tasks.batch.ledger import LEDGER
from docx2tasks.cli import options
from docx2tasks.errors import ExitCode, UsageError
from docx2tasks.language import choose_language, find_locale, shown, using, value_to_english
from docx2tasks.language.catalogue import HOLES, load_catalogue, load_words
from docx2tasks.language.widths import width_of, wrap
from docx2tasks.pages.vocabulary import load_vocabulary
from docx2tasks.rules import Rules
from docx2tasks.vocabulary import DiagnosticCode, LeftoverKind

PACKAGE = Path(__file__).parents[1] / "docx2tasks"
CHINESE = {"DOCX2TASKS_LANG": "zh", "COLUMNS": "80"}

# Two words in a row, or a word beside what varies: what may be said to people.
PHRASE = re.compile(r"[A-Za-z]+[,;:]? (?:\{\} )?[a-z]{2,}|\{\} [a-z]{2,}|[a-z]{2,} \{\}")
# English words in a row that are no code, path or name: a sentence that nobody has translated.
SENTENCE = re.compile(r"(?<![\w./-])(?:[A-Za-z]+,? ){3,}[A-Za-z]+")

# --- phrases that nobody is shown ---------------------------------------------------------------------

NOT_SHOWN_IN = {  # modules whose phrases are meanings for the documentation and the schema, or words to look for
    "vocabulary.py": "printed in docs/records.md and the schema; what explain shows of them is in pages/",
    "model.py": "descriptions of the schema",
    "tool_schema.py": "the same",
    "rules/kinds": "printed in docs/rules.md",
    "readers/page/words.py": "reasons of its own lists",
    "score/counts.py": "printed in docs/score.md",
    "tuning/suggest.py": "comments and reasons of the rules that it writes",
    "tuning/unread.py": "the same",
    "readers/plain/markup.py": "names of tags",
    "pages/assets.py": "parts of a page",
}
SQL = re.compile(
    r"\s*(?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|PRAGMA)\b|\b(?:WHERE|ORDER BY|JOIN|AND role|EXCLUDE|DROP TABLE)\b"
    r"| IN \(|\b(?:d\.name|t\.kind|u\.name|a\.name|t\.ends_on|coalesce|PRIMARY KEY)\b|double precision"
)
NOT_SHOWN = {
    "docx2tasks {}\n",  # the version
    ": Value error, ",  # what Python adds, and is taken away
    "bold reverse",  # styles
    "red strike",
    "bold green underline",
    "docx2tasks {}",
    "in {} {}",
    "{} in {}",
    "{} from {}",
    "nothing changes in {} {}",
    "{} of {} {} {}: {}",
    "{} of {} {}: {}",
    "docx2tasks review",  # who wrote a page
    "--to {}",  # an option
    "{} of {}",  # parts of messages, whose whole is in the catalogue
    "{}{} of {}",
    "{}{} by {}",
    "; it was {}",
    " on {}",
    "its start",
    "at {}",
    "below {}",
    " (and {} more)",  # in English only
    "what takes the place of a document is put before that document is dropped",  # faults of the program itself
    "the position is to be committed before the store is finished",
    "no document",
    "no task",
    "ermission denied",  # looked for in what libraries say
    "xcessive depth",
    "Missing argument",
    "%s could not be read",  # a log for those who debug
    "of words",
    "table of contents",  # a field of Word
    "import sys; sys.path[:] = sys.argv[1:]; from docx2tasks.isolate.worker import serve; serve()",  # code
    "import sys; sys.path[:] = sys.argv[1:]; from docx2tasks.isolate.child import serve; serve()",
    "import sys; sys.path[:] = sys.argv[1:]; from docx2tasks.batch.cluster.reader import serve; serve()",
}
MARKUP = re.compile(r"\s*<[?a-zA-Z]|\(\?|\\d|\|Unknown|\.\*:|^`pip |^\"use strict\"|'none'")
DOCUMENTED_IN = {"export/stores.py", "office/kinds.py"}  # tables of which docs/outputs.md prints some columns


def _docstrings(tree: ast.AST) -> set[int]:
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def _to_template(node: ast.AST) -> str | None:
    """A text of the program with ``{}`` for what varies."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in node.values)
    return None


def _find_texts(node: ast.AST, docstrings: set[int]) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        text = None if id(child) in docstrings else _to_template(child)
        if text is not None:
            yield text
        if isinstance(child, ast.JoinedStr):  # its own parts are no texts, but what is filled in may be
            for value in child.values:
                if isinstance(value, ast.FormattedValue):
                    yield from _find_texts(value, docstrings)
        else:
            yield from _find_texts(child, docstrings)


def _texts() -> dict[str, set[str]]:
    """All texts of the program, with the modules they are in."""
    found: dict[str, set[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for text in _find_texts(tree, _docstrings(tree)):
            found.setdefault(text, set()).add(path.relative_to(PACKAGE).as_posix())
    return found


def _to_plain(english: str) -> str:
    """A template of the catalogue as it stands in the program, whatever its holes take and ``!r`` adds."""
    return english.replace("{#}", "{}").replace("'{}'", "{}")


TEXTS = _texts()
MESSAGES = {english: words for section in load_words("messages").values() for english, words in section.items()}
HELP = {english: words for section in load_words("help").values() for english, words in section.items()}
WORDS = load_words("words")
PLAIN = {_to_plain(english) for english in MESSAGES} | {*HELP, *WORDS["heads"], *WORDS["types"]}


def _is_shown(text: str, modules: set[str]) -> bool:
    if text in NOT_SHOWN or SQL.search(text) or MARKUP.search(text):
        return False
    return any(not module.startswith((*NOT_SHOWN_IN,)) for module in modules)


def test_every_phrase_is_in_the_catalogue() -> None:
    """What consists of words is translated, or named above as what nobody is shown; see CONTRIBUTING.md."""
    phrases = {text: modules for text, modules in TEXTS.items() if PHRASE.search(text) and _is_shown(text, modules)}
    missing = {text: sorted(modules) for text, modules in phrases.items() if text not in PLAIN}
    left = {text: modules for text, modules in missing.items() if not DOCUMENTED_IN.issuperset(modules)}
    assert {text: modules for text, modules in left.items() if "\b\n" not in text} == {}  # help of groups: see below


def test_nothing_in_the_catalogue_is_out_of_date() -> None:
    """Every English text stands in the program; only what it composes of several, or others say, does not."""
    composed = {"usage", "composed", "system"}
    sections = {name: section for name, section in load_words("messages").items() if name not in composed}
    plain = {_to_plain(text) for section in sections.values() for text in section}
    assert sorted(plain - {*TEXTS}) == []


@pytest.mark.parametrize("words", [MESSAGES, HELP], ids=["messages", "help"])
def test_parameters_agree(words: dict[str, str]) -> None:
    """What varies in English is in the Chinese, too, each of it once."""
    hole = re.compile("|".join(map(re.escape, HOLES)))
    wrong = [
        english
        for english, chinese in words.items()
        if sorted(map(int, re.findall(r"\{(\d+)[~=]?\}", chinese))) != [*range(len(hole.findall(english)))]
    ]
    assert wrong == []


def test_one_text_stands_once() -> None:
    """No section repeats a text of another one."""
    files = [*load_words("messages").values(), *load_words("help").values(), WORDS["heads"], WORDS["types"]]
    every = [english for section in files for english in section]
    assert sorted({english for english in every if every.count(english) > 1}) == []


def test_chinese_has_no_english_sentences() -> None:
    """What is said in Chinese is Chinese."""
    assert [words for words in (*MESSAGES.values(), *HELP.values()) if SENTENCE.search(words)] == []


def test_every_head_is_translated() -> None:
    """Heads and titles of tables, whatever they are called in the program."""
    assert sorted(head for head in {*_heads()} if head not in WORDS["heads"] and not _is_found(head)) == []


def _is_found(head: str) -> bool:
    with using("zh"):
        return shown(head.replace("{}", "90%")) != head


def _heads() -> Iterator[str]:
    """Texts of tuples that are called headers, and titles and headers that sections are made with."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Assign) and re.search(r"(?i)(?<!csv_)headers$", ast.unparse(node.targets[0])):
                yield from _texts_in(node.value)
            elif isinstance(node, ast.Call) and ast.unparse(node.func) in {"make_section", "Section", "write_table"}:
                yield from (text for one in node.args[:2] for text in _texts_in(one) if text)


def _texts_in(node: ast.AST) -> Iterator[str]:
    if not isinstance(node, ast.Tuple | ast.Constant | ast.JoinedStr):
        return
    for one in node.elts if isinstance(node, ast.Tuple) else [node]:
        text = _to_template(one)
        if text and re.search("[a-z]{2}", text):
            yield text


def test_every_rule_has_its_reason_in_chinese(rules: Rules) -> None:
    """``explain``, ``rules list`` and review pages show it; entries of reasons that are gone are faults, too."""
    reasons = {rule.reason for rule in rules}
    known = {english: words for section in load_words("rules").values() for english, words in section.items()}
    assert sorted(reasons - {*known}) == []
    assert sorted({*known} - reasons) == []
    assert [words for words in known.values() if SENTENCE.search(words)] == []


def test_reasons_of_users_stay_as_they_are(tmp_path: Path) -> None:
    """What somebody else wrote is not looked up in parts: ``3 of 5 read``."""
    rule = """[[rule]]
id = "own.lead"
kind = "word"
value = "lead"
words = ["挂帅"]
reason = "page 3 of the notice, and row 5"
yes = ["挂帅"]
no = ["牵头"]
"""
    (tmp_path / "roles.toml").write_text(rule, "utf-8")
    listed = call("rules", "list", "--rules", tmp_path, env=CHINESE).stdout.decode().splitlines()
    assert listed[0] == "编号\t类别\t值\t出处\t理由"
    assert [line.split("\t")[-1] for line in listed if "own.lead" in line] == ["page 3 of the notice, and row 5"]
    assert next(line for line in listed if line.startswith("role.lead\t")).endswith("\tA牵头：牵头单位")


def test_every_code_has_a_meaning_in_chinese() -> None:
    """Diagnostics and leftovers stand once, for pages and for the program."""
    known = load_vocabulary("zh")
    assert {*known["leftovers"]} == {one.value for one in LeftoverKind}
    assert {*known["diagnostics"]} == {one.value for one in DiagnosticCode}


# --- what is shown ------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", HELPS, ids=lambda name: name or "docx2tasks")
def test_help_in_chinese(command: str) -> None:
    """No sentence is left in English, and no line is wider than a terminal."""
    lines = call(*command.split(), "--help", env=CHINESE).stdout.decode().splitlines()
    assert lines[0].startswith(f"用法：docx2tasks {command}".rstrip())
    examples = lines.index("  例：")
    said = [line for line in lines if not line.startswith("    docx2tasks ")]
    assert lines[examples + 1].startswith("    docx2tasks ")
    assert [line for line in said if SENTENCE.search(line)] == []
    assert [line for line in lines if width_of(line) > 80] == []
    assert [
        line for line in said if re.search(r"[a-z]{3}\.$|<(?:str|path|int)|\[(?:default|required)|Options|Usage", line)
    ] == []


ERRORS = [
    ("parse", "缺少参数 文件；见 docx2tasks parse --help（usage）"),
    ("parse 甲.docx --nope", "没有选项 --nope；见 docx2tasks parse --help（usage）"),
    ("parze 甲.docx", "没有命令 parze，相近的命令：“parse”、“compare”；见 docx2tasks --help（usage）"),
    ("parse 甲.docx -f csv", "--format（-f）的值不对：没有“csv”，可用：“json”、“jsonl”；见 docx2tasks parse"),
    ("batch 甲 乙 --jobs 两个", "--jobs（-j）的值不对：要写整数；见 docx2tasks batch --help（usage）"),
    ("parse 甲.docx -o", "选项 -o 后面要有值；见 docx2tasks --help（usage）"),
    ("parse 甲.docx", "找不到 甲.docx；请检查路径（missing）"),
    ("parse .", ". 是文件夹；请给出其中一个文件，或运行 docx2tasks batch . OUT（not-a-file）"),
    ("find 河道", "find 需要 --in 来源；见 docx2tasks find --help（usage）"),
    ("find --in 甲 --before 年底", "--before 年底 不是日期；请写成 --before 2022-12-31（usage）"),
    ("parse 甲.docx --limit pages=-3", "pages 要写大于 0 的整数，不能写 “-3”；可用：file_seconds、"),
    ("batch 甲 乙.csv", "乙.csv 是文件名，而 batch 写出的是文件夹；请用 docx2tasks export 来源 -o 乙.csv"),
    ("status 甲", "甲 中没有 _ledger.sqlite；请给出 batch 的输出文件夹（no-ledger）"),
    ("parse https://例.中国/清单.docx", "https://例.中国/清单.docx 是网址，只有 batch 能读取；"),
]  # fmt: skip


@pytest.mark.parametrize(("command", "said"), ERRORS)
def test_errors_in_chinese(command: str, said: str, tmp_path: Path) -> None:
    """What happened and what to do next, the code behind; exit codes are those of English."""
    result = call(*command.split(), env=CHINESE, cwd=tmp_path)
    assert result.stderr.decode().startswith(f"docx2tasks: {said}")
    assert result.returncode == call(*command.split(), cwd=tmp_path).returncode


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "清单.txt"
    path.write_text(PLAN + "\n3.6月底前全面完成。\n5.推进改革。（挂帅单位：市医保局）\n", "utf-8")
    return path


def test_diagnostics_in_chinese(tmp_path: Path) -> None:
    """Warnings name what is doubtful in Chinese; a code that was met often stands once."""
    (tmp_path / "甲.txt").write_text("一、工作\n1.6月底前完成。\n2.7月底前完成。\n4.推进改革。\n", "utf-8")
    said = call("parse", "甲.txt", env=CHINESE, cwd=tmp_path).stderr.decode().splitlines()
    assert said == [
        "docx2tasks: 警告：应为第 3 项，实为 4.（numbering-gap）",
        "docx2tasks: 警告：“6月底前”的日期无法确定，另有 1 处（unresolved-time）",
    ]
    (tmp_path / "乙.txt").write_text("你好", "utf-8")
    assert call("parse", "乙.txt", env=CHINESE, cwd=tmp_path).stderr.decode() == (
        "docx2tasks: 错误：文件中没有找到任务（no-tasks）\n"
    )


def test_tables_in_chinese(plan: Path) -> None:
    """Heads, kinds, places and reasons are Chinese; codes, ids and the document's words are as they are."""
    shown_rows = [line.split("\t") for line in call("explain", plan, env=CHINESE).stdout.decode().splitlines()]
    assert shown_rows[0] == ["序", "编号", "类别", "条目", "任务", "单位", "行为主体", "时限", "位置"]
    assert shown_rows[1][2] == "任务"
    assert shown_rows[1][-1] == "第3段，文件第4行"
    one = call("explain", plan, "1", env=CHINESE).stdout.decode()
    assert "单位      市卫生健康委  牵头\n" in one
    assert "时限      12月底前  截止  止 2022-12-31\n" in one
    assert not SENTENCE.search(one)
    found = call("find", "--in", plan, "--role", "牵头", "--kind", "任务", env=CHINESE)
    assert found.stdout.decode().splitlines()[0] == "截止\t单位\t任务\t文件\t位置"
    assert found.stderr.decode() == "docx2tasks: 1 条任务，1 份文件；读取 1 份文件，4 条任务，失败 0 份\n"


def test_batch_in_chinese(plan: Path) -> None:
    """The lines at the end of a batch, and the tables of ``status`` and ``compare``."""
    out = plan.parent / "结果"
    done = call("batch", plan, out, env=CHINESE)
    assert done.stderr.decode().splitlines()[0] == "docx2tasks: 读取 1 份文件，0 份未能读取，4 条任务"
    assert call("compare", out, out, env=CHINESE).stdout.decode() == "没有差异：1 份文件\n"
    plan.write_text(PLAN.replace("每季", "每月"), "utf-8")
    newer = plan.parent / "新结果"
    call("batch", plan, newer, "-q")
    shown_tables = call("status", out, env=CHINESE).stdout + call("compare", out, newer, env=CHINESE).stdout
    titles = {line for line in shown_tables.decode().splitlines() if line.startswith("# ")}
    assert {
        "# 结果",
        "# 格式",
        "# 诊断",
        "# 覆盖率",
        "# 最慢",
        "# 读取时的版本",
        "# 两批",
        "# 文件",
        "# 任务",
    } <= titles
    assert "numbering-gap 编号有缺号\t1\t1\n" in shown_tables.decode()
    assert not SENTENCE.search(shown_tables.decode())


# --- what is stored -----------------------------------------------------------------------------------

STORED = [
    ("parse", "清单.txt"),
    ("parse", "清单.txt", "-f", "jsonl", "--all"),
    ("text", "清单.txt"),
    ("schema",),
    ("find", "--in", "清单.txt", "-f", "csv"),
    ("find", "--in", "清单.txt", "-f", "jsonl"),
    ("batch", "清单.txt", "-", "--to", "csv"),
    ("rules", "list", "--format", "json"),
    ("export", "--print-layout"),
]


@pytest.mark.parametrize("command", STORED, ids=" ".join)
def test_what_is_printed_for_programs_is_the_same(command: tuple[str, ...], plan: Path) -> None:
    """JSON, CSV and texts are the same bytes in every language."""
    chinese, english = (call(*command, cwd=plan.parent, env={"DOCX2TASKS_LANG": one}).stdout for one in ("zh", "en"))
    assert chinese == english != b""


def test_files_are_the_same(plan: Path) -> None:
    """Records, workbooks, lists of units and outputs of batches, whatever the locale."""
    made = []
    for locale in ("zh_CN.UTF-8", "C"):
        folder = plan.parent / locale
        env = {"DOCX2TASKS_LANG": "", "LC_ALL": locale}
        call("batch", "清单.txt", folder, cwd=plan.parent, env=env)
        (folder / LEDGER).unlink()  # it holds how long reading took
        call("export", "清单.txt", "-o", folder / "台账.xlsx", cwd=plan.parent, env=env)
        call("units", "清单.txt", "-o", folder / "单位.csv", cwd=plan.parent, env=env)
        made.append({path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()})
    assert made[0] == made[1]
    assert {"清单.txt.json", "台账.xlsx", "单位.csv"} <= made[0].keys()


def test_errors_of_the_library_stay_english() -> None:
    """A program that catches a refusal reads what docs/errors.md says."""
    with using("zh"), pytest.raises(UsageError, match="'fr' is not a language; use zh or en"):
        choose_language(["--lang", "fr"], {})


# --- the choice ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "C", "LC_MESSAGES": "zh_TW"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": ""}, "en"),
        ({"LANG": "C", "DOCX2TASKS_LANG": "zh"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "DOCX2TASKS_LANG": "en_US"}, "en"),
    ],
)
def test_language_of_the_environment(environment: dict[str, str], language: str) -> None:
    """The variable of the program, else the first variable of the locale that is set."""
    assert choose_language(["parse", "甲.docx"], environment) == (language, ["parse", "甲.docx"])


@pytest.mark.parametrize(
    "args", [["--lang", "zh", "parse", "甲"], ["parse", "--lang=zh", "甲"], ["parse", "甲", "--lang", "ZH-cn"]]
)
def test_language_option_stands_anywhere(args: list[str]) -> None:
    """Before and behind the command; it overrides the environment."""
    assert choose_language(args, {"DOCX2TASKS_LANG": "en"}) == ("zh", ["parse", "甲"])


def test_no_language_option_behind_two_dashes() -> None:
    """What stands there is a name."""
    assert choose_language(["parse", "--", "--lang"], {}) == (find_locale({}), ["parse", "--", "--lang"])


@pytest.mark.parametrize(("args", "env"), [(["--lang", "fr"], {}), (["--lang"], {}), ([], {"DOCX2TASKS_LANG": "fr"})])
def test_unknown_language(args: list[str], env: dict[str, str]) -> None:
    """It is a usage error."""
    result = call("limits", *args, env=env)
    assert result.returncode == ExitCode.USAGE
    assert b"docx2tasks: usage: " in result.stderr
    assert b"use zh or en" in result.stderr


def test_values_of_options_in_chinese() -> None:
    """Every value that is a word has one in Chinese, in every language; names of formats have none."""
    formats = {"json", "jsonl", "csv", "utf-8", "gb18030", "dask", "zh", "en", *(one.value for one in options.Reader)}
    choices = [
        one for one in vars(options).values() if isinstance(one, type) and issubclass(one, Enum) and one.__members__
    ]
    values = {member.value for one in choices for member in one} - formats
    known = WORDS["choices"]
    assert values - {*known.values()} == set()
    assert {value_to_english(word) for word in known} == {*known.values()}


def test_catalogue_is_loaded_for_chinese_only() -> None:
    """English costs nothing at the start."""
    code = "import sys, docx2tasks.cli.app as app; print([*sys.modules])"
    loaded = start([sys.executable, "-c", code]).stdout.decode()
    assert "docx2tasks.language.show" in loaded
    assert "catalogue" not in loaded
    assert "pages" not in loaded


# --- lines --------------------------------------------------------------------------------------------


def test_lines_are_cut_by_columns() -> None:
    """A Chinese character takes two; no line begins with a mark that ends something, words stay whole."""
    words = "文件、文件夹，或 parse、batch 的输出（可多次写）：2022-12-31、2022-12。"
    for width in range(12, 60):
        lines = wrap(words, width)
        assert max(map(width_of, lines)) <= max(width, 14)
        assert not any(line[0] in "，。、：）" for line in lines)
        assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", words)
    assert width_of("清单.docx") == sum(2 if east_asian_width(sign) in "WF" else 1 for sign in "清单.docx")


def _fill(template: str, values: list[str]) -> str:
    """A template with a value for each of its holes, which are numbered in Chinese."""
    rest = iter(values)
    return re.sub(r"\{(\d*)[#~=]?\}", lambda hole: values[int(hole[1])] if hole[1] else next(rest), template)


def test_every_template_is_found_by_what_it_gives() -> None:
    """No entry hides another one: what is filled in comes out in the Chinese of the same entry."""
    catalogue, wrong = load_catalogue(), {}
    for english, chinese in {**HELP, **MESSAGES}.items():
        holes = re.findall(r"\{#?\}", english)
        values = [f"{n}7" if hole == "{#}" else f"甲{n}乙" for n, hole in enumerate(holes, 1)]
        if (found := catalogue.find(_fill(english, values))) != _fill(chinese, values):
            wrong[english] = found
    assert wrong == {}
