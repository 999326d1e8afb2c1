"""Public data made by others, beside the checkout. Licences differ: it is read in tests and never copied into the project."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data"


def needs(name: str) -> pytest.MarkDecorator:
    """Skips a test where the folder is missing, with the reason."""
    return pytest.mark.skipif(not (FOLDER / name).exists(), reason=f"../shared/data/{name} is not beside this checkout")
