"""What a supervisor or a proxy asks: do you live, are you ready?"""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def live(_request: HttpRequest) -> HttpResponse:
    """This process answers; the database is not asked. The word tells Filon from another program on the same port."""
    return HttpResponse("filon\n", content_type="text/plain")


@login_not_required
@require_safe
def ready(_request: HttpRequest) -> HttpResponse:
    """503 while the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database\n", content_type="text/plain", status=503)
    return HttpResponse("filon\n", content_type="text/plain")
