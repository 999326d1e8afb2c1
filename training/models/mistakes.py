"""The wrong-answer book (错题本) of practice."""

from django.conf import settings
from django.db import models


class Mistake(models.Model):
    """A question that somebody answered wrongly in practice; gone from the book after so many right answers in a row."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mistakes")
    question = models.ForeignKey("training.Question", on_delete=models.CASCADE, related_name="+")
    wrong = models.PositiveIntegerField(default=0)
    right_in_a_row = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "question"], name="one_mistake_a_question")]
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.question_id}"
