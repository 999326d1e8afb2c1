from django.db import models


class Edition(models.Model):
    """The site as strangers see it, counted: each change of something public makes a new edition. One row.

    In the database, because every process on every server sees it there at the same moment as the change itself.
    """

    number = models.BigIntegerField(default=0)
    changed_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.number)
