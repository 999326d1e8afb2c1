from .consents import Consent
from .exemplars import (
    ExemplarHonour,
    ExemplarPage,
    ExemplarPhoto,
    ExemplarResult,
    ExemplarsPage,
    ExemplarStep,
    RelatedPage,
)
from .honours import Honour, HonourRevocation

__all__ = [
    "Consent",
    "ExemplarHonour",
    "ExemplarPage",
    "ExemplarPhoto",
    "ExemplarResult",
    "ExemplarStep",
    "ExemplarsPage",
    "Honour",
    "HonourRevocation",
    "RelatedPage",
]
