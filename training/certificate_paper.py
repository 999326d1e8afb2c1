"""A certificate as a PDF: A4 across, our own typefaces, the template's pictures, and a QR code that leads to its check."""

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import mark_safe

from reform.pages import pictures
from reform.pages.models import CustomImage
from reform.pages.ways_out.pdf import pdf

from .models import Certificate

# A picture of ours needs an address that the PDF maker knows as one; the host is never asked.
HOST = "http://files"


def holder_address(certificate: Certificate) -> str:
    """The link of the holder: whoever has it sees the whole name."""
    path = reverse("training:certificate", args=[certificate.serial])
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}?key={certificate.token}"


def check_address(certificate: Certificate) -> str:
    """What the QR code says: the public page, with the name masked."""
    return settings.WAGTAILADMIN_BASE_URL + reverse("training:certificate", args=[certificate.serial])


def draw(certificate: Certificate) -> bytes:
    """The PDF, always in Chinese: it is a document of the office. Raises `Busy` where PDFs cannot be made."""
    template = certificate.template
    shown = {
        name: HOST + pictures.sources(image, preset)[-1].url
        for name, image, preset in (
            ("seal", template.seal, "gallery"),
            ("signature", template.signature, "gallery"),
            ("background", template.background, "wide"),
        )
        if image
    }
    code = segno.make(check_address(certificate), error="m").svg_inline(scale=3, border=0, dark="#1d1b18")
    with translation.override("zh-hans"):
        document = render_to_string(
            "training/certificate_paper.html",
            {
                "certificate": certificate,
                "template": template,
                "pictures": shown,
                "code": mark_safe(code),  # noqa: S308  # made by segno from an address of ours
                "address": check_address(certificate).split("://")[-1],
            },
        )
    own = {image.pk for image in (template.seal, template.signature, template.background) if image}

    def may_use(image: CustomImage) -> bool:
        return image.pk in own

    return pdf(document, may_use)
