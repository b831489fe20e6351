"""The pages of money."""

from django.urls import path

from filon.ledger.views import books, funds, lines, receivables, statements

app_name = "ledger"
urlpatterns = [
    path("tresorerie", books.home, name="home"),
    path("tresorerie/livres/<uuid:books_id>", books.books, name="books"),
    path("tresorerie/livres/<uuid:books_id>/ecritures.csv", books.accounting, name="accounting"),
    path("tresorerie/livres/<uuid:books_id>/frais", funds.fee_rule, name="fee_rule"),
    path("tresorerie/livres/<uuid:books_id>/frais-annuels", funds.fee_year, name="fee_year"),
    path("tresorerie/fonds/nouveau", funds.fund_new, name="fund_new"),
    path("tresorerie/programmes/nouveau", books.programme_new, name="programme_new"),
    path("tresorerie/programmes/<uuid:programme_id>", books.programme, name="programme"),
    path("tresorerie/programmes/<uuid:programme_id>/affecter", books.allocate, name="allocate"),
    path("tresorerie/programmes/<uuid:programme_id>/depenser", books.spend, name="spend"),
    path("tresorerie/programmes/<uuid:programme_id>/reaffecter", books.reallocate, name="reallocate"),
    path("tresorerie/mouvements/<uuid:movement_id>/annuler", books.take_back, name="take_back"),
    path("tresorerie/comptes/nouveau", statements.account_new, name="account_new"),
    path("tresorerie/releves", statements.statements, name="statements"),
    path("tresorerie/releves/importer", statements.upload, name="upload"),
    path("tresorerie/comptes/<uuid:account_id>/fichiers/<uuid:file_id>", statements.preview, name="preview"),
    path("tresorerie/comptes/<uuid:account_id>/fichiers/<uuid:file_id>/colonnes", statements.columns, name="columns"),
    path("tresorerie/imports/<uuid:task_id>", statements.progress, name="progress"),
    path("tresorerie/lignes", lines.lines, name="lines"),
    path("tresorerie/lignes/sures", lines.sure, name="sure"),
    path("tresorerie/lignes/<uuid:line_id>", lines.line, name="line"),
    path("tresorerie/lignes/<uuid:line_id>/ecarter", lines.set_aside, name="set_aside"),
    path("tresorerie/lignes/<uuid:line_id>/rendre", lines.give_back, name="give_back"),
    path("tresorerie/rapprochements/<uuid:match_id>/defaire", lines.unmatch, name="unmatch"),
    path("tresorerie/rapprochements/<uuid:match_id>/rembourser", lines.refund, name="refund"),
    path("tresorerie/attendus", receivables.receivable_list, name="list"),
    path("tresorerie/attendus/nouveau", receivables.receivable_new, name="receivable_new"),
    path("tresorerie/attendus/<uuid:receivable_id>", receivables.receivable, name="receivable"),
    path("tresorerie/attendus/<uuid:receivable_id>/abandonner", receivables.give_up, name="give_up"),
]
