// The Slack page: channels on the left, messages in the middle, a thread on the right.

import { line } from "./blocks.js";
import { ask, day, element, poll, shortDay, time } from "./common.js";
import { drawn } from "./post.js";

const channels = document.querySelector("#channels ul");
const list = document.getElementById("posts");
const aside = document.getElementById("thread");
const posts = [];
const read = {};
let names = {};
let chosen = "";
let open = "";

const answers = (first) => posts.filter((post) => post.channel === first.channel && post.thread === first.ts);
const first = (post) => posts.find((each) => each.channel === post.channel && each.ts === (post.thread ?? post.ts));
const inChannel = (post) => post.channel === chosen && (!post.thread || post.broadcast);

function repliesTo(post) {
  const found = answers(post);
  if (!found.length) return [];
  const button = element("button", `${found.length} ${found.length === 1 ? "reply" : "replies"}`, "replies");
  button.type = "button";
  button.append(element("span", `Last reply ${shortDay(found.at(-1).at)}`));
  button.addEventListener("click", () => { show(post.ts); aside.querySelector("h2").focus(); });
  return [button];
}

function repliedTo(post) {
  const re = element("div", "replied to a thread: ", "re");
  const link = element("a", line(first(post)));
  link.href = `#${post.thread}`;
  re.append(link);
  return re;
}

function item(post) {
  const made = drawn(post, { shown: time, re: post.thread ? repliedTo(post) : undefined });
  made.id = `post-${post.ts}`;
  made.append(...(post.thread ? [] : repliesTo(post)));
  return made;
}

function channel() {
  const down = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  let last = "";
  const items = [];
  for (const post of posts.filter(inChannel)) {
    if (day(post.at) !== last) {
      last = day(post.at);
      const divider = element("li", undefined, "day");
      divider.append(element("span", last));
      items.push(divider);
    }
    items.push(item(post));
  }
  if (!items.length) items.push(element("li", "No message yet. It appears here as it is posted.", "none"));
  list.replaceChildren(...items);
  document.getElementById("name").textContent = names[chosen] ? `# ${names[chosen]}` : "";
  if (down) list.scrollTop = list.scrollHeight;
}

function show(ts) {
  open = ts;
  thread();
  document.getElementById(`post-${ts}`)?.scrollIntoView({ block: "start" });
}

function thread() {
  const found = posts.find((post) => post.ts === open);
  aside.hidden = !found;
  if (!found) return;
  const replies = answers(found);
  const count = element("li", `${replies.length} ${replies.length === 1 ? "reply" : "replies"}`, "count");
  const shown = (at) => `${shortDay(at)}, ${time(at)}`;
  aside.querySelector("ol").replaceChildren(drawn(found, { shown }), count, ...replies.map((post) => drawn(post, { shown })));
}

function side() {
  channels.replaceChildren(...Object.entries(names).map(([id, name]) => {
    const button = element("button", `# ${name}`);
    button.type = "button";
    const all = posts.filter((post) => post.channel === id).length;
    if (id === chosen) read[id] = all;
    const unread = all - (read[id] ?? 0);
    button.classList.toggle("unread", unread > 0);
    button.setAttribute("aria-current", String(id === chosen));
    if (unread) button.append(element("b", String(unread)));
    button.addEventListener("click", () => { chosen = id; show(""); redraw(); channels.children[Object.keys(names).indexOf(id)].firstChild.focus(); });
    const made = element("li");
    made.append(button);
    return made;
  }));
}

function redraw() {
  side();
  channel();
  thread();
}

aside.querySelector("header button").addEventListener("click", () => show(""));
addEventListener("keydown", (event) => { if (event.key === "Escape") show(""); });
addEventListener("hashchange", () => show(location.hash.slice(1)));

let begun = false;
poll(async () => {
  const found = await ask(`slack.json?after=${posts.length}`);
  names = found.channels;
  if (begun && !found.posts.length) return;
  posts.push(...found.posts);
  if (!begun) {
    chosen = Object.keys(names)[0];
    open = location.hash.slice(1);
  }
  redraw();
  if (!begun && open) show(open);
  begun = true;
});
