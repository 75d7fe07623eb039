"""Which short lines above a date are signatures."""

from __future__ import annotations

from docx2tasks.extract.signers import SignerFinder
from docx2tasks.rules import Rules
from docx2tasks.segment.outline.paragraphs import ParagraphJudge
from docx2tasks.segment.outline.work import WorkJudge
from docx2tasks.segment.sentences import is_sentence_like
from docx2tasks.source import Passage

_LONGEST = 60  # of a line that signs: two offices side by side
_NAME_LENGTH = 40  # of one name: 浙江省推进清廉医院建设部门联动工作机制综合组 has 22


class SignerJudge:
    """Tells signature lines from titles and tasks."""

    def __init__(self, rules: Rules) -> None:
        self._judge = rules.once(ParagraphJudge)
        self._bodies = rules.once(SignerFinder)
        self._works = rules.once(WorkJudge)

    def is_signer(self, line: Passage) -> bool:
        """Whether a line is the name of a body, several of them side by side, or a seal: ``市教育局``, ``（盖章）``."""
        words = line.strip()
        return len(words.text) <= _LONGEST and self._bodies.find(words).is_signature

    def may_sign(self, line: Passage) -> bool:
        """Whether a short line above a date may be a signature: any name, no title, no ``更换路灯（区住建局负责）``."""
        text = line.text
        is_short = len(text) <= _NAME_LENGTH and not is_sentence_like(text) and not any(c in text for c in ",，:：")
        is_name = is_short and not self._judge.is_title(line) and not self._bodies.is_no_body(text)
        return self.is_signer(line) or (is_name and not self._works.names_units(line))
