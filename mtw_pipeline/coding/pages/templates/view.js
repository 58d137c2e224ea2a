// What is seen: one tweet with its codes, how far the coding is, what was found. Texts are only ever set as text.
const at = (id) => document.getElementById(id);
const fieldsets = [...document.querySelectorAll("fieldset[data-variable]")];
const variableOf = (fieldset) => variables[Number(fieldset.dataset.variable)];
let place = 0;
let current = null;

/** The categories that a coder's code is made of. */
const partsOf = (variable, code) => (variable.is_exclusive ? [code] : code.split(content.between));

const tweetHere = () => tweets[place];
const tell = (text) => { at("told").textContent = text; };

function element(name, text = "", properties = {}) {
  return Object.assign(document.createElement(name), { textContent: text }, properties);
}

const count = (number) => number.toLocaleString("en");
const plural = (number, one, many) => `${count(number)} ${number === 1 ? one : many}`;
const inWords = (time) => new Date(time).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" });

function showLinks(tweet) {
  const isWeb = (address) => /^https?:\/\//i.test(address);
  const items = tweet.links.map((address) => {
    const item = element("li");
    const link = { href: address, target: "_blank", rel: "noopener noreferrer" };
    item.append(isWeb(address) ? element("a", address, link) : element("bdi", address));
    return item;
  });
  at("links").replaceChildren(...items);
  at("link").href = tweet.link;
}

function showGiven(tweet) {
  const row = (title, cells) => {
    const line = element("tr");
    line.append(element("th", title, { scope: "row" }), ...cells.map((cell) => element("td", cell, { dir: "auto" })));
    return line;
  };
  const coders = [...new Set([...Object.values(tweet.given).flatMap(Object.keys), ...Object.keys(tweet.notes)])].sort();
  const head = element("tr");
  head.append(element("td"), ...coders.map((coder) => element("th", coder, { scope: "col", dir: "auto" })));
  at("coders").replaceChildren(head);
  const rows = asked(tweet).map((variable) => row(variable.label, coders.map((who) => tweet.given[variable.name][who] || "")));
  if (Object.keys(tweet.notes).length) rows.push(row("Note", coders.map((who) => tweet.notes[who] || "")));
  if (tweet.unsure_coders.length) rows.push(row("Unsure", coders.map((who) => (tweet.unsure_coders.includes(who) ? "yes" : ""))));
  at("given").replaceChildren(...rows);
}

function showFieldset(fieldset, tweet) {
  const variable = variableOf(fieldset);
  const codes = codesOf(tweet, variable);
  fieldset.hidden = !isAsked(variable, tweet);
  const others = codes.filter((code) => !variable.categories.includes(code));
  const proposed = others.filter((code) => code.startsWith(content.proposed)).map((code) => code.slice(content.proposed.length));
  const gone = others.filter((code) => !code.startsWith(content.proposed));
  const states = [];
  if (proposed.length) states.push(`proposed: ${proposed.join(", ")}`);
  if (gone.length) states.push(`${gone.join(", ")}: no more in the codebook`);
  if (isOfEarlierDefinition(tweet, variable) && isCoded(tweet, variable)) states.push("given under an earlier definition");
  fieldset.querySelector(".state").textContent = states.length ? `(${states.join("; ")})` : "";
  for (const choice of fieldset.querySelectorAll("input:not(.proposal)")) {
    const category = variable.categories[Number(choice.value)];
    choice.checked = codes.includes(category);
    const given = isCuration && tweet.given[variable.name] ? Object.entries(tweet.given[variable.name]) : [];
    const who = given.filter(([, one]) => partsOf(variable, one).includes(category)).map(([coder]) => coder).sort();
    choice.closest("label").querySelector(".who").textContent = who.length ? `(${who.join(", ")})` : "";
  }
}

function mark(fieldset) {
  current = fieldset;
  for (const one of fieldsets) {
    one.classList.toggle("current", one === fieldset);
    if (one === fieldset) one.setAttribute("aria-current", "true");
    else one.removeAttribute("aria-current");
  }
  if (!fieldset) return;
  for (const one of document.querySelectorAll("details[data-codebook]")) {
    one.open = one.dataset.codebook === fieldset.dataset.variable;
  }
}

const shown = () => fieldsets.filter((one) => !one.hidden);
const firstOpen = () => shown().find((one) => !isCoded(tweetHere(), variableOf(one))) || shown()[0] || null;

function showMemos() {
  for (const field of document.querySelectorAll("textarea[data-memo]")) {
    const { text } = memos.get(variables[Number(field.dataset.memo)].name);
    if (field.value !== text) field.value = text;
  }
}

function showCodes() {
  const tweet = tweetHere();
  for (const fieldset of fieldsets) showFieldset(fieldset, tweet);
  const record = recordOf(tweet.tweet);
  if (at("note").value !== record.note.text) at("note").value = record.note.text;
  at("unsure").checked = record.unsure.is;
  at("undo").disabled = undone.length === 0;
  showCounts();
}

function showCounts() {
  const left = tweets.filter(isLeft).length;
  const unsure = tweets.filter(isUnsure).length;
  at("progress").value = tweets.length - left;
  const done = `${plural(tweets.length - left, "tweet", "tweets")} of ${count(tweets.length)}`;
  const [coded, doubted] = isCuration ? ["decided", "to look at again"] : ["coded", "unsure"];
  at("counts").textContent = `${done} ${coded}, ${count(left)} left, ${count(unsure)} ${doubted}`;
  at("next-left").disabled = left === 0;
  at("next-unsure").disabled = unsure === 0;
  showKept();
}

function showKept() {
  const unsaved = [...state.keys()].filter(isUnsaved).length;
  const when = savedAt ? `Last saved as a file: ${inWords(savedAt)}` : "Never saved as a file from this browser";
  const unsavedMemos = [...memos.keys()].filter(isMemoUnsaved).length;
  const changed = [];
  if (unsaved) changed.push(plural(unsaved, "tweet", "tweets"));
  if (unsavedMemos) changed.push(plural(unsavedMemos, "memo", "memos"));
  const since = changed.length ? `${changed.join(" and ")} changed since` : "nothing changed since";
  const where = storeWorks
    ? "This browser keeps everything at once; should it lose that, a saved file brings back what stood in it."
    : "THIS BROWSER KEEPS NOTHING (it may be a private window): what is not saved as a file is lost when the page is closed.";
  at("kept").textContent = `${when}; ${since}. ${where}`;
}

/** Show the tweet of a place; the focus goes to its heading, where a screen reader reads it. */
function go(to, isQuiet = false) {
  place = Math.max(0, Math.min(tweets.length - 1, to));
  const tweet = tweetHere();
  at("place").textContent = `Tweet ${count(place + 1)} of ${count(tweets.length)} (no. ${tweet.number})`;
  at("text").textContent = tweet.text;
  at("shows").textContent = tweet.shows;
  showLinks(tweet);
  showMemos();
  if (isCuration) showGiven(tweet);
  showCodes();
  mark(firstOpen());
  at("previous").disabled = place === 0;
  at("next").disabled = place === tweets.length - 1;
  if (!isQuiet) at("place").focus();
}

/** The next tweet of a kind behind this one, or else the first of all. */
function goToNext(isWanted, nothing) {
  const places = tweets.map((_, number) => (place + 1 + number) % tweets.length);
  const next = places.find((number) => isWanted(tweets[number]));
  if (next === undefined) tell(nothing);
  else go(next);
}

const searchable = (text) => text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase();

function showFound() {
  const words = searchable(at("sought").value).split(/\s+/).filter(Boolean);
  const kinds = { all: () => true, left: isLeft, unsure: isUnsure, noted: (tweet) => recordOf(tweet.tweet).note.text !== "" };
  const isWanted = kinds[at("which").value];
  const hits = [];
  tweets.forEach((tweet, number) => {
    if (!isWanted(tweet)) return;
    const record = recordOf(tweet.tweet);
    const codes = asked(tweet).flatMap((one) => codesOf(tweet, one));
    const said = searchable([tweet.number, tweet.text, ...tweet.links, record.note.text, ...codes].join(" "));
    if (words.every((word) => said.includes(word))) hits.push(number);
  });
  const isAll = !words.length && at("which").value === "all";
  at("hits").textContent = isAll ? "" : plural(hits.length, "tweet", "tweets");
  at("found").replaceChildren(...(isAll ? [] : hits.slice(0, 100)).map((number) => {
    const item = element("li");
    const button = element("button", `${number + 1}: ${tweets[number].text.slice(0, 120)}`, { type: "button", dir: "auto" });
    button.addEventListener("click", () => go(number));
    item.append(button);
    return item;
  }));
}
