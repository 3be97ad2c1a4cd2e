"""LibreOffice, run with a profile of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from formgen.shipped import shipped_folder

SOFFICE = shutil.which("soffice")
WHY_NOT = "LibreOffice (soffice) is not installed"
_PLAIN_PDF = 'pdf:writer_pdf_Export:{"ExportFormFields":{"type":"boolean","value":"false"}}'
"""Fields are printed as they look; LibreOffice would make them fields of a PDF form."""


def converted(
    folder: Path, documents: Mapping[str, bytes], kind: str = "pdf", *, fonts: bool = True
) -> dict[str, bytes]:
    """Return documents by name as LibreOffice converts them, with the shipped fonts or without."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in documents.items():
        (folder / f"{name}.docx").write_bytes(data)
    data_home = folder / "data"
    data_home.mkdir(exist_ok=True)
    if fonts and not (data_home / "fonts").exists():
        (data_home / "fonts").symlink_to(shipped_folder("fonts"))
    out = folder / "converted"
    command = [
        str(SOFFICE), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
        "--convert-to", _PLAIN_PDF if kind == "pdf" else kind, "--outdir", str(out),
        *(str(folder / f"{name}.docx") for name in documents),
    ]  # fmt: skip
    env = {**os.environ, "XDG_DATA_HOME": str(data_home), "HOME": str(folder)}
    subprocess.run(command, env=env, check=True, capture_output=True, timeout=180)
    return {name: (out / f"{name}.{kind}").read_bytes() for name in documents}
