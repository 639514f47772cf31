"""The files as C: one array each for clang's #embed, and a table of them."""

import gzip

from . import Refused

NAME = "assets.inc"
TEXTS = (".html", ".js", ".css", ".json", ".svg", ".txt", ".webmanifest")

# A zero byte follows each file, so that an empty file is an array as well.
ARRAY = """\
static const unsigned char {name}[] = {{
#embed "{path}" suffix(, 0) if_empty(0)
}};
"""

TABLE = """\
static const beckon_web_asset assets[] = {{
{rows}
}};
static const size_t count = sizeof assets / sizeof assets[0];
"""


def written(files):
    """Path below the folder that web_assets.c includes → bytes, for files by their path."""
    if not files:
        raise Refused("nothing to embed: web/ holds no page")
    out, arrays, rows = {}, [], []
    for index, (path, data) in enumerate(sorted(files.items(), key=lambda each: each[0].encode())):
        if any(character in path for character in '"\\\n'):
            raise Refused(f"a name that C cannot quote: {path!r}")
        plain, short = f"asset_{index}", f"asset_{index}_gzip"
        out[path] = data
        arrays.append(ARRAY.format(name=plain, path=path))
        row = f'"{path}", {plain}, sizeof {plain} - 1, 0, 0'
        packed = compressed(path, data)
        if packed is not None:
            out[f"{path}.gz"] = packed
            arrays.append(ARRAY.format(name=short, path=f"{path}.gz"))
            row = f'"{path}", {plain}, sizeof {plain} - 1, {short}, sizeof {short} - 1'
        rows.append(f"    {{{row}}},")
    out[NAME] = ("// Made by Scripts/embed-web.\n" + "".join(arrays) + TABLE.format(rows="\n".join(rows))).encode()
    return out


def compressed(path, data):
    """The same bytes on every run, or None where compressing gains nothing."""
    if not path.endswith(TEXTS):
        return None
    short = gzip.compress(data, compresslevel=9, mtime=0)
    return short if len(short) < len(data) else None
