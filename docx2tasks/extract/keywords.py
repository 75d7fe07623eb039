"""The verb and keywords of a task, with jieba, on request only.

jieba is loaded here and nowhere else: its dictionary costs more than reading a document.
"""

from __future__ import annotations

import logging
import warnings
from functools import cache
from typing import Any

_MOST = 6  # words of one measure: the leading verb and five more
_VERB = "v"
# nouns, names of places and bodies, verbal nouns, terms, foreign words: no verbs, numbers or particles
_NAMING = ("n", "nr", "ns", "nt", "nz", "nl", "ng", "vn", "an", "j", "l", "i", "eng")


def find_keywords(text: str) -> list[str]:
    """The first verb of ``text``, then its weightiest nouns, each once.

    ``完善分级诊疗制度`` gives ``完善 诊疗 分级 制度``; ``推进12月底前建成的平台`` begins with ``推进``.
    """
    extractor = _extractor()
    words = list(extractor.postokenizer.cut(text))
    verb = [pair.word for pair in words if pair.flag.startswith(_VERB)][:1]
    named = extractor.extract_tags(text, topK=_MOST, allowPOS=_NAMING)
    return list(dict.fromkeys([*verb, *named]))[:_MOST]


@cache
def _extractor() -> Any:  # noqa: ANN401  jieba has no types
    """The weigher of words of jieba over a dictionary read afresh: no cache file is read or written."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba's own patterns and pkg_resources warn on import
        import jieba  # noqa: PLC0415  see the module's docstring
        import jieba.analyse  # noqa: PLC0415
        import jieba.posseg  # noqa: PLC0415
    jieba.setLogLevel(logging.CRITICAL)
    tokenizer = jieba.Tokenizer()
    # what Tokenizer.initialize does, without its cache of a known name in the shared temp folder
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    weigher = jieba.analyse.TFIDF()
    weigher.tokenizer = tokenizer
    weigher.postokenizer = jieba.posseg.POSTokenizer(tokenizer)
    return weigher
