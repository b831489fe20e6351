"""`python -m drills.night`: the cleaning of the night, now."""

import django


def main() -> None:
    from filon.kernel.housekeeping import forget_old_work

    forget_old_work.call()


if __name__ == "__main__":
    django.setup()
    main()
