"""Who keeps the words of the search (see `reform.people.roles`)."""

_MODELS = ("term", "synonym", "placement")
_WORDS = [f"search.{action}_{model}" for model in _MODELS for action in ("add", "change", "delete", "view")]
_LOOK = [f"search.view_{model}" for model in _MODELS]

ROLE_PERMISSIONS = {
    "editor": [*_LOOK, "search.view_asked"],
    "site_admin": [*_WORDS, "search.view_asked", "search.view_outbox", "search.retry_outbox"],
    "auditor": [*_LOOK, "search.view_asked", "search.view_outbox"],
}
