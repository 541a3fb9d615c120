// The time line: each edition of the story with what it brought by mail and in Slack, and the buttons that move it.

import { line } from "./blocks.js";
import { ask, day, element, poll, seconds, stamp, time, withLinks, withMarks } from "./common.js";
import { drawn } from "./post.js";

const list = document.getElementById("story");
const all = document.getElementById("all");
const play = document.getElementById("play");
const step = document.getElementById("step");
const mails = [];
const posts = [];
const places = new Map();
let story = {};
let names = {};
let begun = false;

// What comes every day, and what the operator is told, is folded away until one asks for it.
const aside = (subject, box) => box === "operator" || /^(\[[A-Z]+\] )*(daily:|\[OPERATOR\])/.test(subject);
const firstReading = (subject) => /^(\[[A-Z]+\] )*\S.* now watching /.test(subject);

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
  const quiet = element("p", "Nothing has come of it.", "quiet");
  came.append(quiet);
  item.append(date, told, came);
  places.set(edition.number, { item, came, quiet, pairs: new Map() });
  return item;
}

// The two cells, of mail and Slack, in which one message is shown.
function pair(edition, subject, box) {
  const place = places.get(edition);
  if (!place) return undefined;
  const key = `${box} ${subject}`;
  if (!place.pairs.has(key)) {
    const row = element("div", undefined, `pair${firstReading(subject) ? " small" : ""}`);
    row.dataset.aside = aside(subject, box);
    const cells = { row, mail: element("div"), slack: element("div") };
    row.append(cells.mail, cells.slack);
    place.came.append(row);
    place.pairs.set(key, cells);
  }
  return place.pairs.get(key);
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

// What a mail program shows of a mail beside its subject.
function snippet(mail) {
  const rest = mail.body.startsWith(mail.subject) ? mail.body.slice(mail.subject.length) : mail.body;
  return rest.trim().replace(/\s+/g, " ").slice(0, 260);
}

function mailCard(mail) {
  const made = element("details", undefined, "card mail");
  made.id = `mail-${mail.number}`;
  const summary = element("summary");
  summary.append(element("span", mail.sender, "from"), stamp(mail.at, time), withMarks(element("span", "", "subject"), mail.subject),
    element("span", snippet(mail), "snippet"), element("span", undefined, "hint"));
  made.append(summary, withLinks(element("pre"), mail.body));
  return made;
}

function postCard(post) {
  const first = post.thread && posts.find((each) => each.channel === post.channel && each.ts === post.thread);
  const re = first ? reference(post.broadcast ? "replied to a thread" : "in a thread", `post-${first.number}`, line(first)) : undefined;
  const made = element("div", undefined, `card slack${first ? " reply" : ""}`);
  made.id = `post-${post.number}`;
  made.append(drawn(post, { tag: "div", shown: time, where: `# ${names[post.channel] ?? post.channel}`, re }));
  return made;
}

// The same message in another channel is one line.
function also(post) {
  const made = element("p", "The same went to ", "also");
  const link = element("a", `# ${names[post.channel] ?? post.channel}`);
  link.href = `/slack#${post.ts}`;
  made.append(link);
  return made;
}

function put(post) {
  const cells = pair(post.edition, line(post), "alerts");
  cells?.slack.append(cells.slack.querySelector(".card") ? also(post) : postCard(post));
}

// Which mails belong together is known a moment after they came.
function threads() {
  for (const mail of mails) {
    const summary = document.querySelector(`#mail-${mail.number} > summary`);
    const first = opener(mail);
    if (summary && first && !summary.querySelector(".re")) {
      summary.querySelector(".subject").after(reference("in the thread of", `mail-${first.number}`, first.subject));
    }
  }
}

// A long message is cut, as Slack cuts it, until one asks for the rest.
function shorten(made) {
  if (made.dataset.measured || made.offsetHeight === 0) return;
  made.dataset.measured = "yes";
  made.classList.add("cut");
  const blocks = made.querySelector(".blocks");
  if (blocks.scrollHeight <= blocks.clientHeight + 8) {
    made.classList.remove("cut");
    return;
  }
  const more = element("button", "See more", "more");
  more.type = "button";
  more.addEventListener("click", () => { more.textContent = made.classList.toggle("cut") ? "See more" : "See less"; });
  made.append(more);
}

function state() {
  document.getElementById("clock").textContent = story.now ? `${day(story.now)}, ${seconds(story.now)} UTC` : "";
  document.getElementById("place").textContent = !story.done ? `${story.edition} of ${story.editions.length}` :
    story.editions.length > 1 ? "the story is told" : "";
  document.querySelector("#progress span").style.width = `${(100 * story.edition) / (story.editions.length || 1)}%`;
  play.textContent = story.playing ? "Pause" : "Play";
  play.disabled = step.disabled = story.done || !story.editions.length;
  for (const [number, place] of places) {
    place.item.classList.toggle("ahead", number > story.edition);
    place.item.classList.toggle("now", number === story.edition && !story.done);
    const rows = [...place.pairs.values()].map((cells) => cells.row);
    for (const row of rows) row.hidden = row.dataset.aside === "true" && !all.checked;
    place.quiet.hidden = rows.some((row) => !row.hidden) || number === story.edition && !story.done;
  }
  threads();
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
    pair(mail.edition, mail.subject, mail.box)?.mail.append(mailCard(mail));
  }
  for (const post of slack.posts) {
    posts.push(post);
    put(post);
  }
  state();
  const here = places.get(story.edition);
  if (!begun) {
    begun = true;
    show(location.hash.slice(1), "instant");
  } else if (moved && here && !story.done && nearEnd()) here.item.scrollIntoView({ block: "start" });
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
function show(id, behavior = "auto") {
  const target = document.getElementById(id);
  if (target?.matches("details")) target.open = true;
  target?.scrollIntoView({ block: "start", behavior });
}

addEventListener("hashchange", () => show(location.hash.slice(1)));
document.querySelector("main").focus({ preventScroll: true });
poll(look);
