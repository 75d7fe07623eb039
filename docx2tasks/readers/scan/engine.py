"""rapidocr, reduced to detecting lines and recognizing characters with positions.

The models are those inside its package and are named by path, so that nothing is looked up or fetched.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import rapidocr
from rapidocr.utils.typings import OCRVersion

from docx2tasks.errors import FormatError
from docx2tasks.readers.scan.skew import Picture

_MODELS = {"Det": "PP-OCRv6_det_small.onnx", "Rec": "PP-OCRv6_rec_small.onnx"}
_FIND_DPI = 130  # lines are found as well as at 200, in half the time and memory
_HIGHEST = 100_000  # pixels: pictures are bounded before they come here, rapidocr is to leave them as they are


class Box(NamedTuple):
    """A line of text in pixels."""

    left: float
    top: float
    right: float
    bottom: float


class RecognizedSign(NamedTuple):
    """A recognized character, the middle of it as a share of its line's width, and how sure it is.

    ``is_apart`` says that a blank was recognized before it.
    """

    text: str
    middle: float
    confidence: float
    is_apart: bool = False


class Recognizer:
    """Finds and reads lines of text; loaded once, used for many pages."""

    def __init__(self, threads: int) -> None:
        models = {f"{part}.model_path": str(_model(name)) for part, name in _MODELS.items()}
        versions = {f"{part}.ocr_version": OCRVersion.PPOCRV6 for part in _MODELS}
        self._engine = rapidocr.RapidOCR(
            params={
                **models,
                **versions,
                "Global.log_level": "critical",
                "Global.max_side_len": _HIGHEST,
                "Det.limit_type": "max",
                "Det.limit_side_len": _HIGHEST,
                "Rec.rec_batch_num": 1,  # a batch is as wide as its longest line: slower, and larger, than line by line
                "EngineConfig.onnxruntime.intra_op_num_threads": threads,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )
        self._engine.return_word_box = True

    def find_boxes(self, picture: Picture, dpi: float) -> list[Box]:
        """The lines of text of an upright page, from top to bottom."""
        scale = min(_FIND_DPI / dpi, 1.0)
        small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else picture
        found = getattr(self._engine(small, use_det=True, use_cls=False, use_rec=False), "boxes", None)
        return [_quad_to_box(np.asarray(quad, float) / scale) for quad in found] if found is not None else []

    def read_lines(self, pictures: Sequence[Picture]) -> list[list[RecognizedSign]]:
        """The characters of each line picture, left to right, without blanks."""
        if not pictures:
            return []
        read = self._engine.recognize_txt(list(pictures))
        return [_signs(text, words) for text, words in zip(read.txts or (), read.word_results, strict=True)]


@cache
def new_recognizer(threads: int = 2) -> Recognizer:
    """The recognizer of this process, loaded at the first call.

    Two threads: more gain little on one page, and a machine with many cores reads several documents
    at once.  Raises ``FormatError`` ``extra-missing`` where rapidocr has other models inside.
    """
    return Recognizer(threads)


def _model(name: str) -> Path:
    path = Path(rapidocr.__file__).parent / "models" / name
    if not path.is_file():
        message = f"rapidocr {version('rapidocr')} does not include the model {name}"
        raise FormatError("extra-missing", message, "pip install --upgrade 'docx2tasks[ocr]'")
    return path


def _quad_to_box(quad: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Box:
    """Four corners, clockwise from the top left, as an upright box: each side where the middle of it is."""
    (a, b, c, d) = quad.tolist()
    return Box((a[0] + d[0]) / 2, (a[1] + b[1]) / 2, (b[0] + c[0]) / 2, (c[1] + d[1]) / 2)


def _signs(text: str, words: object) -> list[RecognizedSign]:
    """The signs of a line: rapidocr gives the column of each that is no blank, and the confidence of all."""
    if not text:
        return []
    places = [column for word in words.word_cols for column in word]  # type: ignore[attr-defined]
    sure = [one for sign, one in zip(text, words.confs, strict=True) if not sign.isspace()]  # type: ignore[attr-defined]
    apart = [text[n - 1 : n].isspace() for n, sign in enumerate(text) if not sign.isspace()]
    signs = [sign for sign in text if not sign.isspace()]
    width = words.line_txt_len  # type: ignore[attr-defined]
    middles = [(place + 0.5) / width for place in places]
    return [RecognizedSign(*sign) for sign in zip(signs, middles, sure, apart, strict=True)]
