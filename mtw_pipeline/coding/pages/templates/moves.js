// What a coder can do: by keys, pointer or a screen reader's own commands.
function setCodes(fieldset, codes) {
  const tweet = tweetHere();
  const variable = variableOf(fieldset);
  const record = recordOf(tweet.tweet);
  const before = record.codes[variable.name];
  const isSame = (before ? before.codes.join("\n") : "") === codes.join("\n");
  if (isSame && !isOfEarlierDefinition(tweet, variable)) return;
  const part = { codes, at: timeAfter(before && before.at), codebook: content.codebook[variable.name] };
  change(tweet.tweet, { ...record, codes: { ...record.codes, [variable.name]: part } });
  showCodes();
}

/** The codes of a variable with one more, or without it: "none" and others take each other away. */
function withChosen(variable, category, isChosen) {
  if (variable.is_exclusive) return isChosen ? [category] : [];
  const others = codesOf(tweetHere(), variable).filter((one) => one !== category);
  if (!isChosen) return others;
  if (category === variable.none) return [category];
  const chosen = [...others.filter((one) => one !== variable.none), category];
  const known = variable.categories.filter((one) => chosen.includes(one));
  return [...known, ...chosen.filter((one) => !variable.categories.includes(one))];
}

/** The variable behind one that has no code yet, marked; nothing where there is none. */
function markNextOpen(fieldset) {
  const wasInside = fieldset.contains(document.activeElement);
  const following = shown();
  const next = following.slice(following.indexOf(fieldset) + 1).find((one) => !isCoded(tweetHere(), variableOf(one)));
  if (!next) return null;
  mark(next);
  if (wasInside) next.querySelector("input").focus();
  return variableOf(next);
}

/** Give the marked variable a category, and mark the one behind it that has none yet; of several, give or take one. */
function codeByKey(choice) {
  const fieldset = choice.closest("fieldset");
  const variable = variableOf(fieldset);
  const category = variable.categories[Number(choice.value)];
  const isChosen = variable.is_exclusive || !choice.checked;
  setCodes(fieldset, withChosen(variable, category, isChosen));
  const said = `${variable.label}: ${category}${isChosen ? "" : " taken away"}.`;
  if (!variable.is_exclusive) {
    tell(said);
    return;
  }
  const next = markNextOpen(fieldset);
  if (next) {
    tell(`${said} Now ${next.label}.`);
  } else {
    tell(isLeft(tweetHere()) ? said : `${said} This tweet is whole.`);
  }
}

function clearCode() {
  if (!current) return;
  setCodes(current, []);
  tell(`${variableOf(current).label}: taken away. What was imported before stays until another code is.`);
}

let isNoting = false;

function setNote() {
  const tweet = tweetHere();
  const record = recordOf(tweet.tweet);
  if (record.note.text === at("note").value) return;
  change(tweet.tweet, { ...record, note: { text: at("note").value, at: timeAfter(record.note.at) } }, isNoting);
  isNoting = true;
  at("undo").disabled = false;
  showCounts();
}

function setMemo(field) {
  const { name } = variables[Number(field.dataset.memo)];
  keepMemo(name, { text: field.value, at: timeAfter(memos.get(name).at) });
  showCounts();
}

function setUnsure(is) {
  const tweet = tweetHere();
  const record = recordOf(tweet.tweet);
  change(tweet.tweet, { ...record, unsure: { is, at: timeAfter(record.unsure.at) } });
  showCodes();
  tell(is ? "Marked." : "The mark is gone.");
}

function takeBack() {
  const key = undo();
  if (!key) {
    tell("There is nothing to undo.");
    return;
  }
  const where = tweets.findIndex((tweet) => tweet.tweet === key);
  if (where >= 0 && where !== place) go(where);
  else showCodes();
  mark(firstOpen());
  tell("Undone.");
}

function save() {
  if (isCuration && !decider.trim()) {
    at("trouble").textContent = "Write above who decides; then save.";
    at("decider").focus();
    return;
  }
  at("trouble").textContent = "";
  const when = timeAfter(newestTime());
  const address = URL.createObjectURL(new Blob([savedFile(when)], { type: "application/json" }));
  element("a", "", { href: address, download: content.file_name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
  markSaved(when);
  showCounts();
  tell(`Saved as ${content.file_name}, in the folder of downloads. Give this file to whoever imports it.`);
}

async function openFile(input) {
  const [file] = input.files;
  if (!file) return;
  at("trouble").textContent = takeFile(await file.text());
  input.value = "";
  if (isCuration) at("decider").value = decider;
  go(place, true);
  if (!at("trouble").textContent) tell(`${file.name} was taken in.`);
}

function isTyping(target) {
  return target.matches("textarea, select, input:not([type='radio'], [type='checkbox'], [type='file'])");
}

/** A digit by its place on the keyboard, for some layouts have it behind the shift key; else what the key means. */
function nameOfKey(event) {
  const isDigit = /^(Digit|Numpad)[0-9]$/.test(event.code) && !event.shiftKey;
  return isDigit ? event.code.slice(-1) : event.key.toLowerCase();
}

/** Give a category that the codebook has not: the team sees it, and may take it over. */
function propose(fieldset, field) {
  const variable = variableOf(fieldset);
  const name = field.value.replace(/[\s;|]+/g, " ").trim();
  const isJoined = /[;|]/.test(field.value);
  field.value = "";
  if (!name) return;
  const known = variable.categories.find((one) => one.toLowerCase() === name.toLowerCase());
  setCodes(fieldset, withChosen(variable, known || `${content.proposed}${name}`, true));
  const left = isJoined ? " The signs ; and | stand between categories and were left out: propose one at a time." : "";
  tell(known ? `${variable.label}: ${known}.` : `${variable.label}: ${name}, proposed.${left}`);
}

/** Behind a variable of which a tweet has several, the next one that is open; else the next tweet. */
function goOn() {
  const variable = current && variableOf(current);
  const next = variable && !variable.is_exclusive && isCoded(tweetHere(), variable) ? markNextOpen(current) : null;
  if (next) tell(`Now ${next.label}.`);
  else go(place + 1);
}

const moves = {
  enter: goOn,
  ".": () => go(place + 1),
  ",": () => go(place - 1),
  l: () => goToNext(isLeft, "Nothing is left."),
  f: () => goToNext(isUnsure, "None is marked."),
  x: () => setUnsure(!isUnsure(tweetHere())),
  n: () => at("note").focus(),
  "/": () => at("sought").focus(),
  u: takeBack,
  s: save,
  delete: clearCode,
};

function onKey(event) {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "z" && !isTyping(event.target)) {
    event.preventDefault();
    takeBack();
    return;
  }
  if (event.key === "Escape" && isTyping(event.target)) {
    at("place").focus();
    return;
  }
  const isOwn = event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat || isTyping(event.target);
  if (isOwn || !at("single").checked) return;
  const name = nameOfKey(event);
  if (name === "enter" && event.target.closest("button, a, summary, input[type='file']")) return;
  const choice = current && [...current.querySelectorAll("input")].find((one) => one.dataset.key === name);
  const move = choice ? () => codeByKey(choice) : moves[name];
  if (!move) return;
  event.preventDefault();
  move();
}

function listen() {
  document.addEventListener("keydown", onKey);
  for (const form of document.forms) form.addEventListener("submit", (event) => event.preventDefault());
  for (const fieldset of fieldsets) {
    fieldset.addEventListener("focusin", () => mark(fieldset));
    fieldset.addEventListener("change", (event) => {
      if (event.target.matches(".proposal")) {
        propose(fieldset, event.target);
        return;
      }
      const variable = variableOf(fieldset);
      const category = variable.categories[Number(event.target.value)];
      setCodes(fieldset, withChosen(variable, category, event.target.checked));
    });
  }
  at("note").addEventListener("input", setNote);
  at("note").addEventListener("blur", () => { isNoting = false; });
  for (const field of document.querySelectorAll("textarea[data-memo]")) field.addEventListener("input", () => setMemo(field));
  at("unsure").addEventListener("change", () => setUnsure(at("unsure").checked));
  const buttons = { previous: ",", next: ".", "next-left": "l", "next-unsure": "f", undo: "u", save: "s" };
  for (const [id, key] of Object.entries(buttons)) at(id).addEventListener("click", () => moves[key]());
  at("open").addEventListener("change", () => openFile(at("open")));
  at("single").checked = fromBrowser("single") !== "off";
  at("single").addEventListener("change", () => putInStore(`${storeKey}single`, at("single").checked ? "on" : "off"));
  at("sought").addEventListener("input", showFound);
  at("which").addEventListener("change", showFound);
  at("forget").addEventListener("click", () => {
    if (!confirm("Everything that this browser keeps of this page is deleted. Was it saved as a file?")) return;
    forgetStore();
    location.reload();
  });
  if (isCuration) {
    at("decider").value = decider;
    at("decider").addEventListener("input", () => {
      decider = at("decider").value;
      putInStore(`${storeKey}decider`, decider);
    });
  }
  addEventListener("storage", () => {
    restore();
    go(place, true);
  });
  addEventListener("beforeunload", (event) => {
    if (!storeWorks && isAnythingUnsaved()) event.preventDefault();
  });
}

function start() {
  restore();
  at("progress").max = tweets.length;
  if (!tweets.length) {
    at("place").textContent = "No tweets are on this page.";
    return;
  }
  listen();
  const firstLeft = tweets.findIndex(isLeft);
  go(firstLeft < 0 ? 0 : firstLeft, true);
}

start();
