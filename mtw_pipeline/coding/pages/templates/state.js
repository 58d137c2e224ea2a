"use strict";
// What was coded: kept in the browser tweet by tweet, merged with what the page and saved files hold, and undone.
const content = JSON.parse(document.getElementById("content").textContent);
const { tweets, variables } = content;
const isCuration = content.kind === "decisions";
const storeKeyOf = (coder) => ["mtw coding", content.study.frame_md5, content.window, content.kind, coder, ""].join("|");
const storeKey = storeKeyOf(content.coder);
const tweetKey = (tweet, start = storeKey) => `${start}tweet|${tweet}`;
const written = new Map(tweets.map((tweet) => [tweet.tweet, tweet]));
const state = new Map();
const memos = new Map();
const undone = [];
let storeWorks = true;
let savedAt = "";
let decider = "";

const emptyRecord = () => ({ codes: {}, note: { text: "", at: "" }, unsure: { is: false, at: "" } });
const recordOf = (key) => state.get(key) || emptyRecord();
const later = (one, other) => (other && (!one || other.at > one.at) ? other : one);

/** Of two records of one tweet the newest of every part. */
function merged(one, other) {
  const codes = { ...one.codes };
  for (const name of Object.keys(other.codes)) codes[name] = later(codes[name], other.codes[name]);
  return { codes, note: later(one.note, other.note), unsure: later(one.unsure, other.unsure) };
}

/** A time that is later than another one, also where the clock was put back. */
function timeAfter(before) {
  const now = new Date();
  const least = before ? new Date(before).getTime() + 1 : 0;
  return new Date(Math.max(now.getTime(), least || 0)).toISOString();
}

function isRecord(value) {
  const isPart = (part) => part && typeof part === "object" && typeof part.at === "string";
  const isCode = (part) => isPart(part) && Array.isArray(part.codes) && part.codes.every((code) => typeof code === "string")
    && ["string", "undefined"].includes(typeof part.codebook);
  return Boolean(
    value && typeof value === "object" && value.codes && typeof value.codes === "object"
    && Object.values(value.codes).every(isCode)
    && isPart(value.note) && typeof value.note.text === "string" && isPart(value.unsure),
  );
}

function fromStore(text) {
  try {
    const value = JSON.parse(text);
    return isRecord(value) ? value : emptyRecord();
  } catch {
    return emptyRecord();
  }
}

function putInStore(key, text) {
  try {
    localStorage.setItem(key, text);
  } catch {
    storeWorks = false;
  }
}

function fromBrowser(name) {
  try {
    return localStorage.getItem(storeKey + name) || "";
  } catch {
    storeWorks = false;
    return "";
  }
}

function keysInStore(start = storeKey) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(start));
  } catch {
    storeWorks = false;
    return [];
  }
}

const memoKey = (variable, start = storeKey) => `${start}memo|${variable}`;
const isMemo = (part) => Boolean(part) && typeof part.text === "string" && typeof part.at === "string";

function memoFromStore(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function takeMemo(name, memo) {
  if (memos.has(name) && isMemo(memo)) memos.set(name, later(memos.get(name), memo));
}

function keepMemo(name, memo) {
  memos.set(name, memo);
  putInStore(memoKey(name), JSON.stringify(memo));
}

/** The page's own codes, and over them what this browser keeps, also under names that the coder had before. */
function restore() {
  state.clear();
  for (const tweet of tweets) state.set(tweet.tweet, merged(emptyRecord(), tweet));
  for (const name of Object.keys(content.codebook)) memos.set(name, content.memos[name] || { text: "", at: "" });
  for (const coder of [...content.former_names, content.coder]) {
    const start = tweetKey("", storeKeyOf(coder));
    for (const key of keysInStore(start)) {
      const name = key.slice(start.length);
      state.set(name, merged(recordOf(name), fromStore(localStorage.getItem(key))));
    }
    for (const name of memos.keys()) takeMemo(name, memoFromStore(memoKey(name, storeKeyOf(coder))));
  }
  savedAt = fromBrowser("saved") || savedAt;
  decider = fromBrowser("decider") || decider;
}

function keep(key, record) {
  state.set(key, record);
  putInStore(tweetKey(key), JSON.stringify(record));
}

/** Change a record, so that it can be undone; what goes on with the last change is undone with it. */
function change(key, changed, goesOn = false) {
  if (!goesOn) undone.push([key, recordOf(key)]);
  keep(key, changed);
}

/** The parts of a record as they were, but newer than what stands there: what was undone must not come back. */
function undo() {
  const last = undone.pop();
  if (!last) return "";
  const [key, before] = last;
  const present = recordOf(key);
  const again = (old, now) => (old && old.at === now.at ? now : { ...old, at: timeAfter(now.at) });
  const codes = {};
  for (const name of Object.keys(present.codes)) {
    codes[name] = again(before.codes[name] || { codes: [] }, present.codes[name]);
  }
  keep(key, { codes, note: again(before.note, present.note), unsure: again(before.unsure, present.unsure) });
  return key;
}

const folded = (name) => name.normalize("NFC").trim().replace(/\s+/g, " ").toLowerCase();
const namesOf = new Map(variables.map((one) => [
  one.name,
  new Map([...one.categories.map((name) => [name, name]), ...Object.entries(one.formerly)].map(([name, now]) => [folded(name), now])),
]));

/** What the codebook calls a code now: categories were renamed, merged, or taken over from a proposal since. */
function nameNow(variable, code) {
  const name = code.startsWith(content.proposed) ? code.slice(content.proposed.length) : code;
  return namesOf.get(variable.name).get(folded(name)) || code;
}

function codesOf(tweet, variable) {
  const { codes } = recordOf(tweet.tweet).codes[variable.name] || { codes: [] };
  const now = [...new Set(codes.map((code) => nameNow(variable, code)))];
  return now.length > 1 ? now.filter((code) => code !== variable.none) : now;
}

/** What the codebook has no more is no code: the tweet is to be coded, as mtw coding status says too. */
const isCoded = (tweet, variable) => codesOf(tweet, variable).some(
  (code) => variable.categories.includes(code) || code.startsWith(content.proposed),
);

/** Whether a code was given under another definition of its variable than the page's. */
function isOfEarlierDefinition(tweet, variable) {
  const { codebook } = recordOf(tweet.tweet).codes[variable.name] || {};
  return Boolean(codebook) && codebook !== content.codebook[variable.name];
}

/** Whether a variable is asked of a tweet: by what is computed of it, or by what was coded before. */
function isAsked(variable, tweet) {
  if (isCuration) return variable.name in tweet.given;
  if (tweet.not_asked.includes(variable.name)) return false;
  const condition = variable.asked_of;
  const other = condition && variables.find((one) => one.name === condition[0]);
  return !other || (isAsked(other, tweet) && codesOf(tweet, other).some((code) => condition[1].includes(code)));
}

const asked = (tweet) => variables.filter((variable) => isAsked(variable, tweet));
const isLeft = (tweet) => asked(tweet).some((variable) => !isCoded(tweet, variable));
const isUnsure = (tweet) => recordOf(tweet.tweet).unsure.is;

/** Whether anything of a tweet is in no saved file, nor in the page as it was written. */
function isUnsaved(key) {
  const own = written.get(key) || emptyRecord();
  const record = recordOf(key);
  const isNew = (part, before) => part.at > savedAt && part.at !== (before ? before.at : "");
  return Object.keys(record.codes).some((name) => isNew(record.codes[name], own.codes[name]))
    || isNew(record.note, own.note) || isNew(record.unsure, own.unsure);
}

function isMemoUnsaved(name) {
  const own = content.memos[name];
  const memo = memos.get(name);
  return memo.at > savedAt && memo.at !== (own ? own.at : "");
}

const isAnythingUnsaved = () => [...state.keys()].some(isUnsaved) || [...memos.keys()].some(isMemoUnsaved);

/** When anything was given last. */
function newestTime() {
  const parts = [...state.values()].flatMap((one) => [...Object.values(one.codes), one.note, one.unsure]);
  return [...parts, ...memos.values()].reduce((most, part) => (part.at > most ? part.at : most), "");
}

/** What goes into a file: a line a tweet, in the page's order; tweets that others have now behind them. */
function savedFile(at) {
  const keys = [...written.keys(), ...[...state.keys()].filter((key) => !written.has(key))];
  const lines = [];
  for (const key of keys) {
    const record = recordOf(key);
    const tweet = written.get(key);
    const kept = Object.entries(record.codes).filter(
      ([name, code]) => code.codes.length && name in content.codebook
        && (!tweet || asked(tweet).some((variable) => variable.name === name)),
    );
    if (!kept.length && !record.note.text && !record.unsure.at) continue;
    lines.push(JSON.stringify({ tweet: key, codes: Object.fromEntries(kept), note: record.note, unsure: record.unsure }));
  }
  const head = {
    format: content.format, version: content.version, kind: content.kind, study: content.study, window: content.window,
    coder: isCuration ? decider : content.coder, codebook: content.codebook, saved_at: at,
    memos: Object.fromEntries([...memos].filter(([, memo]) => memo.at)),
  };
  return `${JSON.stringify(head).slice(0, -1)},"tweets":[\n${lines.join(",\n")}\n]}\n`;
}

/** Take a saved file in: the newest of every part stays. Returns what is wrong with it, or nothing. */
function takeFile(text) {
  let file;
  try {
    file = JSON.parse(text);
  } catch {
    return "This file is not JSON; nothing was taken from it.";
  }
  if (!file || file.format !== content.format || !Array.isArray(file.tweets)) {
    return "This is no file that such a page saved; nothing was taken from it.";
  }
  const isOfPage = file.window === content.window && file.kind === content.kind;
  if (!isOfPage || !file.study || file.study.frame_md5 !== content.study.frame_md5) {
    return "This file is of another study or window; nothing was taken from it.";
  }
  if (!isCuration && ![content.coder, ...content.former_names].includes(file.coder)) {
    return `This file is ${file.coder}'s; nothing was taken from it.`;
  }
  const isWhole = file.tweets.every((one) => one && typeof one.tweet === "string" && isRecord(one));
  if (!isWhole || !file.memos || !Object.values(file.memos).every(isMemo)) {
    return "This file was changed by hand and cannot be read; nothing was taken from it.";
  }
  const wasSaved = !isAnythingUnsaved();
  for (const one of file.tweets) {
    keep(one.tweet, merged(recordOf(one.tweet), { codes: one.codes, note: one.note, unsure: one.unsure }));
  }
  for (const [name, memo] of Object.entries(file.memos)) {
    takeMemo(name, memo);
    if (memos.has(name)) keepMemo(name, memos.get(name));
  }
  undone.length = 0;
  if (wasSaved && typeof file.saved_at === "string" && file.saved_at > savedAt) markSaved(file.saved_at);
  if (isCuration && !decider && typeof file.coder === "string") decider = file.coder;
  return "";
}

function markSaved(at) {
  savedAt = at;
  putInStore(`${storeKey}saved`, at);
}

function forgetStore() {
  for (const coder of [...content.former_names, content.coder]) {
    for (const key of keysInStore(storeKeyOf(coder))) localStorage.removeItem(key);
  }
}
