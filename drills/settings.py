"""The settings of Filon, with what only a drill needs: errands for the worker, and a mail server of its own without encryption."""

import os

from filon.site.settings import *  # noqa: F403
from filon.site.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "drills.errands"]
if port := os.environ.get("DRILL_MAIL_PORT"):
    OUTGOING_EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT, EMAIL_USE_TLS, EMAIL_USE_SSL = "127.0.0.1", int(port), False, False
