"""Who keeps the words of the search (see `reform.people.roles`)."""

_WORDS = [f"search.{action}_{model}" for model in ("term", "synonym") for action in ("add", "change", "delete", "view")]

ROLE_PERMISSIONS = {
    "editor": ["search.view_term", "search.view_synonym"],
    "site_admin": [*_WORDS, "search.view_outbox", "search.retry_outbox"],
    "auditor": ["search.view_term", "search.view_synonym", "search.view_outbox"],
}
