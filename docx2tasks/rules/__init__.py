"""The rules: vocabulary and patterns as data, validated, compiled on first use, frozen."""

from docx2tasks.rules.load import load_rules, rules_folder
from docx2tasks.rules.rule import Rule, Rules, RuleSet

__all__ = ["Rule", "RuleSet", "Rules", "load_rules", "rules_folder"]
