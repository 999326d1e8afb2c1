"""What an installation is tried with: a column, a story with a picture and a file, and a draft with another file."""


def build() -> None:
    """Made by the makers of the demo. Prints the addresses: picture, file, file of the draft."""
    from wagtail.models import Locale, Page, Site

    from publicity.models import StoryPage
    from reform.demo import factories
    from reform.pages import pictures
    from reform.pages.models import ColumnPage, HomePage, StandardPage

    home = Page.get_first_root_node().add_child(
        instance=HomePage(title="云溪改革", slug="yunxi", locale=Locale.get_default())
    )
    site = {"hostname": "gaige.yunxi.invalid", "port": 443, "root_page": home, "site_name": "云溪改革"}
    Site.objects.update_or_create(is_default_site=True, defaults=site)
    image = factories.ImageFactory(title="一张图", alt="一片绿色")
    shown = factories.DocumentFactory(title="说明")
    hidden = factories.DocumentFactory(title="草稿的附件")
    column = home.add_child(instance=ColumnPage(title="改革故事", slug="gushi", kind="news", show_in_menus=True))
    body = [
        {"type": "paragraph", "value": "<p>村里的路修好了。</p>"},
        {"type": "document", "value": {"document": shown.pk, "title": "说明"}},
    ]
    story = column.add_child(instance=StoryPage(title="修路", slug="xiu-lu", cover=image, body=body))
    story.people.create(name="人物甲", post="组长")
    story.save_revision().publish(skip_permission_checks=True)
    draft = column.add_child(
        instance=StandardPage(title="草稿", slug="cao-gao", live=False, has_unpublished_changes=True)
    )
    draft.body = [{"type": "document", "value": {"document": hidden.pk, "title": "附件"}}]
    draft.save_revision()
    print(pictures.sources(image, "wide")[-1].url, shown.url, hidden.url)
