"""Addresses of the kernel: `files:download`, `lists:save`, `lists:delete`, and those of imports."""

from django.urls import include, path

from filon.kernel import views

files = [path("<uuid:file_id>/", views.download, name="download")]
lists = [
    path("", views.view_save, name="save"),
    path("<uuid:view_id>/delete/", views.view_delete, name="delete"),
]
urlpatterns = [
    path("files/", include((files, "files"))),
    path("saved-views/", include((lists, "lists"))),
    path("reprises/", include("filon.kernel.imports.urls")),
]
