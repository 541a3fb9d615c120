// Block Kit as Slack draws it. Text is shown as text: mrkdwn is taken apart here, never handed to the browser as HTML.

import { anchor, element } from "./common.js";

const PAIRS = { "*": "strong", "_": "em", "~": "s", "`": "code" };
const INLINE = /<([^<>]*)>|```([\s\S]+?)```|([*_~`])(?=\S)([^\n]*?\S)\3(?![A-Za-z0-9])/g;

function plain(text) {
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}

// <https://…|shown>, <@U…>, <#C…>, <!channel>: a link is a link, a mention is shown as Slack marks it.
function reference(inner) {
  const [target, label] = inner.split("|", 2);
  if (/^(https?:\/\/|mailto:)/i.test(target)) return anchor(plain(target), plain(label ?? target));
  return element("span", plain(label ?? target.replace(/^!/, "@")), "mention");
}

function mrkdwn(into, text) {
  let from = 0;
  for (const found of text.matchAll(INLINE)) {
    const before = text.slice(0, found.index);
    if (found[3] && /[A-Za-z0-9]$/.test(before)) continue;
    into.append(plain(text.slice(from, found.index)));
    if (found[1] !== undefined) into.append(reference(found[1]));
    else if (found[2] !== undefined) into.append(element("pre", plain(found[2])));
    else if (found[3] === "`") into.append(element("code", plain(found[4])));
    else into.append(mrkdwn(element(PAIRS[found[3]]), found[4]));
    from = found.index + found[0].length;
  }
  into.append(plain(text.slice(from)));
  return into;
}

function text(tag, part, kind) {
  const made = element(tag, undefined, kind);
  if (part.type === "mrkdwn") return quoted(made, part.text);
  made.textContent = part.text;
  return made;
}

// Lines that begin with > stand behind a bar.
function quoted(into, all) {
  for (const part of all.split(/((?:^&gt;[^\n]*\n?)+)/m)) {
    if (/^&gt;/.test(part)) into.append(mrkdwn(element("blockquote"), part.replace(/^&gt; ?/gm, "").replace(/\n$/, "")));
    else if (part) mrkdwn(into, part);
  }
  return into;
}

function button(given) {
  const made = given.url ? anchor(given.url, given.text.text) : element("button", given.text.text);
  made.className = `button ${given.style ?? ""}`;
  return made;
}

const DRAWN = {
  header: (block) => element("h3", block.text.text, "header"),
  divider: () => element("hr"),
  section(block) {
    const made = element("div", undefined, "section");
    if (block.text) made.append(text("div", block.text, "text"));
    if (block.fields) {
      const fields = element("div", undefined, "fields");
      fields.append(...block.fields.map((each) => text("div", each, "field")));
      made.append(fields);
    }
    if (block.accessory?.type === "button") made.append(button(block.accessory));
    return made;
  },
  context(block) {
    const made = element("div", undefined, "context");
    made.append(...block.elements.map((each) => text("span", each)));
    return made;
  },
  actions(block) {
    const made = element("div", undefined, "actions");
    made.append(...block.elements.filter((each) => each.type === "button").map(button));
    return made;
  },
};

export function draw(post) {
  const made = element("div", undefined, "blocks");
  if (!post.blocks.length) made.append(text("div", { type: "mrkdwn", text: post.text }, "text"));
  for (const block of post.blocks) {
    const drawn = DRAWN[block.type];
    made.append(drawn ? drawn(block) : element("div", `(a block of type ${block.type})`, "context"));
  }
  return made;
}

// The line that a notification would show, without Slack's escapes.
export function line(post) {
  return plain(post.text);
}
