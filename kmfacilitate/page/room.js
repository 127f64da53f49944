"use strict";
// Asks for the room's part twice a second and shows it when it is another one. Sends nothing.
const room = document.getElementById("room");
const lost = document.getElementById("lost");
const wall = matchMedia("(min-height: 30rem)");
const SHARED = ["DIV", "UL"];
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
    else if (SHARED.includes(node.nodeName) && there.nodeName === node.nodeName) put(there, node);
    else there.replaceWith(node);
  });
  before.slice(after.length).forEach((node) => node.remove());
}

// Makes all lines fit the window, or as many whole ones as do: the newest, or the first where all count. What
// does not fit is still read aloud. Where the window is low, the page scrolls to the newest.
function fit() {
  const box = room.querySelector(".lines");
  if (!box) return;
  const whole = room.querySelector("footer.whole");
  clear();
  const lines = [...box.querySelectorAll("li")];
  if (!wall.matches) {
    if (!whole) lines.at(-1)?.scrollIntoView({ block: "nearest" });
    return;
  }
  const fits = () => box.scrollHeight <= box.clientHeight;
  const tries = whole
    ? [[1, 1], [0.85, 0.9], [0.7, 0.8], [0.85, 0.9, true], [0.7, 0.8, true], [0.6, 0.7, true], [0.5, 0.6, true], [0.5, 0.5, true]]
    : [[1, 1], [0.85, 0.9], [0.7, 0.8]];
  for (const [ask, say, bare] of tries) {
    room.style.setProperty("--ask", ask);
    room.style.setProperty("--say", say);
    room.classList.toggle("bare", Boolean(bare));
    if (fits()) return;
  }
  const order = whole ? lines.reverse() : lines;
  for (let out = 1; out < order.length; out += 1) {
    order[out - 1].classList.add("out");
    heads(box);
    if (whole) box.dataset.below = (out === 1 ? room.dataset.one : room.dataset.more).replace("{n}", out);
    else box.dataset.above = room.dataset.earlier.replace("{n}", out);
    if (fits()) return;
  }
}

// Takes out the headings of which no line is shown.
function heads(box) {
  for (const head of box.querySelectorAll("h2")) {
    const list = head.nextElementSibling;
    const any = list?.nodeName === "UL" && list.querySelector("li:not(.out)");
    head.classList.toggle("out", !any);
    if (list?.nodeName === "UL") list.classList.toggle("out", !any);
  }
}

function clear() {
  for (const one of room.querySelectorAll(".lines .out")) one.removeAttribute("class");
  room.querySelector(".lines")?.removeAttribute("data-above");
  room.querySelector(".lines")?.removeAttribute("data-below");
  room.classList.remove("bare");
  room.style.removeProperty("--ask");
  room.style.removeProperty("--say");
}

async function look() {
  try {
    const answer = await fetch("room.html", { cache: "no-store", credentials: "omit" });
    if (!answer.ok) throw new Error(String(answer.status));
    const now = await answer.text();
    if (now !== shown) {
      room.lang = answer.headers.get("Content-Language") || "en";
      const there = new DOMParser().parseFromString(now, "text/html").body;
      clear();
      put(room, there);
      shown = now;
      fit();
    }
    lost.hidden = true;
  } catch {
    lost.hidden = false;
  }
  setTimeout(look, 500);
}
addEventListener("resize", fit);
look();
