"""Its pages: which release serves, and one note, written and read back."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from notebook.models import RELEASE, Note

from filon.kernel.pages import see_other


def release(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(RELEASE), content_type="text/plain")


def note(request: HttpRequest, said: str) -> HttpResponse:
    if request.method == "POST":
        Note.write(said)
        return see_other(request.path)
    if not Note.holds(said):
        raise Http404
    return HttpResponse(said, content_type="text/plain")


urlpatterns = [path("carnet", release), path("carnet/<str:said>", note)]
