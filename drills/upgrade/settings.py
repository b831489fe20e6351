"""The settings of Filon with the notebook, whichever release of it is on the path."""

from filon.site.settings import *  # noqa: F403
from filon.site.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "notebook"]
ROOT_URLCONF = "drills.upgrade.urls"
