"""What the job worker does for training."""

import zipfile
from io import BytesIO

from django.core.files.base import ContentFile
from django_tasks import task

from . import certificate_paper
from .models import Certificate, CertificateBatch


@task()
def make_batch(batch_id: int) -> None:
    """Draws the certificates of a batch one after the other, counting, and keeps the zip."""
    if not CertificateBatch.objects.filter(pk=batch_id, state=CertificateBatch.State.WAITING).update(
        state=CertificateBatch.State.MAKING
    ):
        return
    batch = CertificateBatch.objects.get(pk=batch_id)
    target = BytesIO()
    try:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as pack:
            rows = Certificate.objects.filter(pk__in=batch.certificates).select_related("template", "user")
            for number, certificate in enumerate(rows.order_by("pk"), start=1):
                pack.writestr(f"{certificate.serial}-{certificate.name}.pdf", certificate_paper.draw(certificate))
                CertificateBatch.objects.filter(pk=batch_id).update(done=number)
        batch.file.save(f"certificates-{batch_id}.zip", ContentFile(target.getvalue()), save=False)
        CertificateBatch.objects.filter(pk=batch_id).update(state=CertificateBatch.State.DONE, file=batch.file.name)
    except Exception:
        CertificateBatch.objects.filter(pk=batch_id).update(state=CertificateBatch.State.FAILED)
        raise
