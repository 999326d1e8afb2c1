"""Makers of rows, shared by the demo county and the tests: what the demo shows is what the tests try."""

import io
from typing import Any

import factory
import wagtail_factories
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image
from wagtail.models import Locale

from publicity.models import StoryPage
from reform.pages.models import ColumnPage, CustomDocument, CustomImage, HomePage, StandardPage, Topic, TopicPage
from reform.people.models import Region, Unit, User
from reform.people.roles import BY_KEY

PASSWORD = "yunxi-demo-2026"


class RegionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"3301{n:05d}")
    name = factory.Sequence(lambda n: f"第{n}镇")


def make_unit(code: str, name: str, parent: Unit | None = None, **fields: Any) -> Unit:
    """A unit below `parent`, or a root; the tree keeps its own order."""
    found = Unit.objects.filter(code=code).first()
    if found is not None:
        return found
    if parent is None:
        return Unit.add_root(code=code, name=name, **fields)
    parent.refresh_from_db()
    return parent.add_child(code=code, name=name, **fields)


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        django_get_or_create = ("username",)
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    name = factory.Sequence(lambda n: f"用户{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@yunxi.invalid")

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> User:
        roles = kwargs.pop("roles", ())
        password = kwargs.pop("password", PASSWORD)
        user: Any = super()._create(model_class, *args, **kwargs)
        if not user.password:
            user.set_password(password)
            user.save()
        user.groups.set(Group.objects.filter(name__in=[BY_KEY[key].name for key in roles]))
        return user


def role_user(role: str, **fields: Any) -> User:
    """Somebody with exactly one role."""
    user: Any = UserFactory(roles=(role,), **fields)
    return user


def picture_bytes(size: tuple[int, int] = (640, 427), colour: str = "#6f9188", form: str = "JPEG") -> bytes:
    """A plain picture file."""
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, form)
    return target.getvalue()


class ImageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CustomImage

    title = factory.Sequence(lambda n: f"图片{n}")
    alt = "一片绿色"
    file = factory.LazyFunction(lambda: ImageFile(io.BytesIO(picture_bytes()), name="picture.jpg"))


class DocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CustomDocument

    title = factory.Sequence(lambda n: f"文件{n}")
    file = factory.LazyFunction(lambda: ContentFile("说明".encode(), name="shuoming.txt"))


class TopicFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Topic

    name = factory.Sequence(lambda n: f"主题{n}")
    slug = factory.Sequence(lambda n: f"zhu-ti-{n}")
    locale = factory.LazyFunction(Locale.get_default)


class HomePageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = HomePage

    title = "首页"
    slug = "home"


class ColumnPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = ColumnPage

    title = factory.Sequence(lambda n: f"栏目{n}")
    slug = factory.Sequence(lambda n: f"lan-mu-{n}")
    show_in_menus = True


class TopicPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = TopicPage

    title = factory.Sequence(lambda n: f"专题{n}")
    slug = factory.Sequence(lambda n: f"zhuan-ti-{n}")


class StandardPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = StandardPage

    title = factory.Sequence(lambda n: f"页面{n}")
    slug = factory.Sequence(lambda n: f"ye-mian-{n}")


class StoryPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = StoryPage

    title = factory.Sequence(lambda n: f"故事{n}")
    slug = factory.Sequence(lambda n: f"gu-shi-{n}")
    summary = "一件小事。"
