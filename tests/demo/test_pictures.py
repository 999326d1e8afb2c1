"""The drawn pictures: each motif is its own scene, the same for the same seed, with red as the smallest accent."""

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from reform.demo import pictures

SITE = Path(__file__).resolve().parents[2] / "site"
SCENES = sorted(pictures.MOTIFS)


def small(picture: Image.Image) -> Image.Image:
    return picture.resize((160, 107))


def test_there_are_enough_scenes_and_details():
    details = [name for name in SCENES if name.startswith("detail_")]
    assert len(SCENES) - len(details) >= 14
    assert len(details) >= 4


@pytest.mark.parametrize("motif", SCENES)
def test_a_motif_is_drawn_alike_for_one_seed(motif: str):
    picture = pictures.draw(motif, 7)
    assert (picture.size, picture.mode) == ((1600, 1067), "RGB")
    assert picture.tobytes() == pictures.draw(motif, 7).tobytes()


@pytest.mark.parametrize("motif", SCENES)
def test_red_is_the_smallest_accent(motif: str):
    pixels = list(small(pictures.draw(motif, 1)).get_flattened_data())
    red = sum(1 for r, g, b in pixels if r > 130 and g < 80 and b < 80)
    assert red / len(pixels) < 0.02


def test_another_process_draws_the_same():
    """Nothing depends on the order of a set or on the hash seed of the process."""
    code = (
        "import hashlib; from reform.demo import pictures;"
        "print(hashlib.sha256(pictures.draw('market', 3).tobytes()).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code], cwd=SITE, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


def test_seeds_vary_a_scene_and_scenes_differ():
    assert pictures.draw("terraces", 1).tobytes() != pictures.draw("terraces", 2).tobytes()
    seen = {small(pictures.draw(motif, 1)).tobytes() for motif in SCENES}
    assert len(seen) == len(SCENES)


def test_a_file_is_a_jpeg_of_modest_size():
    data = pictures.jpeg("market", 1)
    assert data[:3] == b"\xff\xd8\xff"
    assert len(data) < 300_000


def test_an_unknown_motif_is_an_error():
    with pytest.raises(KeyError):
        pictures.draw("no_such_scene")
