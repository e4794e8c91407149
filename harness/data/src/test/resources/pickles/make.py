"""Writes the fixtures beside it: python3 make.py PREFIX, once with NumPy 1 (prefix numpy1) and once with NumPy 2.

Two records; pixel (row, column) of image k of record r is r*5 + k + row - column, and depressions has a 7 at (0, 1), so
that a transposed or swapped image shows. All values fit a signed byte.
"""
import pickle
import sys

import numpy as np


def image(r, k, kind, order):
    row, column = np.mgrid[0:20, 0:20]
    a = r * 5 + k + row - column
    if kind[1] == "u":
        a = np.abs(a)
    if k == 3:
        a[0, 1] = 7
    return np.array(a, dtype=kind, order=order)


def records(kind, order="C", label=int, record=list, images=lambda a: a):
    return [record([label(2 + r), "real-%d" % r] + [images(image(r, k, kind, order)) for k in range(4)]) for r in range(2)]


def dump(name, value, protocol):
    with open("%s-%s-p%d.obj" % (sys.argv[1], name, protocol), "wb") as f:
        pickle.dump(value, f, protocol)


for protocol in range(6):
    dump("list-i1", records("|i1"), protocol)
dump("fortran-i1", records("|i1", order="F"), 5)
dump("fortran-i1", records("|i1", order="F"), 3)
dump("tuple-scalar-i1", tuple(records("|i1", label=np.int64, record=tuple)), 4)
if np.__version__.startswith("2"):
    sys.exit()  # the rest differs from NumPy 1 in nothing but the module names above
for kind in [">f4", ">i2", "<u2", "|u1", "<f8"]:
    dump("list-" + kind[1:] + ("-big" if kind[0] == ">" else ""), records(kind), 4)
flat = np.array([[2 + r, r] + [v for k in range(4) for v in image(r, k, "|i1", "C").ravel()] for r in range(2)], dtype="|i1")
dump("flat-i1", flat, 4)
dump("flat-fortran-i2-big", np.asfortranarray(flat.astype(">i2")), 4)
dump("flatrows-i1", list(flat), 1)
dump("flatlists", flat.tolist(), 2)
dump("nested-bigendian-label", records("|i1", label=lambda n: np.array(n, dtype=">f8"), images=lambda a: [list(map(int, row)) for row in a]), 2)
dump("rows-i1", records("|i1", images=lambda a: tuple(a)), 4)
