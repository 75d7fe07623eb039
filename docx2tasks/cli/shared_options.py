"""Options that several commands share: how documents are read, which tasks are asked for.

A command that takes :class:`ReadingOptions` has each of its fields as an option of its own::

    @with_shared_options
    def units(sources: SourcesArgument, *, reading: ReadingOptions) -> None: ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import MISSING, Field, dataclass, fields
from functools import cached_property, wraps
from inspect import Parameter, Signature, signature
from typing import TYPE_CHECKING, Any, get_type_hints

from docx2tasks.cli.asked import to_selection
from docx2tasks.cli.inputs import load, load_corrections, read, to_limits
from docx2tasks.cli.options import (
    AfterOption,
    BeforeOption,
    CorrectionsOption,
    LimitOption,
    MemoryOption,
    OverdueOption,
    Reader,
    RoleOption,
    RulesOption,
    SofficeOption,
    TaskKindOption,
    TimeoutOption,
    UnitFileOption,
    UnitOption,
)

if TYPE_CHECKING:
    from docx2tasks.batch.worker import Options
    from docx2tasks.limits import Limits
    from docx2tasks.pipeline import Reading
    from docx2tasks.rules import Rules
    from docx2tasks.search.selection import Selection


@dataclass(frozen=True)
class ReadingOptions:
    """How documents are read; the same for every command that reads some."""

    soffice: SofficeOption = None
    limit: LimitOption = None
    timeout: TimeoutOption = None
    memory: MemoryOption = None
    rules: RulesOption = None
    units: UnitFileOption = None
    corrections: CorrectionsOption = None

    def to_limits(self) -> Limits:
        """The limits as changed by the options; raises ``wrong-limit``."""
        return to_limits(self.limit, self.timeout, self.memory)

    @cached_property
    def loaded(self) -> Rules:
        """The rules with those of the user; raises :class:`~docx2tasks.errors.RulesError`."""
        return load(self.rules, self.units)

    def read(self, file: str, reader: Reader | None) -> Reading:
        """Parse one file or standard input, and apply corrections."""
        limits = self.to_limits()
        return read(file, reader, self.soffice, self.loaded, limits, load_corrections(self.corrections, limits))

    def to_options(self, reader: Reader | None = None) -> Options:
        """What a worker is given, corrections included."""
        from docx2tasks.batch.worker import Options  # noqa: PLC0415

        limits = self.to_limits()
        options = Options(self.loaded, reader.value if reader else None, self.soffice, limits)
        return options._replace(corrections=load_corrections(self.corrections, limits))


@dataclass(frozen=True)
class SelectionOptions:
    """Which tasks are asked for, beside their words."""

    unit: UnitOption = None
    role: RoleOption = None
    before: BeforeOption = None
    after: AfterOption = None
    overdue: OverdueOption = False
    kind: TaskKindOption = None

    def to_selection(self, words: Sequence[str] | None) -> Selection:
        """What the options ask for; raises ``usage`` for what is not a date."""
        return to_selection(
            words=words,
            units=self.unit,
            roles=self.role,
            before=self.before,
            after=self.after,
            kinds=self.kind,
            overdue=self.overdue,
        )


_GROUPS = (ReadingOptions, SelectionOptions)


def with_shared_options(command: Callable[..., None]) -> Callable[..., None]:
    """The command as typer is shown it: the fields of groups of options in the place of each group."""
    hints = get_type_hints(command, include_extras=True)
    groups: dict[str, type[Any]] = {name: hint for name, hint in hints.items() if hint in _GROUPS}

    @wraps(command)
    def run(**given: object) -> None:
        for name, group in groups.items():
            given[name] = group(**{field.name: given.pop(field.name) for field in fields(group)})
        command(**given)

    parameters = [*_expand(signature(command), hints, groups)]
    run.__annotations__ = {one.name: one.annotation for one in parameters} | {"return": None}
    run.__signature__ = Signature(parameters)  # type: ignore[attr-defined]  # which inspect, and so typer, asks first
    return run


def _expand(shown: Signature, hints: dict[str, Any], groups: dict[str, type[Any]]) -> Iterator[Parameter]:
    for name, parameter in shown.parameters.items():
        if name not in groups:
            yield parameter.replace(annotation=hints[name])
            continue
        own = get_type_hints(groups[name], include_extras=True)
        yield from (_to_parameter(field, own[field.name]) for field in fields(groups[name]))


def _to_parameter(field: Field[Any], hint: object) -> Parameter:
    default = Parameter.empty if field.default is MISSING else field.default
    return Parameter(field.name, Parameter.KEYWORD_ONLY, default=default, annotation=hint)
