"""Documents: uploads that belong to a record and are served only with its permission."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from alliance.schools.models import Alliance


class Document(models.Model):
    """An uploaded file of a record (`subject`): stored at once when it is uploaded, served as an attachment only."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    purpose = models.CharField(max_length=40, blank=True, help_text="Evidence, scan, cleared copy.")
    name = models.CharField(max_length=200, help_text="The file's name as uploaded, made safe.")
    content_type = models.CharField(max_length=100, help_text="As sniffed from the content.")
    size = models.PositiveIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="documents/%Y/%m/")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="document_subject")]
