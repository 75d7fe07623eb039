"""Writes documents as files of annotation programs, and as gold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from docx2tasks.export.columns import Values
from docx2tasks.export.json_text import text_to_bytes, value_to_json, value_to_line
from docx2tasks.office.annotations.doccano import annotated_to_line, annotated_to_linked_line
from docx2tasks.office.annotations.label_studio import annotated_to_task, to_labeling_config
from docx2tasks.office.annotations.regions import Annotated, document_to_annotated
from docx2tasks.office.annotations.texts import load_text
from docx2tasks.office.kinds import OfficeOptions, Writer, check_target
from docx2tasks.office.outputs import write_pieces
from docx2tasks.office.papers import Paper, Unread, paper_to_document

_Line = Callable[[Annotated], object]
_GOLD = {
    "path": ("label", "number", "title"),
    "units": ("name", "role", "inherited"),
    "actors": ("name",),
    "times": ("text", "kind", "start", "end", "every"),
    "targets": ("text", "operator", "value", "unit"),
}


def open_label_studio(path: Path, _: OfficeOptions) -> Writer:
    """Tasks of Label Studio, and the labeling interface for them in ``NAME.xml`` next to it."""
    config = path.with_suffix(".xml")
    check_target(config, is_filled=False)
    return partial(_write_label_studio, path, config)


def open_doccano(path: Path, _: OfficeOptions) -> Writer:
    """Lines of doccano with spans."""
    return partial(_write_lines, annotated_to_line, path)


def open_linked_doccano(path: Path, _: OfficeOptions) -> Writer:
    """Lines of doccano with entities and relations."""
    return partial(_write_lines, annotated_to_linked_line, path)


def open_gold(path: Path, _: OfficeOptions) -> Writer:
    """Gold, one document per line."""
    return partial(_write_gold, path)


def _write_label_studio(path: Path, config: Path, papers: Iterable[Paper], _: Sequence[Unread]) -> Sequence[str]:
    write_pieces(_to_list(map(annotated_to_task, _annotate(papers))), path)
    write_pieces([to_labeling_config().encode()], config)
    return [f"labeling interface: {config}"]


def _write_lines(to_line: _Line, path: Path, papers: Iterable[Paper], _: Sequence[Unread]) -> Sequence[str]:
    write_pieces(map(value_to_line, map(to_line, _annotate(papers))), path)
    return ()


def _write_gold(path: Path, papers: Iterable[Paper], _: Sequence[Unread]) -> Sequence[str]:
    write_pieces((value_to_line(_paper_to_gold(paper)) for paper in papers), path)
    return ()


def _annotate(papers: Iterable[Paper]) -> Iterator[Annotated]:
    for paper in papers:
        yield document_to_annotated(paper.name, _to_kept(paper), load_text(paper))


def _to_kept(paper: Paper) -> Values:
    """Of a document what every kind of store keeps: facts without their rules, records, and the file they are of."""
    document = paper_to_document(paper).model_dump(mode="json")
    source = {name: document["source"][name] for name in ("path", "sha256")}
    facts = {name: value for name, value in document["document"].items() if name != "type_rule"}
    return {"source": source, "document": facts, "tasks": document["tasks"], "provisions": document["provisions"]}


def _to_list(values: Iterable[object]) -> Iterator[bytes]:
    """A JSON list, a value on a line."""
    yield b"["
    for number, value in enumerate(values):
        yield b"\n" if number == 0 else b",\n"
        yield text_to_bytes(value_to_json(value))
    yield b"\n]\n"


def _paper_to_gold(paper: Paper) -> dict[str, object]:
    """A document in the form that a review page exports, with its name."""
    document = _to_kept(paper)
    records = {name: [*map(_task_to_gold, document[name])] for name in ("tasks", "provisions")}
    return {"name": paper.name, "document": document["document"], **records}


def _task_to_gold(task: Values) -> dict[str, object]:
    plain = {name: task[name] for name in ("number", "label", "kind", "text", "references")}
    lists = {name: [{key: one[key] for key in keys} for one in task[name]] for name, keys in _GOLD.items()}
    return {**plain, **lists, "optional": False}
