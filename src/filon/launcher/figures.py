"""Where the processes of one web server count what they do: a folder of files, one a process and kind, read as a sum."""

import os
import shutil
from pathlib import Path

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


def prepare_folder(var: Path, port: int) -> Path:
    """Empties the folder of the server of this port, before its processes start, and names it to them."""
    folder = var / "metrics" / str(port)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    os.environ[VARIABLE] = str(folder)
    return folder
