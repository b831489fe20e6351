"""Entry point of the web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from filon.launcher.readiness import tell_ready
from filon.site.serving import limited

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "filon.site.settings")

application = limited(get_wsgi_application())

# What is loaded now stays: the collector need not look at it again, nor look after every 700 objects, of which a page makes thousands.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
tell_ready()
