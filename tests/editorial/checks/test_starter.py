"""The list that an installation begins with."""

import pytest

from reform.editorial.folding import key
from reform.editorial.models import WordingEntry, WordingVersion
from reform.editorial.starter import install_wording, starter_entries
from reform.editorial.wording import Entry, Matcher

ENTRIES = starter_entries()


def matcher() -> Matcher:
    return Matcher(
        Entry(row.wrong, row.right, row.kind, row.level, row.source, tuple(row.exceptions())) for row in ENTRIES
    )


def test_every_entry_is_one_the_admin_would_accept() -> None:
    assert len(ENTRIES) >= 150
    assert len({key(entry.wrong) for entry in ENTRIES}) == len(ENTRIES)
    for entry in ENTRIES:
        entry.full_clean(validate_unique=False)
        assert entry.source


@pytest.mark.parametrize("entry", [entry for entry in ENTRIES if entry.right], ids=lambda entry: entry.wrong)
def test_what_the_list_proposes_it_does_not_find_fault_with(entry: WordingEntry) -> None:
    assert [finding.text for finding in matcher().find(f"（{entry.right}）")] == []
    assert [finding.suggestion for finding in matcher().find(f"（{entry.wrong}）")] == [entry.right]


@pytest.mark.parametrize(
    "text",
    [
        "报名截止日期为9月1日，截至目前已有三十人。",
        "办公室颁布署名文章，全部份额已认购。",
        "一份思维族谱，收回教室，圆满清零。",
        "气象、现象、对象、印象、形象、大象都像样。",
        "账户、账单、帐篷、账号。",
        "《优化营商环境条例》施行以来，农业局面为之一新。",
        "个人材料齐全，决定单独办理，有关连接方式见附件。",
    ],
)
def test_ordinary_sentences_pass(text: str) -> None:
    assert [finding.text for finding in matcher().find(text)] == []


@pytest.mark.django_db
def test_it_is_there_after_installation_and_never_comes_back_by_itself() -> None:
    WordingEntry.objects.all().delete()
    WordingVersion.objects.all().delete()
    assert install_wording() == len(ENTRIES)
    assert install_wording() == 0
    for entry in WordingEntry.objects.all():
        entry.delete()
    assert install_wording() == 0
    assert not WordingEntry.objects.exists()
