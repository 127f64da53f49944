"""A real browser, and what axe-core says of a page in it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NO_CHROMIUM = "no Chromium here (Debian: apt install chromium)"
_SETS = {"light": "1", "dark": "0"}
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
_CHECK = """
<script>%s</script>
<script>
axe.run(document, {resultTypes: ["violations", "incomplete"]}).then(found => {
  const told = rules => rules.map(
    ({id, help, nodes}) => ({id, help, nodes: nodes.map(node => node.html)}));
  const said = document.createElement("pre");
  said.id = "axe-said";
  said.textContent = JSON.stringify({violations: told(found.violations), incomplete: told(found.incomplete)});
  document.body.append(said);
});
</script>
"""


@cache
def axe() -> str:
    """The source of axe-core, where it is: `KMFACILITATE_AXE` names the file; empty: nowhere."""
    named = os.environ.get("KMFACILITATE_AXE", "")
    return Path(named).read_text(encoding="utf-8") if named and Path(named).is_file() else ""


NO_AXE = "no axe-core here: npm install axe-core somewhere, and name its axe.min.js in KMFACILITATE_AXE"


def shown_at(address: str, profile: Path, *more: str) -> str:
    """What stands on a page after a few seconds, as HTML."""
    assert CHROMIUM
    done = subprocess.run(
        [
            CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            f"--user-data-dir={profile}", "--virtual-time-budget=4000", *more, "--dump-dom", address,
        ],
        capture_output=True, text=True, timeout=90, check=True,
    )  # fmt: skip
    return done.stdout


def faults_of(html: str, folder: Path, *, scheme: str = "light", width: int = 1280) -> Any:
    """What axe-core has against a page: `{violations, incomplete}`, each a list of rules with their nodes.

    The page's own policy lets no script in, so the copy that is looked at has none.
    """
    copy = folder / f"page-{scheme}-{width}.html"
    body = _POLICY.sub("", html)
    assert "</body>" in body
    copy.write_text(body.replace("</body>", _CHECK % axe() + "</body>"), encoding="utf-8")
    seen = shown_at(
        copy.as_uri(),
        folder / "profile",
        f"--blink-settings=preferredColorScheme={_SETS[scheme]}",
        f"--window-size={width},900",
    )
    said = re.search(r'<pre id="axe-said">(.*?)</pre>', seen, re.DOTALL)
    assert said, "axe-core said nothing"
    return json.loads(unescape(said[1]))


def pages_of(html: str, folder: Path) -> int:
    """How many pages a page takes when it is printed."""
    assert CHROMIUM
    (folder / "printed.html").write_text(html, encoding="utf-8")
    subprocess.run(
        [
            CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
            f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={folder / 'printed.pdf'}",
            (folder / "printed.html").as_uri(),
        ],
        capture_output=True, timeout=90, check=True,
    )  # fmt: skip
    return len(re.findall(rb"/Type /Page\b(?!s)", (folder / "printed.pdf").read_bytes()))
