// What the pages share: text is only ever shown as text, and nothing that came in is read as HTML.

const MARKS = new Set(["DEMO", "ACT", "PLAN", "INFO", "EASE", "CHECK", "BLIND", "OPERATOR"]);
const live = document.getElementById("live");

export function element(tag, text, kind) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

export function withMarks(into, subject) {
  let rest = subject;
  for (let found; (found = /^\[([A-Z]+)\]\s*/.exec(rest)) && MARKS.has(found[1]);) {
    into.append(element("span", found[1], `mark ${found[1]}`));
    rest = rest.slice(found[0].length);
  }
  into.append(rest);
  return into;
}

export function anchor(address, text) {
  const link = element("a", text === undefined ? address : text);
  if (/^https?:\/\//i.test(address)) link.href = address;
  link.rel = "noreferrer noopener";
  link.target = "_blank";
  return link;
}

export function withLinks(into, text) {
  let from = 0;
  for (const found of text.matchAll(/https?:\/\/[^\s<>"')\]]+/g)) {
    into.append(text.slice(from, found.index), anchor(found[0]));
    from = found.index + found[0].length;
  }
  into.append(text.slice(from));
  return into;
}

// The story is told in UTC, as the product tells it, wherever the reader is.
const PARTS = { timeZone: "UTC", hourCycle: "h23" };
const shown = (options) => {
  const format = new Intl.DateTimeFormat("en-GB", { ...PARTS, ...options });
  return (at) => {
    const moment = new Date(at);
    return Number.isNaN(moment.getTime()) ? "" : format.format(moment);
  };
};
export const day = shown({ day: "numeric", month: "long", year: "numeric" });
export const shortDay = shown({ day: "numeric", month: "short", year: "numeric" });
export const time = shown({ hour: "2-digit", minute: "2-digit" });
export const seconds = shown({ hour: "2-digit", minute: "2-digit", second: "2-digit" });

export function stamp(at, show) {
  const made = element("time", show(at));
  made.dateTime = at;
  made.title = `${day(at)}, ${seconds(at)} UTC`;
  return made;
}

export async function ask(path, options) {
  const answer = await fetch(path, options);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

// Ask again and again; `work` says what to do with the answers. A server that is gone is said, and asked again.
export async function poll(work) {
  try {
    await work();
    live.textContent = "live";
    live.className = "on";
  } catch {
    live.textContent = "not connected";
    live.className = "off";
  }
  setTimeout(() => poll(work), 1000);
}
