"use strict";
// Asks for the room's part twice a second and shows it when it is another one. Sends nothing.
const room = document.getElementById("room");
const lost = document.getElementById("lost");
let shown = "";

// Makes the children of one element those of another, and leaves what is the same: a screen reader then says
// the line that is new, not all of them again.
function put(element, wanted) {
  const before = [...element.childNodes];
  const after = [...wanted.childNodes];
  after.forEach((node, at) => {
    const there = before[at];
    if (!there) element.append(node);
    else if (there.isEqualNode(node)) return;
    else if (there.nodeName === "UL" && node.nodeName === "UL") put(there, node);
    else there.replaceWith(node);
  });
  before.slice(after.length).forEach((node) => node.remove());
}

async function look() {
  try {
    const answer = await fetch("room.html", { cache: "no-store", credentials: "omit" });
    if (!answer.ok) throw new Error(String(answer.status));
    const now = await answer.text();
    if (now !== shown) {
      room.lang = answer.headers.get("Content-Language") || "en";
      const there = new DOMParser().parseFromString(now, "text/html").body;
      put(room, there);
      shown = now;
      const last = room.querySelector("ul:last-of-type > li:last-child");
      if (last && !room.querySelector("footer.whole")) last.scrollIntoView({ block: "nearest" });
    }
    lost.hidden = true;
  } catch {
    lost.hidden = false;
  }
  setTimeout(look, 500);
}
look();
