"""Examples of rules, run through the extractors that use the rules."""

from docx2tasks.trials.run import run_trial

__all__ = ["run_trial"]
