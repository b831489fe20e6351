"""Kinds of facts that exchanges record. What became of one student's idea is the school's own to read: it could tell who she is."""

from django.utils.translation import gettext_lazy as _

from filon.activities.kinds import OutcomeKind
from filon.facts.visibility import Visibility
from filon.kernel.registry import FactKind

SESSION_HELD = "activities.session_held"
KIND_OF_OUTCOME: dict[str, str] = {
    OutcomeKind.PROJECT: "activities.project",
    OutcomeKind.INTERNSHIP: "activities.internship",
    OutcomeKind.THESIS: "activities.thesis",
    OutcomeKind.AGREEMENT: "activities.agreement",
}
KINDS = (
    FactKind(SESSION_HELD, _("session of exchanges held"), "session", Visibility.PARTIES),
    FactKind("activities.project", _("project born of an idea"), "project", Visibility.PARTIES),
    FactKind("activities.internship", _("internship born of an idea"), "internship", Visibility.HOST),
    FactKind("activities.thesis", _("thesis born of an idea"), "thesis", Visibility.HOST),
    FactKind("activities.agreement", _("agreement born of an idea"), "agreement", Visibility.PARTIES),
)
