"""What each role may do with concerns (see `reform.people.roles`).

The side that a role stands on for one concern is decided in `access`: a unit's people act on what was dispatched to
their unit, and accusations (举报) are for those named alone.
"""

ROLE_PERMISSIONS = {
    "concern_desk": [
        "concerns.log_concern",
        "concerns.look_at_contact",
        "concerns.write_publicanswer",
        "concerns.add_logtemplate",
        "concerns.change_logtemplate",
        "concerns.delete_logtemplate",
        "concerns.view_logtemplate",
    ],
    "handler": ["concerns.handle_concern", "concerns.look_at_contact"],
    "unit_leader": ["concerns.endorse_answer"],
    "approver": ["concerns.approve_answer", "concerns.approve_publicanswer"],
    "confidential_handler": ["concerns.confidential_concern", "concerns.look_at_contact"],
    "auditor": ["concerns.view_concernevent", "concerns.view_clockrule"],
    "site_admin": ["concerns.change_clockrule", "concerns.view_clockrule"],
}
