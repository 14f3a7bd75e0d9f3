"""A transfer case in, its four factors out: reasons with sources, what is unknown, what to ask.

Never a verdict: nothing here adds up reliabilities or weights, or says what should be decided.
"""

from kgservice.assessment.asking import Ask, ask_store
from kgservice.assessment.assessing import assess, assessed_case_triples
from kgservice.assessment.model import Assessment

__all__ = ["Ask", "Assessment", "ask_store", "assess", "assessed_case_triples"]
