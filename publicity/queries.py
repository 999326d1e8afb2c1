"""Reads of policies and explainers that pages, reports and the publish action share."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.models import Page, ReferenceIndex

from reform.pages import queries
from reform.pages.edition import remember
from reform.pages.models import CustomDocument

from .models import ExplainedPolicy, ExplainerPage, PolicyPage, Replacement


def relations_of_policy(policy: PolicyPage) -> dict[str, list[Any]]:
    """Public pages: `replaces`, `replaced_by`, `explainers`. The number of queries does not grow with them."""
    replaces = [row.old_id for row in policy.replaced.all()]
    # Each document once: in the language of the policy where there is one.
    newer: dict[Any, int] = {}
    for page_id, key, locale_id in (
        Replacement.objects.filter(old__translation_key=policy.translation_key, page__live=True)
        .order_by("pk")
        .values_list("page_id", "page__translation_key", "page__locale_id")
    ):
        if key not in newer or locale_id == policy.locale_id:
            newer[key] = page_id
    replaced_by = list(newer.values())
    explainers = list(
        ExplainedPolicy.objects.filter(
            policy__translation_key=policy.translation_key, page__live=True, page__locale_id=policy.locale_id
        )
        .order_by("page__first_published_at", "pk")
        .values_list("page_id", flat=True)
    )
    found = queries.specific_by_id([*replaces, *replaced_by, *explainers])
    return {
        name: [found[pk] for pk in dict.fromkeys(ids) if pk in found]
        for name, ids in (("replaces", replaces), ("replaced_by", replaced_by), ("explainers", explainers))
    }


def policies_of(explainer: ExplainerPage) -> list[PolicyPage]:
    """The public documents an explainer explains, in its order; in its own language where there is one."""
    ids = [row.policy_id for row in explainer.explains.all()]
    found = queries.specific_by_id(ids)
    if any(page.locale_id != explainer.locale_id for page in found.values()):
        rows = queries.public_pages().filter(
            locale_id=explainer.locale_id, translation_key__in=[page.translation_key for page in found.values()]
        )
        translated = {page.translation_key: page for page in queries.specific(rows)}
        found = {pk: translated.get(page.translation_key, page) for pk, page in found.items()}
    return [found[pk] for pk in ids if pk in found]


def files_of(policy: PolicyPage) -> list[tuple[str, CustomDocument | None]]:
    """(title, file or None) of each attachment. One query."""
    rows = list(policy.attachments.all())
    wanted = [row.document_id for row in rows if row.document_id]
    files = CustomDocument.objects.in_bulk(wanted) if wanted else {}
    return [(row.title, files.get(row.document_id)) for row in rows]


# --- Documents no longer in force ---------------------------------------------------------------------------------


def out_of_force() -> dict[int, PolicyPage]:
    """Public documents that were repealed or have expired, by id. Remembered for an edition."""
    return remember("policies out of force", _out_of_force)


def _out_of_force() -> dict[int, PolicyPage]:
    rows = PolicyPage.for_lists().filter(live=True, state__in=PolicyPage.OUT_OF_FORCE)
    return {page.pk: page for page in rows if queries.is_public(page)}


def stale_links() -> dict[int, list[int]]:
    """Page id → ids of the documents no longer in force that its public text links to. One query for an edition.

    A document that says what it replaces is no such link.
    """
    return remember("links to policies out of force", _stale_links)


def _stale_links() -> dict[int, list[int]]:
    gone = out_of_force()
    if not gone:
        return {}
    kind = ContentType.objects.get_for_model(Page)
    rows = (
        ReferenceIndex.objects.filter(
            base_content_type=kind, to_content_type=kind, to_object_id__in=[str(pk) for pk in gone]
        )
        .exclude(model_path__startswith="replaced.")
        .order_by("object_id", "to_object_id")
        .values_list("object_id", "to_object_id")
        .distinct()
    )
    links: dict[int, list[int]] = {}
    for page, policy in rows:
        if page != policy:
            links.setdefault(int(page), []).append(int(policy))
    return links


def stale_links_of(page: Page) -> list[PolicyPage]:
    """The documents no longer in force that the page links to."""
    gone = out_of_force()
    return [gone[pk] for pk in stale_links().get(page.pk, []) if pk in gone]


# --- Documents and their explainers -------------------------------------------------------------------------------


def unexplained(policies: QuerySet[PolicyPage] | None = None) -> QuerySet[PolicyPage]:
    """Public documents in force that no public explainer explains, the oldest first."""
    rows = PolicyPage.objects.live() if policies is None else policies
    explained = ExplainedPolicy.objects.filter(policy__translation_key=OuterRef("translation_key"), page__live=True)
    return (
        rows.filter(~Exists(explained), alias_of=None)
        .exclude(state__in=PolicyPage.OUT_OF_FORCE)
        .order_by("first_published_at", "pk")
    )


def has_explainer(policy: Page, *, in_review: bool = False) -> bool:
    """Whether an explainer of the document is public or approved for an hour that comes; `in_review`: or on its way."""
    pages = ExplainerPage.objects.filter(explains__policy__translation_key=policy.translation_key)
    ready = Q(live=True) | Q(latest_revision__approved_go_live_at__isnull=False)
    if pages.filter(ready).exists():
        return True
    return in_review and any(page.workflow_in_progress for page in pages)
