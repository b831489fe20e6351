"""Search as people type: French words in texts, accents ignored, names even when misspelt."""

from collections.abc import Sequence
from functools import reduce
from operator import add, or_
from typing import Any, TypeVar

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector, TrigramWordSimilarity
from django.db.models import CharField, Expression, F, Func, Model, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, Greatest, Lower

M = TypeVar("M", bound=Model)

CONFIGURATIONS = ("french", "filon_french")
"""With accents, which the French endings need (signé, signées), and without, as people type in haste."""


class Unaccented(Func):
    """Text without its accents; immutable, so that an index can hold it."""

    function = "filon_unaccent"
    output_field = TextField()


def folded(text: Any) -> Unaccented:
    """Lower case without accents, of a field's name or an expression; index it with `gin_trgm_ops` for fast names."""
    return Unaccented(Lower(F(text) if isinstance(text, str) else text))


def matching(queryset: QuerySet[M], query: str | Expression, *, text: Sequence[str] = (), names: Sequence[str] = ()) -> QuerySet[M]:
    """Rows that match, the best first, with their `rank` (0 to about 1). `text` fields are searched by French words, as a search engine
    does (quotes, -word); `names` by what is typed anywhere in them, or by likeness. Nothing typed matches everything.
    `query`: what is typed, or its place in a query that is prepared (`kernel.prepared.Given`), where something always is."""
    typed = query if isinstance(query, Expression) else Value(query.strip().replace("\x00", ""), output_field=CharField())
    if isinstance(typed, Value) and not typed.value:
        return queryset
    ranks: list[Any] = [Value(0.0)]
    found = Q()
    if text:
        words = reduce(or_, [SearchQuery(typed, config=name, search_type="websearch") for name in CONFIGURATIONS])
        vector = reduce(add, [SearchVector(*text, config=name) for name in CONFIGURATIONS])
        queryset = queryset.alias(search_vector=vector)
        found |= Q(search_vector=words)
        ranks.append(SearchRank(vector, words, normalization=32))
    like: Any = folded(typed)
    for position, name in enumerate(names):
        alias = f"search_name_{position}"
        queryset = queryset.alias(**{alias: folded(name)})
        found |= Q(**{f"{alias}__contains": like}) | Q(**{f"{alias}__trigram_word_similar": like})
        ranks.append(Coalesce(TrigramWordSimilarity(like, folded(name)), 0.0))
    rank = Greatest(*ranks) if len(ranks) > 1 else ranks[0]
    best: QuerySet[M] = queryset.filter(found).annotate(rank=rank).order_by("-rank", "pk")
    return best
