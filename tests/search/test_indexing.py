"""Nothing is lost, nothing stays: the outbox, the worker, a rebuild, the reconciler. On the site's own database."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import PageViewRestriction

from reform.pages.models import Topic
from reform.people.models import Region
from search import indexing, registry
from search.engines import embedded_engine
from search.engines.base import EngineError
from search.find import Question, find
from search.models import Build, Outbox, PageVersion, Term
from tests.people.makers import make_unit

from .conftest import publish

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]
Work = Callable[[], None]


def titles(text: str) -> list[str]:
    return [hit.page.title for hit in find(Question(text)).hits]


def live_pages() -> set[int]:
    engine = embedded_engine()
    return {int(key) for key, _, deleted in engine.versions(engine.resolve(indexing.ALIAS)) if not deleted}


def test_a_published_page_is_found_and_a_withdrawn_one_is_not(story: Make, indexed: Work) -> None:
    page = story("公积金一窗办", "购房人不再跑三个窗口")
    indexed()
    assert titles("公积金") == ["公积金一窗办"]
    page.unpublish()
    assert titles("公积金") == []  # before the worker knows
    indexed()
    assert live_pages() == set()


def test_what_is_rolled_back_leaves_no_trace(story: Make) -> None:
    before = Outbox.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        story("公积金一窗办")
        assert Outbox.objects.count() > before
        raise RuntimeError
    assert Outbox.objects.count() == before


def test_a_changed_page_is_found_by_its_new_words_only(story: Make, indexed: Work) -> None:
    page = story("林场改革", "护林员")
    indexed()
    page.title, page.hardship = "渔场改革", "渔民"
    publish(page)
    indexed()
    assert (titles("护林员"), titles("渔民")) == ([], ["渔场改革"])


def test_a_deleted_tree_leaves_the_index(story: Make, column: Any, indexed: Work) -> None:
    story("公积金一窗办")
    story("公积金异地办")
    indexed()
    type(column).objects.get(pk=column.pk).delete()
    assert titles("公积金") == []
    indexed()
    assert live_pages() == set()


def test_a_column_made_private_takes_its_pages_along(story: Make, column: Any, indexed: Work) -> None:
    page = story("公积金一窗办")
    indexed()
    restriction = PageViewRestriction.objects.create(page=column, restriction_type="login")
    assert titles("公积金") == []
    indexed()
    assert live_pages() == set()
    restriction.delete()
    indexed()
    assert live_pages() == {page.pk}


def test_a_page_moved_below_a_private_column_is_gone(story: Make, home: Any, indexed: Work) -> None:
    from reform.pages.models import ColumnPage

    private = home.add_child(instance=ColumnPage(title="内部", slug="neibu"))
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    page = story("公积金一窗办")
    indexed()
    page.move(private, pos="last-child")
    indexed()
    assert live_pages() == set()


def test_what_a_page_is_filed_under_is_found_by_its_name_of_today(story: Make, home: Any, indexed: Work) -> None:
    """Renaming a unit, a topic or a place reaches the index; so does merging a unit."""
    from reform.people import actions

    unit, heir = make_unit("县医保局"), make_unit("县民政局")
    region = Region.objects.create(code="331", name="青石镇")
    topic = Topic.objects.create(name="养老服务", slug="yanglao", locale=home.locale)
    page = story("送餐上门", unit=unit, region=region)
    page.topics.set([topic])
    publish(page)
    indexed()
    assert [titles(name) for name in ("县医保局", "青石镇", "养老服务")] == [["送餐上门"]] * 3
    actions.change_unit(unit, None, name="县医疗保障局")
    region.name = "白鹭镇"
    region.save()
    topic.name = "银龄关怀"
    topic.save()
    indexed()
    assert [titles(name) for name in ("医疗保障局", "白鹭镇", "银龄关怀")] == [["送餐上门"]] * 3
    assert [titles(name) for name in ("“县医保局”", "青石镇", "“养老服务”")] == [[]] * 3
    actions.merge_units(unit, heir, None)
    topic.delete()
    indexed()
    assert (titles("民政局"), titles("“银龄关怀”")) == (["送餐上门"], [])


def test_a_page_that_expires_leaves_the_index(story: Make, indexed: Work) -> None:
    page = story("公积金限时活动")
    indexed()
    page.expire_at = timezone.now() + timedelta(seconds=1)
    publish(page)
    type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(seconds=1))
    call_command("publish_scheduled")
    assert titles("公积金") == []
    indexed()
    assert live_pages() == set()


def test_a_slug_or_a_place_in_the_tree_changes_the_address_at_once(
    client: Any, story: Make, home: Any, indexed: Work
) -> None:
    from reform.pages.models import ColumnPage

    page = story("公积金一窗办", slug="jiu")
    indexed()
    page.slug = "xin"
    publish(page)
    other = home.add_child(instance=ColumnPage(title="另一栏", slug="ling", kind="news"))
    page.move(other, pos="last-child")
    html = client.get("/search/", {"q": "公积金"}).content.decode()
    assert "/ling/xin/" in html
    assert "/jiu/" not in html
    indexed()
    assert live_pages() == {page.pk}


def test_a_language_that_gets_another_code_reaches_the_index(story: Make, indexed: Work) -> None:
    page = story("公积金一窗办")
    indexed()
    page.locale.save()
    assert list(Outbox.objects.values_list("page", flat=True)) == [page.pk]


def test_what_cannot_be_given_up_forever(story: Make, site_admin: Any, auditor: Any, client: Any) -> None:
    """The list of changes given up: an administrator tries again, an auditor only looks."""
    page = story("公积金一窗办")
    Outbox.objects.update(dead=True, attempts=10, error="EngineError: voll")
    client.force_login(auditor)
    html = client.get("/admin/search-admin/state/").content.decode()
    assert "公积金一窗办" in html
    assert "EngineError: voll" in html
    assert client.post("/admin/search-admin/state/", {"all": "1"}).status_code in {302, 403}
    assert Outbox.objects.filter(dead=True).count() == Outbox.objects.count()
    client.force_login(site_admin)
    chosen = Outbox.objects.get(page=page.pk) if Outbox.objects.filter(page=page.pk).count() == 1 else None
    client.post("/admin/search-admin/state/", {"row": [chosen.pk if chosen else ""], "all": "1"})
    assert not Outbox.objects.filter(dead=True).exists()


def test_withdrawn_pages_are_in_no_count_even_when_given_up(story: Make, indexed: Work) -> None:
    for number in range(3):
        story(f"公积金改革{number}")
    indexed()
    gone = story("公积金内情")
    indexed()
    gone.unpublish()
    Outbox.objects.update(dead=True)
    answer = find(Question("公积金"))
    assert answer.total == 3
    assert answer.facets["kind"] == {"story": 3}


def test_one_page_that_cannot_be_read_does_not_hold_up_the_others(
    story: Make, indexed: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = story("坏的改革"), story("好的改革")
    real = registry.entries_of

    def sometimes(page: Any) -> Any:
        if page.pk == bad.pk:
            raise ValueError("cannot be read")
        return real(page)

    indexing.rebuild("embedded")
    publish(bad)
    publish(good)
    monkeypatch.setattr(registry, "entries_of", sometimes)
    indexed()
    (waiting,) = Outbox.objects.all()[:1]
    assert (waiting.page, waiting.attempts) == (bad.pk, 1)
    assert set(Outbox.objects.values_list("page", flat=True)) == {bad.pk}
    monkeypatch.setattr(registry, "entries_of", real)
    Outbox.objects.update(dead=True)
    assert indexing.retry_dead() == Outbox.objects.count()
    indexed()
    assert not Outbox.objects.exists()


def test_a_late_write_of_an_older_version_loses(story: Make, indexed: Work) -> None:
    page = story("林场改革")
    old = indexing.documents([page.pk])
    page.title = "渔场改革"
    publish(page)
    indexed()
    engine = embedded_engine()
    engine.write(engine.resolve(indexing.ALIAS), old)
    assert (titles("林场"), titles("渔场")) == ([], ["渔场改革"])


def test_a_rebuild_goes_on_where_it_was_killed(story: Make, indexed: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [story(f"第{n}个改革故事") for n in range(5)]
    indexed()
    old = embedded_engine().resolve(indexing.ALIAS)
    monkeypatch.setattr(indexing, "BATCH", 2)
    calls = []
    write = type(embedded_engine()).write

    def killed(self: Any, index: str, documents: Any, *, bulk: bool = False) -> int:
        calls.append(bulk)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return write(self, index, documents, bulk=bulk)

    monkeypatch.setattr(type(embedded_engine()), "write", killed)
    with pytest.raises(KeyboardInterrupt):
        indexing.rebuild("embedded")
    assert embedded_engine().resolve(indexing.ALIAS) == old
    # What is published meanwhile reaches the index in use and the one being filled.
    pages[0].title = "渔场改革"
    publish(pages[0])
    indexed()
    new = indexing.rebuild("embedded")
    assert new != old
    assert embedded_engine().resolve(indexing.ALIAS) == new
    assert live_pages() == {page.pk for page in pages}
    assert titles("渔场") == ["渔场改革"]
    assert Build.objects.filter(finished=None).count() == 0


def test_an_index_with_missing_pages_is_not_used(story: Make, indexed: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    story("公积金一窗办")
    indexed()
    old = embedded_engine().resolve(indexing.ALIAS)
    monkeypatch.setattr(registry, "entries_of", lambda page: [])
    with pytest.raises(indexing.BuildError, match="1 pages are missing"):
        indexing.rebuild("embedded")
    assert embedded_engine().resolve(indexing.ALIAS) == old


def test_the_reconciler_finds_what_signals_missed(story: Make, column: Any, indexed: Work) -> None:
    kept, hidden, missed = story("甲改革"), story("乙改革"), story("丙改革")
    type(missed).objects.filter(pk=missed.pk).update(live=False)
    indexed()
    type(hidden).objects.filter(pk=hidden.pk).update(live=False)
    type(missed).objects.filter(pk=missed.pk).update(live=True)
    assert indexing.reconcile("embedded") == {hidden.pk, missed.pk}
    indexed()
    assert live_pages() == {kept.pk, missed.pk}
    assert indexing.reconcile("embedded") == set()


def test_a_new_word_segments_only_the_pages_that_hold_it(story: Make, indexed: Work) -> None:
    story("接诉即办见成效")
    story("公积金一窗办")
    indexed()
    Term.objects.create(text="接诉即办")
    assert Outbox.objects.count() == 1
    indexed()
    assert titles("接诉即办") == ["接诉即办见成效"]


def test_versions_outlive_pages(story: Make, indexed: Work) -> None:
    page = story("公积金一窗办")
    pk = page.pk
    page.delete()
    assert PageVersion.objects.get(page=pk).version > 1


def test_commands(story: Make, capsys: pytest.CaptureFixture[str]) -> None:
    story("公积金一窗办")
    call_command("search_worker", once=True)
    call_command("search_rebuild")
    call_command("search_reconcile")
    call_command("search_update")
    call_command("search_status")
    printed = capsys.readouterr().out
    assert "embedded: 0 pages differed" in printed
    assert "1 documents; waiting: 0; given up: 0" in printed


def test_a_cluster_that_is_down_keeps_its_own_queue(
    story: Make, indexed: Work, settings: Any, unused_port: int
) -> None:
    settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{unused_port}"
    story("公积金一窗办")
    indexed()
    (waiting,) = Outbox.objects.all()
    assert (waiting.engine, waiting.attempts) == ("elasticsearch", 1)
    answer = find(Question("公积金"))
    assert answer.emergency
    assert [hit.page.title for hit in answer.hits] == ["公积金一窗办"]
    with pytest.raises(EngineError):
        indexing.engines()["elasticsearch"].indices()


@pytest.fixture
def unused_port() -> int:
    from tests.services import free_port

    return free_port()
