"""Runs esbuild on each page of web/ and gathers what a release serves."""

import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from . import Refused
from .page import Page

ESBUILD = "esbuild"
# Where hashed files are served. The server lets browsers keep everything below it for good.
PLACE = "assets"
# What a page can do without at first sight.
LATER = "later"
# Other sites name it, so its name stays.
LOADER = "widget/widget.js"


def files(web):
    """Path → bytes of everything that a release serves: pages, the loader, and hashed files below PLACE."""
    if not shutil.which(ESBUILD):
        raise Refused("esbuild is missing: run Scripts/install build")
    out = {}
    for path in sorted(web.glob("*/*.html")):
        for name, data in page(web, path.relative_to(web).as_posix()).items():
            if out.setdefault(name, data) != data:
                raise Refused(f"{name}: two files of one name")
    if (web / LOADER).is_file():
        out[LOADER] = run(["--minify", "--charset=utf8", str(web / LOADER)], web)
    check_references(web, out)
    return out


def page(web, path):
    """The files of one page. Pages share none but by chance: nobody opens two, and each file more is a round trip."""
    source = Page(path, (web / path).read_text())
    name = path.split("/")[0] if path.endswith("/index.html") else Path(path).stem
    with tempfile.TemporaryDirectory() as folder:
        entries = []
        for part, sheets in [(name, source.sheets), (f"{name}-{LATER}", source.later)]:
            if sheets:
                joined = Path(folder, f"{part}.css")
                joined.write_text("".join(f'@import "{web / each}";\n' for each in sheets))
                entries.append(f"{part}={joined}")
        if source.module:
            entries.append(f"{name}={web / source.module}")
        outputs = bundle(web, entries, Path(folder, "out"))
        made = {f"{PLACE}/{file.name}": file.read_bytes() for file in Path(folder, "out").glob("*")}
    module, preloads = scripts(outputs)
    made.pop(f"{PLACE}/{empty_entry(outputs)}", None)
    icon = (web / source.icon).read_text().strip() if source.icon else ""
    html = source.rewritten(sheet_of(outputs, name), sheet_of(outputs, f"{name}-{LATER}"), module, preloads, icon)
    return {**made, path: html.encode()}


def bundle(web, entries, out):
    """esbuild's own account of what it made, by the name of each file."""
    if not entries:
        return {}
    account = out.with_suffix(".json")
    run([
        *entries, "--bundle", "--splitting", "--format=esm", "--minify", "--charset=utf8", f"--outdir={out}",
        "--entry-names=[name]-[hash]", "--chunk-names=[name]-[hash]", f"--metafile={account}",
    ], web)
    return {Path(path).name: each for path, each in json.loads(account.read_text())["outputs"].items()}


def run(arguments, web):
    """Warnings stop it as errors do: what esbuild does not understand, it hands on as it is."""
    done = subprocess.run([ESBUILD, "--log-level=warning", *arguments], cwd=web, capture_output=True, check=False)
    if done.returncode or done.stderr:
        raise Refused(done.stderr.decode().strip())
    return done.stdout


def sheet_of(outputs, name):
    """Its address, or None."""
    return next((f"/{PLACE}/{each}" for each in outputs if re.fullmatch(rf"{name}-[A-Z2-7]{{8}}\.css", each)), None)


def scripts(outputs):
    """(the page's module, what it imports at once), as addresses. Without the second list a browser would learn of them one by one."""
    imported = {Path(each["path"]).name for output in outputs.values() for each in output["imports"]
                if each["kind"] == "dynamic-import"}
    entry = [name for name, each in outputs.items() if name.endswith(".js") and each.get("entryPoint") and name not in imported]
    if not entry:
        return None, []
    at_once = []

    def follow(name):
        for each in outputs[name]["imports"]:
            target = Path(each["path"]).name
            if each["kind"] == "import-statement" and target not in at_once:
                at_once.append(target)
                follow(target)

    follow(entry[0])
    if empty_entry(outputs) == entry[0]:
        entry = [at_once.pop(0)]
    return f"/{PLACE}/{entry[0]}", [f"/{PLACE}/{name}" for name in at_once]


def empty_entry(outputs):
    """A script that only imports a chunk, because what is loaded later imports the page's own script: the chunk will do."""
    for name, each in outputs.items():
        holds = sum(source["bytesInOutput"] for source in each["inputs"].values())
        if name.endswith(".js") and each.get("entryPoint") and not holds and len(each["imports"]) == 1:
            return name
    return None


def check_references(web, out):
    """A name that is put together at run time escapes esbuild, and would be missing in a release only."""
    sources = [re.escape(each.relative_to(web).as_posix()) for each in web.glob("*/**/*.*")]
    lost = re.compile(r"""["'`(]/?(%s)["'`)?#]""" % "|".join(sources or ["(?!)"]))
    for name, data in out.items():
        if name.endswith((".html", ".js", ".css")) and (match := lost.search(data.decode())):
            raise Refused(f"{name}: it names {match.group(1)}, which is there only as a source")
