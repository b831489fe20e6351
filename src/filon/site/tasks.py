"""What the site does in the background: the long chapters of the demo."""

from filon.kernel.tasks import task


@task(priority=-10)
def demo_chapter_tell(code: str, seed: int) -> None:
    """Behind everything that somebody waits for."""
    from filon.site.demo import load_later  # noqa: PLC0415  the demo queues its chapters here

    load_later(seed=seed, code=code)
