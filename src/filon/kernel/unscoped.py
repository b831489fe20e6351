"""The few places that read or write rows without starting from what a viewer may see, each with its reason."""

ASKING_LAYERS = frozenset({"models", "services", "queries", "migrations", "demo", "invariants", "tasks", "housekeeping"})
"""Parts of an app that may ask a model directly: they define visibility, write what was fetched by it, or work for the house."""

UNSCOPED: dict[str, str] = {
    "kernel.appendonly": "rights of the database's roles",
    "kernel.audit": "the trail is written for everybody and sealed by the house",
    "kernel.events": "the outbox serves every host",
    "kernel.files": "a file is shown by the app that owns it (FileOwner)",
    "kernel.idempotency": "a key belongs to its actor, who is part of the look-up",
    "kernel.lists": "a view is created for its owner",
    "kernel.outbound": "asks whether the database is a demo",
    "kernel.rights": "the door itself: starts from visible_to",
    "kernel.states": "moves a row that its service has fetched",
}
