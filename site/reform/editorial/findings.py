"""What a check finds in a text."""

from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

MUST = "must"  # 必改: blocks submission and publication
ADVICE = "advice"  # 建议


@dataclass(frozen=True)
class Finding:
    """One place in a text. `start` and `end` count code points of the text that was checked, `end` exclusive."""

    check: str
    kind: str
    level: str
    start: int
    end: int
    text: str
    suggestion: str = ""
    source: str = ""

    @property
    def blocks(self) -> bool:
        return self.level == MUST

    def to_json(self) -> dict[str, object]:
        """The form that `check_text --json` prints."""
        return asdict(self)

    def message(self) -> str:
        """One sentence for the person who wrote the text."""
        words = {"text": self.text, "kind": kind_label(self.kind), "suggestion": self.suggestion}
        if self.check == "personal":
            return _("“%(text)s” looks like personal data (%(kind)s). Remove it, or confirm it with a reason.") % words
        if self.suggestion:
            return _("“%(text)s” should read “%(suggestion)s”.") % words
        return _("Do not use “%(text)s”.") % words


def kind_label(kind: str) -> str:
    """The kind in words."""
    labels = {
        "id_card": _("identity card number"),
        "mobile": _("mobile number"),
        "landline": _("telephone number"),
        "bank_card": _("bank card number"),
        "email": _("e-mail address"),
        "plate": _("number plate"),
        "wrong": _("wrong expression"),
        "title": _("name with title"),
        "avoid": _("expression to avoid"),
    }
    return str(labels.get(kind, kind))
