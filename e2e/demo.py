"""Persons of the demo by what they come for, and everybody it signs in."""

from dataclasses import dataclass

OFFICER = "Claire Vidal"
"""partnership officer of the invented school."""
DIRECTOR = "Hélène Marchetti"
STUDENT = "Léa Roussel"
COMPANY_CONTACT = "Julien Castel"
"""of the company that gives to the invented school."""
FUND_OFFICER = "Anne Roumégous"
"""of the umbrella that shelters the school's fund."""


@dataclass(frozen=True)
class Demo:
    """Who may come in with one click: names by place, in the order of the sign-in page."""

    places: dict[str, list[str]]

    @classmethod
    def read(cls) -> "Demo":
        """From the running server's database: Django must be loaded."""
        from filon.people.queries import demo_places  # noqa: PLC0415

        return cls({place.name: [person.user.name for person in place.people] for place in demo_places()})

    @property
    def everybody(self) -> list[str]:
        return [name for names in self.places.values() for name in names]

    def elsewhere(self) -> str:
        """Somebody of another school than the officer's, first of her place."""
        return next(names[0] for names in self.places.values() if OFFICER not in names)
