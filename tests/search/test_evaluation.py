"""`manage.py search_evaluate`, on a corpus small enough to judge by hand."""

import json
import lzma
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
import pytest_django
from django.core.management import CommandError, call_command

from search import evaluation
from search.engines.embedded import EmbeddedEngine
from search.evaluation import count_citations, score


@pytest.fixture(autouse=True)
def scratch_databases(django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[None]:
    """The command makes its own."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    corpus = [
        {"id": 7, "law": "住房公积金条例", "text": "职工可以提取住房公积金。"},
        {"id": 8, "parent": "医疗保障条例", "text": "参保人员可以报销医药费。"},
        {"id": "x9", "name": "养老金的领取", "text": "达到年龄的，按月领取。"},
    ]
    with lzma.open(tmp_path / "corpus.jsonl.xz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in corpus)
    (tmp_path / "queries.jsonl").write_text(
        '{"qid": 1, "text": "公积金怎么提取？"}\n{"qid": 2, "text": "养老金领取"}\n{"qid": 3, "text": "外星人"}\n'
    )
    (tmp_path / "qrels.tsv").write_text("1 0 7 1\n2\t0\tx9\t1\n3 0 8 1\n")
    return {
        "corpus": tmp_path / "corpus.jsonl.xz",
        "queries": tmp_path / "queries.jsonl",
        "qrels": tmp_path / "qrels.tsv",
    }


def run(files: dict[str, Path], **more: object) -> dict[str, float]:
    out = StringIO()
    call_command("search_evaluate", json=True, stdout=out, **files, **more)
    return json.loads(out.getvalue())


def test_measures_and_leaves_nothing_behind(files: dict[str, Path]) -> None:
    figures = run(files, engine="sqlite")
    assert figures["ndcg_10"] == figures["mrr_10"] == figures["recall_10"] == pytest.approx(2 / 3, abs=1e-4)
    assert (figures["no_hit"], figures["queries"], figures["documents"]) == (1, 3, 3)
    names = "engine queries documents ndcg_10 mrr_10 recall_10 no_hit p50_ms p95_ms index_seconds"
    assert set(figures) == set(names.split())


def test_reads_files_as_people_have_them(files: dict[str, Path], tmp_path: Path) -> None:
    """Plain, with Windows' mark and line ends, empty lines, nothing in a text; judgments of what is not there."""
    plain = tmp_path / "corpus.jsonl"
    with lzma.open(files["corpus"], "rt", encoding="utf-8") as file:
        rows = file.read()
    rows += '\n{"id": "empty", "law": null, "text": null}\n'
    plain.write_bytes(b"\xef\xbb\xbf" + rows.replace("\n", "\r\n").encode())
    for name in ("queries", "qrels"):
        files[name].write_bytes(b"\xef\xbb\xbf" + files[name].read_bytes().replace(b"\n", b"\r\n"))
    with files["qrels"].open("a") as file:
        file.write("2 0 nowhere 2\n77 0 7 1\n3 0 7 0\n")
    err = StringIO()
    figures = run({**files, "corpus": plain}, stderr=err)
    assert (figures["queries"], figures["documents"], figures["no_hit"]) == (3, 4, 1)
    # Of two relevant documents of the second query one is not in the corpus.
    assert figures["recall_10"] == pytest.approx((1 + 0.5) / 3, abs=1e-4)
    assert "77" in err.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("corpus", b"", "no documents"),
        ("corpus", b'{"id": 1}', "line 1: needs id and text"),
        ("corpus", b"\xff\xfe{}", "not UTF-8"),
        ("queries", b"", "no judgments of these queries"),
        ("qrels", b"\n\n", "no judgments of these queries"),
    ],
)
def test_says_what_is_wrong_with_a_file(
    files: dict[str, Path], tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = tmp_path / "given"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=said):
        run({**files, name: path})


def test_half_an_archive_is_said(files: dict[str, Path]) -> None:
    files["corpus"].write_bytes(files["corpus"].read_bytes()[:-20])
    with pytest.raises(CommandError, match=r"not a whole \.xz file"):
        run(files)


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError, SystemExit])
def test_the_scratch_index_is_dropped_whatever_happens(
    files: dict[str, Path], monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    engines = []

    def fail(engine: object, *arguments: object) -> list[str]:
        engines.append(engine)
        assert engine.indices() == ["scratch"]  # type: ignore[attr-defined]
        raise error

    dropped = []
    monkeypatch.setattr(evaluation, "top", fail)
    drop = EmbeddedEngine.drop
    monkeypatch.setattr(EmbeddedEngine, "drop", lambda engine, index: (drop(engine, index), dropped.append(index)))
    with pytest.raises(error):
        run(files)
    # Once before and once after.
    assert (len(engines), dropped) == (1, ["scratch", "scratch"])


@pytest.mark.parametrize(("name", "text"), [("queries", "no json"), ("qrels", "1 0 7"), ("queries", '{"qid": 1}')])
def test_says_which_line_is_wrong(files: dict[str, Path], name: str, text: str) -> None:
    files[name].write_text(text)
    with pytest.raises(CommandError, match="line 1"):
        run(files)


def test_says_what_is_missing_for_an_engine(files: dict[str, Path], settings: object) -> None:
    settings.ELASTICSEARCH_URL = ""  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="ELASTICSEARCH_URL"):
        run(files, engine="elasticsearch")


def test_scores_by_hand() -> None:
    assert score(["a", "b"], {"b": 1}) == pytest.approx((0.6309, 0.5, 1.0), abs=1e-4)
    assert score([], {"b": 1}) == (0, 0, 0)


def test_counts_who_is_named_by_others(files: dict[str, Path]) -> None:
    with lzma.open(files["corpus"], "at", encoding="utf-8") as file:
        row = {"id": 10, "law": "细则", "text": "依照《住房公积金条例》和住房公积金条例办理；本细则自印发之日起施行。"}
        file.write(json.dumps(row, ensure_ascii=False) + "\n")
    assert count_citations(files["corpus"]) == {"住房公积金条例": 1}
    assert run(files, engine="sqlite", text_alone=True)["documents"] == 4
