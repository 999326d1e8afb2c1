"""Every change of state of units and accounts, one function each. Views, imports and commands only call these.

`by` is who does it; `None` is the system itself (installation, commands), to which nothing is denied.
"""

from .accounts import (
    change_account,
    check_roles,
    close_account,
    create_account,
    issue_one_time_password,
    password_was_chosen,
    reopen_account,
    reset_second_factor,
    send_activation,
    set_roles,
    unlock,
)
from .errors import PeopleError
from .units import change_unit, close_unit, create_unit, merge_units, move_unit, reopen_unit

__all__ = [
    "PeopleError",
    "change_account",
    "change_unit",
    "check_roles",
    "close_account",
    "close_unit",
    "create_account",
    "create_unit",
    "issue_one_time_password",
    "merge_units",
    "move_unit",
    "password_was_chosen",
    "reopen_account",
    "reopen_unit",
    "reset_second_factor",
    "send_activation",
    "set_roles",
    "unlock",
]
