// The time line: each edition of the story with what it brought by mail and in Slack, and the buttons that move it.

import { line } from "./blocks.js";
import { ask, day, element, poll, seconds, stamp, time, withLinks, withMarks } from "./common.js";
import { drawn } from "./post.js";

const list = document.getElementById("story");
const all = document.getElementById("all");
const play = document.getElementById("play");
const step = document.getElementById("step");
const TALL = 330;
const mails = [];
const posts = [];
const places = new Map();
let story = {};
let names = {};

const aside = (text, box) => box === "operator" || /\]\s*(sanctionwire )?daily/i.test(text) || /\[OPERATOR\]/.test(text);

function card(edition) {
  const item = element("li", undefined, "edition ahead");
  item.id = `edition-${edition.number}`;
  const date = element("div", undefined, "date");
  date.append(element("b", edition.at ? day(edition.at) : ""), element("span", edition.at ? `${time(edition.at)} UTC` : ""));
  const told = element("div", undefined, "told");
  told.append(element("h2", `${edition.number}. ${edition.title}`), element("p", edition.told));
  if (edition.facts.length) {
    const facts = element("ul");
    facts.setAttribute("aria-label", "What is known of it");
    facts.append(...edition.facts.map((fact) => element("li", fact)));
    told.append(facts);
  }
  told.append(element("p", `Expected: ${edition.expect}`, "expect"));
  const came = element("div", undefined, "came");
  const sides = ["Mail", "Slack"].map((name) => {
    const side = element("div");
    side.append(element("h3", name, "side"), element("p", "Nothing.", "quiet"));
    came.append(side);
    return side;
  });
  item.append(date, told, came);
  places.set(edition.number, { item, mail: sides[0], slack: sides[1] });
  return item;
}

function reference(words, id, text) {
  const made = element("div", `${words}: `, "re");
  const link = element("a", text.replace(/^(\[[A-Z]+\]\s*)+/, ""));
  link.href = `#${id}`;
  made.append(link);
  return made;
}

// The first mail of the same thread, if that came before.
function opener(mail) {
  const thread = story.threads[mail.message_id];
  return thread && mails.find((each) => each.box === mail.box && story.threads[each.message_id] === thread && each.number < mail.number);
}

function mailCard(mail) {
  const made = element("details", undefined, "card mail");
  made.id = `mail-${mail.number}`;
  made.dataset.aside = aside(mail.subject, mail.box);
  const summary = element("summary");
  summary.append(element("span", mail.sender, "from"), stamp(mail.at, time), withMarks(element("span", "", "subject"), mail.subject));
  const first = opener(mail);
  if (first) summary.append(reference("in the thread of", `mail-${first.number}`, first.subject));
  summary.append(element("span", undefined, "hint"));
  made.append(summary, withLinks(element("pre"), mail.body));
  return made;
}

function postCard(post) {
  const first = post.thread && posts.find((each) => each.channel === post.channel && each.ts === post.thread);
  const re = first ? reference(post.broadcast ? "replied to a thread" : "in a thread", `post-${first.number}`, line(first)) : undefined;
  const made = element("div", undefined, `card slack${first ? " reply" : ""}`);
  made.id = `post-${post.number}`;
  made.dataset.aside = aside(post.text, "");
  made.append(drawn(post, { tag: "div", shown: time, where: `# ${names[post.channel] ?? post.channel}`, re }));
  return made;
}

// A long message is cut, as Slack cuts it, until one asks for the rest.
function shorten(made) {
  if (made.hidden || made.dataset.measured || made.offsetHeight === 0) return;
  made.dataset.measured = "yes";
  if (made.offsetHeight <= TALL) return;
  made.classList.add("cut");
  const more = element("button", "See more", "more");
  more.type = "button";
  more.addEventListener("click", () => { more.textContent = made.classList.toggle("cut") ? "See more" : "See less"; });
  made.append(more);
}

function state() {
  document.getElementById("clock").textContent = story.now ? `${day(story.now)}, ${seconds(story.now)} UTC` : "";
  document.getElementById("place").textContent = story.done ? "the story is told" : `${story.edition} of ${story.editions.length}`;
  document.querySelector("#progress span").style.width = `${(100 * story.edition) / (story.editions.length || 1)}%`;
  play.textContent = story.playing ? "Pause" : "Play";
  play.disabled = step.disabled = story.done || !story.editions.length;
  for (const [number, place] of places) {
    place.item.classList.toggle("ahead", number > story.edition);
    place.item.classList.toggle("now", number === story.edition && !story.done);
    for (const side of [place.mail, place.slack]) {
      const cards = [...side.querySelectorAll(":scope > .card")];
      for (const each of cards) each.hidden = each.dataset.aside === "true" && !all.checked;
      side.querySelector(".quiet").hidden = cards.some((each) => !each.hidden);
    }
  }
  for (const made of document.querySelectorAll(".slack.card")) shorten(made);
}

async function look() {
  const [told, newMails, slack] = await Promise.all(
    [ask("story.json"), ask(`messages.json?after=${mails.length}`), ask(`slack.json?after=${posts.length}`)]);
  const moved = told.edition !== story.edition;
  story = told;
  names = slack.channels;
  if (!places.size) list.append(...story.editions.map(card));
  for (const mail of newMails) {
    mails.push(mail);
    places.get(mail.edition)?.mail.append(mailCard(mail));
  }
  for (const post of slack.posts) {
    posts.push(post);
    places.get(post.edition)?.slack.append(postCard(post));
  }
  state();
  const here = places.get(story.edition);
  if (moved && here && !story.done && nearEnd()) here.item.scrollIntoView({ block: "start" });
}

// Whoever reads further up is not torn away.
function nearEnd() {
  const before = places.get(story.edition - 1);
  return story.edition <= 2 || !before || before.item.getBoundingClientRect().top < innerHeight;
}

async function press(name) {
  Object.assign(story, await ask(`control/${name}`, { method: "POST" }));
  state();
}

play.addEventListener("click", () => press(story.playing ? "pause" : "play"));
step.addEventListener("click", () => press("step"));
all.addEventListener("change", state);
addEventListener("hashchange", () => {
  const target = document.getElementById(location.hash.slice(1));
  if (target?.matches("details")) target.open = true;
});
poll(look);
