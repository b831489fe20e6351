"""The few places that read or write business rows without starting from a viewer, each with its reason.

A test walks the sources: a module outside services, queries, models, tasks and commands that says `.objects.` without
`visible_to` must be here."""

UNSCOPED: dict[str, str] = {
    "kernel.appendonly": "rights of the database's roles",
    "kernel.audit": "the trail is written for everybody and sealed by the house",
    "kernel.demo": "one row says what the database is",
    "kernel.events": "the outbox serves every host",
    "kernel.files": "a file is shown by the app that owns it (FileOwner)",
    "kernel.housekeeping": "nightly purge",
    "kernel.idempotency": "keys belong to their actor, who is part of the look-up",
    "kernel.lists": "saved views are created for their owner",
    "kernel.tasks": "the queue serves every host",
}
