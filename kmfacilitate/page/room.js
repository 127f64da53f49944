"use strict";
// Asks for the room's part twice a second and shows it when it is another one. Sends nothing.
const room = document.getElementById("room");
const lost = document.getElementById("lost");
let shown = "";

async function look() {
  try {
    const answer = await fetch("room.html", { cache: "no-store", credentials: "omit" });
    if (!answer.ok) throw new Error(String(answer.status));
    const now = await answer.text();
    if (now !== shown) {
      document.documentElement.lang = answer.headers.get("Content-Language") || "en";
      const there = new DOMParser().parseFromString(now, "text/html").body.childNodes;
      room.replaceChildren(...there);
      shown = now;
      const last = room.querySelector("ul:last-of-type > li:last-child");
      if (last) last.scrollIntoView({ block: "nearest" });
    }
    lost.hidden = true;
  } catch {
    lost.hidden = false;
  }
  setTimeout(look, 500);
}
look();
