"""What was asked for (问事): from a resident's own words to an item of the catalogue."""

from juzheng.finder.finding import Candidate, Finder, Finding
from juzheng.finder.words import Matter, Words, matters, shipped
from juzheng.law.demanders import Demander

__all__ = ["Candidate", "Demander", "Finder", "Finding", "Matter", "Words", "matters", "shipped"]
