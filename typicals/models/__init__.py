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
from .nominations import (
    FactCheck,
    Nomination,
    NominationEvent,
    NominationFact,
    NominationFile,
    NominationRules,
    Objection,
    ObjectionContact,
)
from .notices import NominationNotice

__all__ = [
    "Consent",
    "ExemplarHonour",
    "ExemplarPage",
    "ExemplarPhoto",
    "ExemplarResult",
    "ExemplarStep",
    "ExemplarsPage",
    "FactCheck",
    "Honour",
    "HonourRevocation",
    "Nomination",
    "NominationEvent",
    "NominationFact",
    "NominationFile",
    "NominationNotice",
    "NominationRules",
    "Objection",
    "ObjectionContact",
    "RelatedPage",
]
