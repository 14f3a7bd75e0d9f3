"""What is brought to be validated: a table, RDF or an official document; nothing is kept."""

from kgservice.submission.model import Found, Submission, SubmissionReport
from kgservice.submission.running import validate_submission

__all__ = ["Found", "Submission", "SubmissionReport", "validate_submission"]
