"""Findings in words, for the people who wrote the text."""

from django.utils.translation import gettext as _

from .findings import MUST, Finding


def message(finding: Finding) -> str:
    """One sentence: what stands there and what to do."""
    words = {"text": finding.text, "kind": kind_label(finding.kind), "suggestion": finding.suggestion}
    if finding.check == "rule":
        return finding.source
    if finding.kind == "unreadable":
        return _("The file cannot be checked: %(reason)s Look through it yourself and confirm it with a reason.") % {
            "reason": finding.source
        }
    if finding.check == "personal":
        return _("“%(text)s” looks like personal data (%(kind)s). Remove it, or confirm it with a reason.") % words
    if finding.suggestion and finding.level == MUST:
        return _("“%(text)s” must read “%(suggestion)s”.") % words
    if finding.suggestion:
        return _("“%(text)s”: “%(suggestion)s” is better.") % words
    if finding.level == MUST:
        return _("Do not use “%(text)s”.") % words
    return _("Better not use “%(text)s”.") % words


def kind_label(kind: str) -> str:
    """The kind in words."""
    labels = {
        "id_card": _("identity card number"),
        "mobile": _("mobile number"),
        "landline": _("telephone number"),
        "bank_card": _("bank card number"),
        "email": _("e-mail address"),
        "plate": _("number plate"),
        "unreadable": _("file that cannot be checked"),
        "wrong": _("wrong expression"),
        "title": _("name with title"),
        "avoid": _("expression to avoid"),
    }
    return labels.get(kind, kind)


def level_label(level: str) -> str:
    """必改 or 建议, for a wording finding."""
    return _("must change") if level == MUST else _("advice")
