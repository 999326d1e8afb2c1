"""What readers see of exemplars besides their pages: a change of it makes a new edition."""

from reform.pages.edition import watch

from .models import Honour, HonourRevocation

watch(Honour, HonourRevocation)
