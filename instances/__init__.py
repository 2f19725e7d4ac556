"""What was said: the instance model. Worked filings stand in folders beside it."""

from .model import Dimension, Entity, Fact, Footnote, Instance, Period, Unit, Value

__all__ = ["Dimension", "Entity", "Fact", "Footnote", "Instance", "Period", "Unit", "Value"]
