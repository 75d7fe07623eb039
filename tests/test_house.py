"""The shape of the code: no class that a reader has to learn by heart."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "docx2tasks"
LINES, METHODS = 150, 12


def _methods(node: ast.ClassDef) -> int:
    """How many methods a class has beside those that Python calls by itself."""
    return sum(isinstance(one, ast.FunctionDef) and not one.name.startswith("__") for one in node.body)


def test_classes_are_small() -> None:
    """At most 150 lines and a dozen methods each."""
    large = [
        f"{path.relative_to(PACKAGE)}: {node.name}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
        and ((node.end_lineno or 0) - node.lineno >= LINES or _methods(node) > METHODS)
    ]
    assert large == []


def test_class_names_stand_once() -> None:
    """One name, one idea: no class has the name of another one."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(str(path.relative_to(PACKAGE)))
    assert {name: where for name, where in places.items() if len(where) > 1} == {}
