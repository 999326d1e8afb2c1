"""Translation (wagtail-localize) in this house: assigned to people, kept with its source, published by the review only.

`drafts` makes the revision that reviewers read, `work` assigns, `versions` knows what a translation was made from,
`progress` is the table of all pages and languages, `views` and `hooks` show it in the admin.
"""

from .drafts import UpdateDraftsView, bring_up_to_date, refuse_alias, translation_of

__all__ = ["UpdateDraftsView", "bring_up_to_date", "refuse_alias", "translation_of"]
