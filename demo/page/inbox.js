// The inbox page: polls for mails and shows them as text. Nothing that came in is ever read as HTML.
"use strict";

const MARKS = new Set(["DEMO", "ACT", "PLAN", "INFO", "EASE", "CHECK", "BLIND", "OPERATOR"]);
const list = document.getElementById("list");
const pane = document.getElementById("pane");
const live = document.getElementById("live");
const mails = [];
const read = new Set();
let box = "";

function element(tag, text, kind) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

function time(at) {
  const day = new Date(at);
  return Number.isNaN(day.getTime()) ? "" : day.toLocaleTimeString([], { hour12: false });
}

function withMarks(into, subject) {
  let rest = subject;
  for (let found; (found = /^\[([A-Z]+)\]\s*/.exec(rest)) && MARKS.has(found[1]);) {
    into.append(element("span", found[1], `mark ${found[1]}`));
    rest = rest.slice(found[0].length);
  }
  into.append(rest);
  return into;
}

function withLinks(into, text) {
  let from = 0;
  for (const found of text.matchAll(/https?:\/\/[^\s<>"')\]]+/g)) {
    into.append(text.slice(from, found.index));
    const link = element("a", found[0]);
    link.href = found[0];
    link.rel = "noreferrer noopener";
    link.target = "_blank";
    into.append(link);
    from = found.index + found[0].length;
  }
  into.append(text.slice(from));
  return into;
}

function row(mail) {
  const button = element("button");
  button.type = "button";
  button.dataset.number = mail.number;
  const at = element("time", time(mail.at));
  at.dateTime = mail.at;
  button.append(element("span", mail.sender, "sender"), at, withMarks(element("span", "", "subject"), mail.subject));
  button.addEventListener("click", () => { location.hash = mail.number; });
  const item = element("li");
  item.append(button);
  return item;
}

function several(value) {
  try {
    const found = JSON.parse(value);
    return Array.isArray(found) ? found.join(", ") : value;
  } catch {
    return value;
  }
}

function details(mail) {
  const rows = element("dl");
  const attributes = Object.entries(mail.attributes).map(([name, value]) => `${name.replace("_", " ")} ${several(value)}`).join(" · ");
  const facts = { From: `${mail.sender} (${mail.box} topic)`, Date: mail.at, Filters: attributes };
  for (const [name, value] of Object.entries(facts)) {
    if (value) rows.append(element("dt", name), element("dd", value));
  }
  return rows;
}

function open(number) {
  const mail = mails[number - 1];
  document.body.classList.toggle("reading", Boolean(mail));
  if (!mail) return;
  read.add(mail.number);
  const back = element("button", "All mails");
  back.id = "back";
  back.type = "button";
  back.addEventListener("click", () => { location.hash = ""; });
  pane.replaceChildren(back, withMarks(element("h2"), mail.subject), details(mail), withLinks(element("pre"), mail.body));
  pane.scrollTop = 0;
  refresh();
}

function refresh() {
  const chosen = Number(location.hash.slice(1));
  for (const button of list.querySelectorAll("button")) {
    const mail = mails[button.dataset.number - 1];
    button.parentElement.hidden = Boolean(box) && mail.box !== box;
    button.classList.toggle("unread", !read.has(mail.number));
    button.setAttribute("aria-current", String(mail.number === chosen));
  }
  for (const button of document.querySelectorAll("nav button")) {
    const unread = mails.filter((mail) => !read.has(mail.number) && (!button.dataset.box || mail.box === button.dataset.box));
    button.querySelector("b").textContent = unread.length || "";
    button.setAttribute("aria-pressed", String(button.dataset.box === box));
  }
  const unread = mails.length - read.size;
  document.title = `${unread ? `(${unread}) ` : ""}Inbox - sanctionwire`;
}

async function poll() {
  try {
    const answer = await fetch(`messages.json?after=${mails.length}`);
    for (const mail of await answer.json()) {
      mails.push(mail);
      list.prepend(row(mail));
    }
    live.textContent = "live";
    live.className = "on";
  } catch {
    live.textContent = "not connected";
    live.className = "off";
  }
  const chosen = Number(location.hash.slice(1));
  if (chosen && !read.has(chosen) && mails[chosen - 1]) open(chosen);
  refresh();
  setTimeout(poll, 1000);
}

for (const button of document.querySelectorAll("nav button")) {
  button.addEventListener("click", () => { box = button.dataset.box; refresh(); });
}
addEventListener("hashchange", () => open(Number(location.hash.slice(1))));
poll();
