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


def test_stages_of_the_benchmark_are_there() -> None:
    """A stage whose function was renamed would be measured as the rest."""
    benchmark = ast.parse((PACKAGE.parent / "benchmarks" / "whole_parse.py").read_text("utf-8"))
    stages = next(node.value for node in benchmark.body if isinstance(node, ast.Assign) and _names(node) == ["STAGES"])
    places = [one for places in ast.literal_eval(stages).values() for one in places if not one.startswith("pydantic")]
    assert [place for place in places if place.partition(":")[2] not in _functions(place.partition(":")[0])] == []


def _names(node: ast.Assign) -> list[str]:
    return [target.id for target in node.targets if isinstance(target, ast.Name)]


def _functions(module: str) -> set[str]:
    """The functions of a module, methods behind the names of their classes."""
    body = ast.parse((PACKAGE / module).read_text("utf-8")).body
    methods = {
        f"{c.name}.{m.name}"
        for c in body
        if isinstance(c, ast.ClassDef)
        for m in c.body
        if isinstance(m, ast.FunctionDef)
    }
    return methods | {node.name for node in body if isinstance(node, ast.FunctionDef)}
