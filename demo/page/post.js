// One message with who it is from and when, as Slack heads it.

import { draw } from "./blocks.js";
import { element, stamp } from "./common.js";

export function drawn(post, { tag = "li", shown, where, re } = {}) {
  const made = element(tag, undefined, "post");
  const avatar = element("div", "SW", "avatar");
  avatar.setAttribute("aria-hidden", "true");
  const by = element("div", undefined, "by");
  by.append(element("b", "sanctionwire"), element("span", "APP", "app"), stamp(post.at, shown));
  if (where) by.append(element("span", where, "where"));
  made.append(avatar, by, ...(re ? [re] : []), draw(post));
  return made;
}
