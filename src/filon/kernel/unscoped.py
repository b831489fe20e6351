"""The few places that read or write rows without starting from what a viewer may see, each with its reason."""

ASKING_LAYERS = frozenset(
    {"models", "services", "queries", "migrations", "demo", "invariants", "rights", "commands", "tasks", "housekeeping"}
)
"""Parts of an app that may ask a model directly: they define visibility, write what was fetched by it, or work for the house."""

UNSCOPED: dict[str, str] = {
    "activities.views.asking": "the querysets are handed to get_visible_or_404",
    "activities.views.holding": "the queryset is handed to get_visible_or_404",
    "activities.views.ideas": "the queryset is handed to get_visible_or_404",
    "activities.views.themes": "the queryset is handed to get_visible_or_404",
    "agreements.dispute_invariants": "what is always true is proved for everybody",
    "agreements.forms.drafting": "kinds and themes are the same for everybody",
    "agreements.letters": "a letter is written by a task, after the service that allowed it",
    "agreements.samples": "an example for the page of letters, among what the viewer sees",
    "agreements.views.identity": "the queryset is handed to get_visible_or_404",
    "giving.letters": "a letter is written by a task, after the service that allowed it",
    "giving.receipt_letters": "a letter is written by a task, after the service that allowed it",
    "giving.views.counterparts": "the queryset is handed to get_visible_or_404",
    "giving.views.gifts": "the querysets are handed to get_visible_or_404",
    "giving.views.outcomes": "the queryset is handed to get_visible_or_404",
    "giving.views.pledges": "the queryset is handed to get_visible_or_404",
    "giving.views.receipts": "the queryset is handed to get_visible_or_404",
    "kernel.audit": "the trail is written for everybody and sealed by the house",
    "kernel.bulk": "loads an empty installation: the last key of a table, never a row",
    "kernel.events": "the outbox serves every host",
    "kernel.files": "a file is shown by the app that owns it (FileOwner)",
    "kernel.fingerprints": "sums over rows, never a row",
    "kernel.idempotency": "a key belongs to its actor, who is part of the look-up",
    "kernel.imports.keys": "what a school’s identifiers stand for, asked and written by its services",
    "kernel.imports.running": "writes the lines of an import that its task fetched",
    "kernel.lists": "a view is created for its owner",
    "kernel.proofs": "what verify remembers is nobody’s",
    "kernel.states": "moves a row that its service has fetched",
    "ledger.views.books": "the querysets are handed to get_visible_or_404",
    "ledger.views.lines": "the queryset is handed to get_visible_or_404",
    "partners.contributions": "who reads the document of a power: the query says it itself",
    "partners.forms_own": "what the school keeps of the organisation whose manager was found",
    "partners.views.affiliations": "the queryset is handed to get_visible_or_404",
    "partners.joining": "answers a hook of people: no viewer yet",
    "partners.samples": "an example for the page of letters of a school, which has checked who asks",
    "partners.letters": "a letter is written by a task, after the service that allowed it",
    "people.letters": "sign-in and invitations come before there is a viewer",
    "people.mail": "keeps what was sent, in a demo",
    "people.sessions": "a session belongs to whoever holds its key",
    "people.throttle": "counts attempts to sign in, before there is a viewer",
    "site.backup.snapshot": "a backup holds everything, and is its operator's",
}
