"""A repository from which pip installs octavo without a network: it leads to this checkout."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.git import git

ROOT = Path(__file__).parents[1]
# Builds a wheel that leads to this checkout and to its libraries: pip needs no network for it.
BACKEND = """
import zipfile
from pathlib import Path

def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    name = "octavo-0.1.0-py3-none-any.whl"
    info = "octavo-0.1.0.dist-info"
    files = {
        "octavo.pth": PATHS,
        f"{info}/METADATA": "Metadata-Version: 2.1\\nName: octavo\\nVersion: 0.1.0\\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
        f"{info}/entry_points.txt": "[console_scripts]\\noctavo = generator.__main__:main\\n",
    }
    files[f"{info}/RECORD"] = "".join(f"{path},,\\n" for path in (*files, f"{info}/RECORD"))
    with zipfile.ZipFile(Path(wheel_directory) / name, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return name
"""


def make_repository(folder: Path) -> str:
    """Make the repository in a folder that is there; return its commit."""
    paths = "\n".join([str(ROOT), *(path for path in sys.path if "site-packages" in path)])
    (folder / "backend.py").write_text(f"PATHS = {paths!r}\n{BACKEND}")
    (folder / "pyproject.toml").write_text(
        '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
    )
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "octavo")
    return git(folder, "rev-parse", "HEAD")
