"""Names of units to their usual form: 市卫健委 is 市卫生健康委."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from docx2tasks.numerals import fold_width
from docx2tasks.rules import Rules

STATE = "国家"  # the level of a paper of the State, and what its departments have before their names
_PROVINCE = ("省", "自治区")
_PROVINCIAL = "厅"  # only provinces have departments of this kind
_LONGEST = 24


class UnitNames:
    """Knows the usual forms of names, with one set of rules."""

    def __init__(self, rules: Rules) -> None:
        self._set = rules["unit-names"]
        stems, endings = self._forms("stem"), self._forms("ending")
        self._known = {stem + ending: stems[stem] + endings[ending] for stem in stems for ending in endings}
        self._known |= self._forms("body")
        self._whole = self._forms("whole")

    def issuer_to_level(self, issuer: str | None) -> str | None:
        """The level of bare names in documents of an issuer: ``省`` for 浙江省人民政府, ``国家`` for 国务院办公厅.

        None where the issuer does not tell.
        """
        name = fold_width(issuer or "").split("、", maxsplit=1)[0].strip()
        if name in self._whole or self._set.find("of-state", name):
            return STATE
        owner = next((name[:size] for size in self._owners(name) if name[size:] in self._known), None)
        if owner is None:
            owner = name[: max(self._owners(name), default=0)]
        return next((level for level in ("自治区", *"省市县区州旗") if owner.endswith(level)), None)

    def name_to_canonical(self, name: str, level: str | None) -> str | None:
        """The usual form of a printed name, or None if the body is not certain.

        ``市卫健委`` and ``市卫生健康委员会`` are ``市卫生健康委``; ``发展改革委`` is ``省发展改革委`` where the
        ``level`` of the paper is ``省``; ``有关部门`` is None.
        """
        words = "".join(fold_width(name).split())
        if words in self._whole:
            return self._whole[words]
        if not words or len(words) > _LONGEST or self.is_class(words):
            return None
        if words in self._known:
            return self._bare_to_canonical(self._known[words], level)
        owners = tuple(self._owners(words))
        for size in owners:
            if words[size:] in self._known:
                return words[:size] + self._known[words[size:]]
        if owners and self._set.find("own", words[owners[0] :]):
            return words.removesuffix("员会") if words.endswith("委员会") else words
        return None

    def name_to_usual(self, name: str) -> str | None:
        """The usual form of a name as typed by a user, with its owner, or None.

        ``卫健委`` is ``卫生健康委``, ``省卫健委`` is ``省卫生健康委``; ``建设集团`` is None.
        """
        words = "".join(fold_width(name).split())
        return self._known.get(words) or self.name_to_canonical(words, None)

    def is_class(self, name: str) -> bool:
        """Whether a name is a class of bodies, or several: ``各县（市、区）人民政府``, ``有关部门``."""
        return self._set.find("class", fold_width(name)) is not None

    def find_forms(self, usual: str) -> list[str]:
        """The forms that may be printed for a usual one, without whose body it is: ``卫健委`` for 省卫生健康委."""
        whole = [form for form, one in self._whole.items() if one == usual]
        return whole + [form for form, one in self._known.items() if usual.endswith(one)]

    def _bare_to_canonical(self, usual: str, level: str | None) -> str | None:
        """A name without whose body it is, as the paper's level says."""
        if level is None or (usual.endswith(_PROVINCIAL) and level not in _PROVINCE):
            return None
        if level == STATE:
            return STATE + usual if self._set.find("state", usual) else None
        return level + usual

    def _owners(self, name: str) -> Iterator[int]:
        """The sizes of all that may say whose body it is, at the beginning of a name."""
        return (size for size in range(1, len(name)) if self._set.find("owner", name[:size]))

    def _forms(self, kind: str) -> dict[str, str]:
        """The forms of a kind with the usual one of each; the first rule that has a form counts."""
        rules = reversed(self._set.of(kind))
        return {fold_width(word): rule.value or fold_width(word) for rule in rules for word in rule.words}


@dataclass(slots=True, repr=False, eq=False)
class PaperUnitNames:
    """The usual forms of the names in one paper, each found once."""

    names: UnitNames
    level: str | None
    _found: dict[str, str | None] = field(default_factory=dict)
    _usual: dict[str, str | None] = field(default_factory=dict)

    def find(self, name: str) -> str | None:
        """The usual form of a name, or None."""
        if name not in self._found:
            self._found[name] = self.names.name_to_canonical(name, self.level)
        return self._found[name]

    def find_usual(self, name: str) -> str | None:
        """The usual form of a name, though the paper may not tell whose body it is, or None."""
        if name not in self._usual:
            self._usual[name] = self.names.name_to_usual(name)
        return self._usual[name]
