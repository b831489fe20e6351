"""The French departments, as a grid of one cell each: names, codes, and where each stands on the map that Filon draws.

A drawing of our own, which needs no shape of anybody: each department is near its true neighbours, and all are of one size, so that a small
one is seen as well as a large one. Overseas departments stand in the column on the left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

GRID = """
...  ...  ...  ...  ...  ...  62   ...  ...  ...  ...  ...  ...
...  ...  ...  ...  ...  76   80   59   ...  ...  ...  ...  ...
...  ...  50   14   27   95   60   93   02   08   57   ...  ...
...  22   35   61   78   92   75   77   51   55   54   67   ...
29   56   44   53   72   28   91   94   10   52   88   68   ...
...  ...  85   49   37   41   45   58   89   21   70   90   ...
...  ...  ...  79   86   36   18   03   71   39   25   ...  ...
...  ...  ...  17   16   87   23   63   69   01   74   ...  ...
...  ...  ...  33   24   19   15   43   42   38   73   ...  ...
971  ...  ...  40   47   46   12   48   07   26   05   06   ...
972  ...  ...  64   32   82   81   34   30   84   04   ...  ...
973  ...  ...  ...  65   31   11   ...  ...  13   83   ...  ...
974  ...  ...  ...  ...  09   66   ...  ...  ...  ...  ...  2B
976  ...  ...  ...  ...  ...  ...  ...  ...  ...  ...  ...  2A
"""
NAMES = """
01 Ain · 02 Aisne · 03 Allier · 04 Alpes-de-Haute-Provence · 05 Hautes-Alpes · 06 Alpes-Maritimes · 07 Ardèche · 08 Ardennes ·
09 Ariège · 10 Aube · 11 Aude · 12 Aveyron · 13 Bouches-du-Rhône · 14 Calvados · 15 Cantal · 16 Charente · 17 Charente-Maritime · 18 Cher ·
19 Corrèze · 2A Corse-du-Sud · 2B Haute-Corse · 21 Côte-d’Or · 22 Côtes-d’Armor · 23 Creuse · 24 Dordogne · 25 Doubs · 26 Drôme · 27 Eure ·
28 Eure-et-Loir · 29 Finistère · 30 Gard · 31 Haute-Garonne · 32 Gers · 33 Gironde · 34 Hérault · 35 Ille-et-Vilaine · 36 Indre ·
37 Indre-et-Loire · 38 Isère · 39 Jura · 40 Landes · 41 Loir-et-Cher · 42 Loire · 43 Haute-Loire · 44 Loire-Atlantique · 45 Loiret ·
46 Lot · 47 Lot-et-Garonne · 48 Lozère · 49 Maine-et-Loire · 50 Manche · 51 Marne · 52 Haute-Marne · 53 Mayenne · 54 Meurthe-et-Moselle ·
55 Meuse · 56 Morbihan · 57 Moselle · 58 Nièvre · 59 Nord · 60 Oise · 61 Orne · 62 Pas-de-Calais · 63 Puy-de-Dôme ·
64 Pyrénées-Atlantiques · 65 Hautes-Pyrénées · 66 Pyrénées-Orientales · 67 Bas-Rhin · 68 Haut-Rhin · 69 Rhône · 70 Haute-Saône ·
71 Saône-et-Loire · 72 Sarthe · 73 Savoie · 74 Haute-Savoie · 75 Paris · 76 Seine-Maritime · 77 Seine-et-Marne · 78 Yvelines ·
79 Deux-Sèvres · 80 Somme · 81 Tarn · 82 Tarn-et-Garonne · 83 Var · 84 Vaucluse · 85 Vendée · 86 Vienne · 87 Haute-Vienne · 88 Vosges ·
89 Yonne · 90 Territoire de Belfort · 91 Essonne · 92 Hauts-de-Seine · 93 Seine-Saint-Denis · 94 Val-de-Marne · 95 Val-d’Oise ·
971 Guadeloupe · 972 Martinique · 973 Guyane · 974 La Réunion · 976 Mayotte
"""
"""Official names (code officiel géographique, Insee, 2024); facts, not a drawing."""


class Cell(NamedTuple):
    """Where a department stands: column and row, from 0."""

    code: str
    name: str
    column: int
    row: int


def _cells() -> Mapping[str, Cell]:
    names = dict(one.split(" ", 1) for one in " ".join(NAMES.split()).split(" · "))
    lines = [line.split() for line in GRID.split("\n") if line]
    found = [(code, column, row) for row, line in enumerate(lines) for column, code in enumerate(line) if code != "..."]
    return {code: Cell(code, names[code], column, row) for code, column, row in sorted(found)}


CELLS: Mapping[str, Cell] = _cells()
COLUMNS, ROWS = 13, 14


def department_name(code: str) -> str:
    """`30 Gard`; the code alone where it is none of them."""
    return f"{code} {CELLS[code].name}" if code in CELLS else code
