"""`python -m drills.restore.fill FACTS`: a second school with so many facts and what goes with them, by SQL as the demo's sizes."""

import sys

import django


def main(facts: int) -> None:
    from filon.kernel.owner import default_is_owner
    from filon.site.demo import sizes

    size = sizes.Size(
        schools=1,
        organisations=facts // 50,
        contacts=facts // 25,
        live=max(2, facts // 600),
        commitments=facts // 15,
        facts=facts,
        ended=max(1, facts // 2000),
        drafts=1,
    )
    with default_is_owner():
        sizes.grow(size, seed=4, say=lambda _line: None, first=1)
    sizes.tidy()


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]))
