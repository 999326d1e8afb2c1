from .calendar import SpecialDay, WorkingYear
from .imports import ImportBatch
from .sign_ins import SignIn
from .units import Region, Unit, UnitEvent
from .users import User

__all__ = ["ImportBatch", "Region", "SignIn", "SpecialDay", "Unit", "UnitEvent", "User", "WorkingYear"]
