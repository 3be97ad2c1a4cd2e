import pytest

from formgen import shipped
from formgen.errors import UsageError
from formgen.shipped import shipped_folder


def test_the_fonts_are_found_in_a_source_tree():
    assert (shipped_folder("fonts") / "NotoSansSC-Regular.ttf").is_file()


def test_a_wheel_carries_them_in_the_package(monkeypatch, tmp_path):
    inside = tmp_path / "formgen" / "_shipped" / "fonts"
    inside.mkdir(parents=True)
    (tmp_path / "fonts").mkdir()
    monkeypatch.setattr(shipped, "_PACKAGE", tmp_path / "formgen")
    assert shipped_folder("fonts") == inside


def test_an_incomplete_installation_is_said(monkeypatch, tmp_path):
    monkeypatch.setattr(shipped, "_PACKAGE", tmp_path / "formgen")
    with pytest.raises(UsageError, match="installation-incomplete"):
        shipped_folder("templates")
