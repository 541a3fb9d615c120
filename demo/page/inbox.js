// The inbox page: polls for mails and shows them as a mail program does.

import { ask, element, poll, shortDay, stamp, time, withLinks, withMarks } from "./common.js";

const list = document.getElementById("list");
const pane = document.getElementById("pane");
const mails = [];
const read = new Set();
let box = "";

function row(mail) {
  const button = element("button");
  button.type = "button";
  button.dataset.number = mail.number;
  const at = stamp(mail.at, (each) => `${shortDay(each)}, ${time(each)}`);
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
  const facts = { From: `${mail.sender} (${mail.box} topic)`, Date: `${shortDay(mail.at)}, ${time(mail.at)} UTC`, Filters: attributes };
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
  list.querySelector(`[data-number="${mail.number}"]`)?.scrollIntoView({ block: "center" });
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
  for (const button of document.querySelectorAll("#boxes button")) {
    const unread = mails.filter((mail) => !read.has(mail.number) && (!button.dataset.box || mail.box === button.dataset.box));
    button.querySelector("b").textContent = unread.length || "";
    button.setAttribute("aria-pressed", String(button.dataset.box === box));
  }
  const unread = mails.length - read.size;
  document.title = `${unread ? `(${unread}) ` : ""}Inbox - sanctionwire`;
}

async function look() {
  for (const mail of await ask(`messages.json?after=${mails.length}`)) {
    mails.push(mail);
    list.prepend(row(mail));
  }
  const chosen = Number(location.hash.slice(1));
  if (chosen && !read.has(chosen) && mails[chosen - 1]) open(chosen);
  refresh();
}

for (const button of document.querySelectorAll("#boxes button")) {
  button.addEventListener("click", () => { box = button.dataset.box; refresh(); });
}
addEventListener("hashchange", () => open(Number(location.hash.slice(1))));
poll(look);
