"use strict";
(() => {
  const content = JSON.parse(document.getElementById("content").textContent);
  const { names, communities, classNames, classes, degrees, x, y, discs, layers, ties, tweets, tweetAddress, colours } = content;
  const canvas = document.getElementById("map");
  const told = document.getElementById("told");
  const placeOf = new Map(names.map((name, place) => [name.toLowerCase(), place]));
  const chooser = (id) => document.getElementById(id);
  const selected = (id) => chooser(id).value;
  const out = names.map(() => []);
  const into = names.map(() => []);
  for (let tie = 0; tie < ties.length / 3; tie += 1) {
    out[ties[3 * tie]].push(tie);
    into[ties[3 * tie + 1]].push(tie);
  }
  const source = (tie) => ties[3 * tie];
  const target = (tie) => ties[3 * tie + 1];
  const layersOf = (tie) => layers.filter((_, place) => ties[3 * tie + 2] & (1 << place));
  const isHeld = (tie) => Boolean(ties[3 * tie + 2] & (1 << layers.indexOf(selected("layer"))));
  const named = (place) => out[place].filter(isHeld);
  const namedBy = (place) => into[place].filter(isHeld);
  const partners = (place) => [...new Set([...named(place).map(target), ...namedBy(place).map(source)])].sort(larger);
  const degreeOf = (place) => degrees[selected("layer")][selected("degree")][place];
  const larger = (one, other) => degreeOf(other) - degreeOf(one) || one - other;
  const edge = discs.reduce(
    (most, [, atX, atY, radius]) => ({
      left: Math.min(most.left, atX - radius), right: Math.max(most.right, atX + radius),
      bottom: Math.min(most.bottom, atY - radius), top: Math.max(most.top, atY + radius),
    }),
    { left: Infinity, right: -Infinity, bottom: Infinity, top: -Infinity },
  );
  const view = { x: 0, y: 0, scale: 1, least: 1 };
  let chosen = -1;
  let pointed = -1;
  let waits = false;
  let labelled = [];
  let otherColour = "";

  const colour = (number) => colours[number] ?? otherColour;
  const colourOf = (place) => colour(selected("colour") === "class" ? classes[place] : communities[place] - 1);
  const sizeOf = (place) => Math.min((0.35 + 0.25 * Math.min(Math.sqrt(degreeOf(place)) / 4, 2)) * view.scale, 24);
  const isInView = ([atX, atY], edge = 0) => atX >= edge && atY >= edge && atX <= canvas.clientWidth - edge && atY <= canvas.clientHeight - edge;
  const onScreen = (place) => [(x[place] - view.x) * view.scale + canvas.clientWidth / 2, canvas.clientHeight / 2 - (y[place] - view.y) * view.scale];

  function wholeMap() {
    view.x = (edge.left + edge.right) / 2;
    view.y = (edge.bottom + edge.top) / 2;
    const room = Math.min(canvas.clientWidth / (edge.right - edge.left), canvas.clientHeight / (edge.top - edge.bottom));
    view.least = view.scale = 0.96 * room;
    draw();
  }

  function zoom(factor, atX, atY) {
    const before = chosen < 0 ? null : onScreen(chosen);
    if (atX === undefined) [atX, atY] = before && isInView(before) ? before : [canvas.clientWidth / 2, canvas.clientHeight / 2];
    const mapX = (atX - canvas.clientWidth / 2) / view.scale + view.x;
    const mapY = (canvas.clientHeight / 2 - atY) / view.scale + view.y;
    view.scale = Math.min(Math.max(view.scale * factor, view.least), view.least * 200);
    view.x = mapX - (atX - canvas.clientWidth / 2) / view.scale;
    view.y = mapY - (canvas.clientHeight / 2 - atY) / view.scale;
    if (before && isInView(before)) keepInView(chosen);
    draw();
  }

  function keepInView(place) {
    const edge = Math.min(40, canvas.clientWidth / 4, canvas.clientHeight / 4);
    const [atX, atY] = onScreen(place);
    view.x += (atX - Math.min(Math.max(atX, edge), canvas.clientWidth - edge)) / view.scale;
    view.y -= (atY - Math.min(Math.max(atY, edge), canvas.clientHeight - edge)) / view.scale;
  }

  function fit(places) {
    const xs = places.map((place) => x[place]);
    const ys = places.map((place) => y[place]);
    const [left, right, bottom, top] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const room = Math.min(canvas.clientWidth / (right - left + 1), canvas.clientHeight / (top - bottom + 1));
    view.scale = Math.min(Math.max(0.8 * room, view.least), view.least * 12);
    [view.x, view.y] = [(left + right) / 2, (bottom + top) / 2];
  }

  function draw() {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => {
      waits = false;
      paint();
    });
  }

  function paint() {
    const ratio = window.devicePixelRatio || 1;
    canvas.width = canvas.clientWidth * ratio;
    canvas.height = canvas.clientHeight * ratio;
    const pen = canvas.getContext("2d");
    pen.scale(ratio, ratio);
    const style = getComputedStyle(document.documentElement);
    const ink = style.getPropertyValue("--ink");
    otherColour = style.getPropertyValue("--other");
    for (const [community, atX, atY, radius] of discs) {
      pen.beginPath();
      pen.arc((atX - view.x) * view.scale + canvas.clientWidth / 2, canvas.clientHeight / 2 - (atY - view.y) * view.scale, radius * view.scale, 0, 7);
      pen.strokeStyle = selected("colour") === "class" ? otherColour : colour(community - 1);
      pen.lineWidth = 1;
      pen.stroke();
    }
    const near = chosen < 0 ? null : new Set([chosen, ...partners(chosen)]);
    for (let place = names.length - 1; place >= 0; place -= 1) {
      const [atX, atY] = onScreen(place);
      const size = Math.max(sizeOf(place), 0.6);
      if (atX < -size || atY < -size || atX > canvas.clientWidth + size || atY > canvas.clientHeight + size) continue;
      const isPale = near ? !near.has(place) : degrees[selected("layer")].degree[place] === 0;
      pen.globalAlpha = isPale ? 0.15 : 0.85;
      pen.fillStyle = colourOf(place);
      pen.beginPath();
      pen.arc(atX, atY, size, 0, 7);
      pen.fill();
    }
    pen.globalAlpha = 1;
    if (chosen >= 0) {
      pen.strokeStyle = ink;
      pen.lineWidth = 0.6;
      pen.globalAlpha = partners(chosen).length > 40 ? 0.45 : 1;
      const [fromX, fromY] = onScreen(chosen);
      pen.beginPath();
      for (const other of partners(chosen)) {
        pen.moveTo(fromX, fromY);
        pen.lineTo(...onScreen(other));
      }
      pen.stroke();
      pen.globalAlpha = 1;
      pen.lineWidth = 2;
      pen.beginPath();
      pen.arc(fromX, fromY, Math.max(sizeOf(chosen), 2) + 3, 0, 7);
      pen.stroke();
    }
    labels(pen, ink, style.getPropertyValue("--paper"));
  }

  function labels(pen, ink, paper) {
    pen.font = "12px system-ui, sans-serif";
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    const taken = [];
    const others = chosen < 0 ? leaders() : partners(chosen);
    const order = [...new Set([chosen, pointed, ...others])].filter((place) => place >= 0 && isInView(onScreen(place)));
    labelled = [];
    for (const place of order.slice(0, 80)) {
      const [dotX, dotY] = onScreen(place);
      const width = pen.measureText(names[place]).width;
      const away = Math.max(sizeOf(place), 1) + 9;
      const box = [[0, -away], [0, away], [width / 2 + away, 0], [-width / 2 - away, 0], ...(place === chosen ? [[0, 0]] : [])]
        .map(([toX, toY]) => [dotX + toX - width / 2 - 2, dotY + toY - 8, dotX + toX + width / 2 + 2, dotY + toY + 8])
        .find((one) => isInView([one[0], one[1]]) && isInView([one[2], one[3]])
          && !taken.some((other) => one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3]));
      if (!box) continue;
      const [atX, atY] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
      taken.push(box);
      labelled.push(names[place]);
      pen.globalAlpha = place === chosen ? 1 : 0.8;
      pen.fillStyle = place === chosen ? ink : paper;
      pen.fillRect(box[0], box[1], box[2] - box[0], box[3] - box[1]);
      pen.globalAlpha = 1;
      pen.fillStyle = place === chosen ? paper : ink;
      pen.fillText(names[place], atX, atY);
    }
    canvas.dataset.labelled = JSON.stringify(labelled);
  }

  function leaders() {
    const inView = [];
    for (let place = 0; place < names.length; place += 1) if (isInView(onScreen(place))) inView.push(place);
    return inView.sort(larger).slice(0, 60);
  }

  function nearest(atX, atY) {
    let best = -1;
    let least = 144;
    for (let place = 0; place < names.length; place += 1) {
      const [dotX, dotY] = onScreen(place);
      const apart = (dotX - atX) ** 2 + (dotY - atY) ** 2;
      if (apart < least) [best, least] = [place, apart];
    }
    return best;
  }

  function tell(place) {
    told.replaceChildren();
    const add = (name, text) => told.appendChild(Object.assign(document.createElement(name), { textContent: text }));
    add("h2", names[place]).dir = "auto";
    const layer = selected("layer");
    const { indegree, outdegree } = degrees[layer];
    const kind = classes[place] < 0 ? "" : `, ${classNames[classes[place]]}`;
    add("p", `Community ${communities[place]}${kind}. In the whole layer ${layer}, ${indegree[place].toLocaleString("en")} name it, and it names ${outdegree[place].toLocaleString("en")}.`);
    for (const [title, found, end] of [["Names", named(place), target], ["Is named by", namedBy(place), source]]) {
      add("h3", `${title} (${found.length.toLocaleString("en")} on this map)`);
      const list = told.appendChild(document.createElement("ul"));
      const ordered = [...found].sort((one, other) => larger(end(one), end(other)));
      for (const tie of ordered.slice(0, 100)) list.appendChild(entry(tie, end(tie)));
      if (ordered.length > 100) add("p", `and ${(ordered.length - 100).toLocaleString("en")} more`);
    }
  }

  function entry(tie, other) {
    const item = document.createElement("li");
    const button = item.appendChild(document.createElement("button"));
    button.type = "button";
    button.textContent = names[other];
    button.addEventListener("click", () => choose(other, true));
    const kinds = layersOf(tie).filter((layer) => layer !== "all");
    const small = item.appendChild(document.createElement("small"));
    small.textContent = kinds.length ? ` ${kinds.join(", ")}` : "";
    const [count, ...ids] = tweets[tie] ?? [0];
    if (!ids.length) return item;
    small.append(`; ${count > ids.length ? `latest of ${count.toLocaleString("en")} tweets` : count === 1 ? "tweet" : "tweets"}:`);
    ids.forEach((id, number) => {
      const link = document.createElement("a");
      link.href = /^https?:/.test(id) ? id : tweetAddress + encodeURIComponent(id);
      link.rel = "noreferrer noopener";
      link.target = "_blank";
      link.textContent = String(number + 1);
      link.setAttribute("aria-label", `Tweet ${number + 1} of the tie with ${names[other]}`);
      small.append(" ", link);
    });
    return item;
  }

  function choose(place, isFitted = false) {
    chosen = place;
    if (place >= 0) {
      tell(place);
      if (isFitted) fit([place, ...partners(place)]);
    }
    draw();
  }

  function key() {
    const byClass = selected("colour") === "class";
    const entries = byClass ? classNames.map((name, number) => [name, colours[number] ?? "var(--other)"]) : discs.slice(0, colours.length).map(([community]) => [`community ${community}`, colour(community - 1)]);
    if (byClass || discs.length > colours.length) entries.push([byClass ? "not classed: no leader" : "smaller communities", "var(--other)"]);
    chooser("key").replaceChildren(...entries.map(([name, fill]) => {
      const item = document.createElement("li");
      item.appendChild(document.createElement("span")).style.background = fill;
      item.append(name);
      return item;
    }));
  }

  const input = document.getElementById("account");
  const found = document.getElementById("found");
  const wanted = () => {
    const text = input.value.trim().toLowerCase();
    return text.startsWith("@") || text.startsWith("id:") ? text : `@${text}`;
  };
  input.addEventListener("input", () => {
    const text = wanted();
    const fitting = text.length < 3 ? [] : names.filter((name) => name.toLowerCase().startsWith(text)).slice(0, 12);
    found.replaceChildren(...fitting.map((name) => Object.assign(document.createElement("option"), { value: name })));
  });
  document.getElementById("search").addEventListener("submit", (event) => {
    event.preventDefault();
    const place = placeOf.get(wanted());
    if (place !== undefined) choose(place, true);
    else told.replaceChildren(Object.assign(document.createElement("p"), { textContent: `No account ${wanted()} is on this map.` }));
  });
  document.getElementById("shown").addEventListener("submit", (event) => event.preventDefault());
  for (const id of ["layer", "degree", "colour"]) {
    chooser(id).addEventListener("change", () => {
      key();
      if (chosen >= 0) tell(chosen);
      draw();
    });
  }
  document.getElementById("nearer").addEventListener("click", () => zoom(1.5));
  document.getElementById("farther").addEventListener("click", () => zoom(1 / 1.5));
  document.getElementById("whole").addEventListener("click", () => {
    chosen = -1;
    wholeMap();
  });
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 400), event.offsetX, event.offsetY);
  }, { passive: false });

  const fingers = new Map();
  let moved = false;
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, [event.offsetX, event.offsetY]);
    moved = false;
  });
  canvas.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) {
      pointed = nearest(event.offsetX, event.offsetY);
      draw();
      return;
    }
    const others = [...fingers].filter(([finger]) => finger !== event.pointerId);
    if (others.length) {
      const [, [atX, atY]] = others[0];
      const apart = (place) => Math.hypot(place[0] - atX, place[1] - atY) || 1;
      zoom(apart([event.offsetX, event.offsetY]) / apart(before), atX, atY);
    } else {
      view.x -= (event.offsetX - before[0]) / view.scale;
      view.y += (event.offsetY - before[1]) / view.scale;
      draw();
    }
    moved = moved || Math.hypot(event.offsetX - before[0], event.offsetY - before[1]) > 2;
    fingers.set(event.pointerId, [event.offsetX, event.offsetY]);
  });
  for (const ended of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(ended, (event) => {
      fingers.delete(event.pointerId);
      if (ended === "pointerup" && !moved) choose(nearest(event.offsetX, event.offsetY));
    });
  }
  canvas.addEventListener("keydown", (event) => {
    const step = 40 / view.scale;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
    if (moves[event.key]) {
      view.x += moves[event.key][0];
      view.y += moves[event.key][1];
      draw();
    } else if (event.key === "+" || event.key === "=") zoom(1.5);
    else if (event.key === "-") zoom(1 / 1.5);
    else if (event.key === "Escape") choose(-1);
    else return;
    event.preventDefault();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  new ResizeObserver(draw).observe(canvas);
  key();
  wholeMap();
})();
