"""Reads a Word file of 200 pages with 100 pictures and makes the draft, as the job does: seconds and the most memory.

`python tests/bench/import_word.py` writes its own file and database in a temporary folder. Fails above 400 MB (issue 5).
"""

import io
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES, PICTURES, LIMIT_MB = 200, 100, 400
SENTENCE = "改革办对照清单逐项核对材料和时限，能由部门之间核对取得的不再要求群众提供，"


def document(path: Path) -> None:
    """About 700 characters a page; each picture another, 1600 × 1067, as a camera gives them."""
    from docx import Document
    from docx.shared import Cm
    from PIL import Image

    paper = Document()
    paper.add_heading("一窗通办三年工作汇编", level=0)
    for page in range(PAGES):
        paper.add_heading(f"第{page + 1}节", level=1)
        for _paragraph in range(4):
            paper.add_paragraph(SENTENCE * 5)
        if page % 10 == 0:
            table = paper.add_table(12, 4)
            for row in table.rows:
                for number, cell in enumerate(row.cells):
                    cell.text = f"单元{number}"
        if page < PICTURES:
            noise = Image.effect_noise((320, 213), 40 + page % 50).resize((1600, 1067)).convert("RGB")
            target = io.BytesIO()
            noise.save(target, "JPEG", quality=80)
            target.seek(0)
            paper.add_picture(target, width=Cm(14))
    paper.save(str(path))


def work(path: Path) -> None:
    """In a process of its own, so that its memory is the job's alone."""
    import django

    django.setup()
    from django.core.files import File
    from wagtail.models import Page

    from publicity import tasks
    from publicity.models import StoryPage, WordImport
    from reform.pages.models import ColumnPage
    from reform.people.models import User

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    column = Page.get_first_root_node().add_child(instance=ColumnPage(title="故事", slug="gushi"))
    user = User.objects.create_superuser(username="bench", password="a long password 1", email="bench@example.com")
    with path.open("rb") as stream:
        row = WordImport.objects.create(
            by=user, column=column, kind="story", file=File(stream, path.name), name=path.name
        )
    start = time.perf_counter()
    tasks.read_word.func(str(row.pk))
    read = time.perf_counter()
    row.refresh_from_db()
    if row.problem:
        sys.exit(row.problem)
    WordImport.objects.filter(pk=row.pk).update(state="making")
    tasks.make_draft_page.func(str(row.pk))
    made = time.perf_counter()
    page = StoryPage.objects.get()
    pictures = sum(child.block_type == "picture" for child in page.body)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = path.stat().st_size / 1e6
    print(
        f"{size:.0f} MB, {len(page.body)} blocks, {pictures} pictures: read {read - start:.1f} s, "
        f"made {made - read:.1f} s, most memory {most:.0f} MB (an idle worker: {before:.0f} MB)"
    )
    assert pictures == PICTURES
    if most > LIMIT_MB:
        sys.exit(f"more than {LIMIT_MB} MB")


def main() -> None:
    if len(sys.argv) > 1:
        work(Path(sys.argv[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "huibian.docx"
        document(path)
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "reform.settings.development",
            "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
            "VAR_DIR": folder,
            "MEDIA_ROOT": f"{folder}/media",
            "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
        }
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]  # its memory is not the job's
        subprocess.run(migrate, env=environment, cwd=ROOT, check=True)
        sys.exit(
            subprocess.run(
                [sys.executable, "-P", __file__, str(path)], env=environment, cwd=ROOT, check=False
            ).returncode
        )


if __name__ == "__main__":
    main()
