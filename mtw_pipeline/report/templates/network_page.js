"use strict";
(() => {
  const content = JSON.parse(document.getElementById("content").textContent);
  const { accounts, communities, indegrees, x, y, discs, ties, colours } = content;
  const canvas = document.getElementById("map");
  const told = document.getElementById("told");
  const names = accounts.map((account) => (account.startsWith("id:") ? account : `@${account}`));
  const placeOf = new Map(names.map((name, place) => [name.toLowerCase(), place]));
  const named = accounts.map(() => []);
  const namedBy = accounts.map(() => []);
  for (let tie = 0; tie < ties.length; tie += 2) {
    named[ties[tie]].push(ties[tie + 1]);
    namedBy[ties[tie + 1]].push(ties[tie]);
  }
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

  const colour = (community) => colours[(community - 1) % colours.length];
  const sizeOf = (place) => (0.35 + 0.25 * Math.min(Math.sqrt(indegrees[place]) / 4, 2)) * view.scale;
  const onScreen = (place) => [(x[place] - view.x) * view.scale + canvas.clientWidth / 2, canvas.clientHeight / 2 - (y[place] - view.y) * view.scale];

  function wholeMap() {
    view.x = (edge.left + edge.right) / 2;
    view.y = (edge.bottom + edge.top) / 2;
    const room = Math.min(canvas.clientWidth / (edge.right - edge.left), canvas.clientHeight / (edge.top - edge.bottom));
    view.least = view.scale = 0.96 * room;
    draw();
  }

  function zoom(factor, atX = canvas.clientWidth / 2, atY = canvas.clientHeight / 2) {
    const mapX = (atX - canvas.clientWidth / 2) / view.scale + view.x;
    const mapY = (canvas.clientHeight / 2 - atY) / view.scale + view.y;
    view.scale = Math.min(Math.max(view.scale * factor, view.least), view.least * 200);
    view.x = mapX - (atX - canvas.clientWidth / 2) / view.scale;
    view.y = mapY - (canvas.clientHeight / 2 - atY) / view.scale;
    draw();
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
    for (const [community, atX, atY, radius] of discs) {
      pen.beginPath();
      pen.arc((atX - view.x) * view.scale + canvas.clientWidth / 2, canvas.clientHeight / 2 - (atY - view.y) * view.scale, radius * view.scale, 0, 7);
      pen.strokeStyle = colour(community);
      pen.lineWidth = 1;
      pen.stroke();
    }
    const near = chosen < 0 ? null : new Set([chosen, ...named[chosen], ...namedBy[chosen]]);
    for (let place = accounts.length - 1; place >= 0; place -= 1) {
      const [atX, atY] = onScreen(place);
      const size = Math.max(sizeOf(place), 0.6);
      if (atX < -size || atY < -size || atX > canvas.clientWidth + size || atY > canvas.clientHeight + size) continue;
      pen.globalAlpha = near && !near.has(place) ? 0.15 : 0.85;
      pen.fillStyle = colour(communities[place]);
      pen.beginPath();
      pen.arc(atX, atY, size, 0, 7);
      pen.fill();
    }
    pen.globalAlpha = 1;
    if (chosen >= 0) {
      pen.strokeStyle = ink;
      pen.lineWidth = 0.6;
      const [fromX, fromY] = onScreen(chosen);
      pen.beginPath();
      for (const other of new Set([...named[chosen], ...namedBy[chosen]])) {
        pen.moveTo(fromX, fromY);
        pen.lineTo(...onScreen(other));
      }
      pen.stroke();
    }
    labels(pen, ink, style.getPropertyValue("--paper"));
  }

  function labels(pen, ink, paper) {
    pen.font = "12px system-ui, sans-serif";
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    const taken = [];
    const order = [chosen, pointed, ...leaders()].filter((place) => place >= 0);
    for (const place of order.slice(0, 60)) {
      const [atX, atY] = onScreen(place);
      if (atX < 0 || atY < 0 || atX > canvas.clientWidth || atY > canvas.clientHeight) continue;
      const width = pen.measureText(names[place]).width;
      const box = [atX - width / 2 - 2, atY - 9, atX + width / 2 + 2, atY + 9];
      if (taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) continue;
      taken.push(box);
      pen.globalAlpha = 0.8;
      pen.fillStyle = paper;
      pen.fillRect(box[0], box[1], box[2] - box[0], box[3] - box[1]);
      pen.globalAlpha = 1;
      pen.fillStyle = ink;
      pen.fillText(names[place], atX, atY);
    }
  }

  function leaders() {
    const inView = [];
    for (let place = 0; place < accounts.length; place += 1) {
      const [atX, atY] = onScreen(place);
      if (atX >= 0 && atY >= 0 && atX <= canvas.clientWidth && atY <= canvas.clientHeight) inView.push(place);
    }
    return inView.sort((one, other) => indegrees[other] - indegrees[one] || one - other).slice(0, 60);
  }

  function nearest(atX, atY) {
    let best = -1;
    let least = 144;
    for (let place = 0; place < accounts.length; place += 1) {
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
    add("p", `Community ${communities[place]}; ${indegrees[place].toLocaleString("en")} name it in the whole layer.`);
    for (const [title, others] of [["Names", named[place]], ["Is named by", namedBy[place]]]) {
      add("h3", `${title} (${others.length.toLocaleString("en")} on this map)`);
      const list = told.appendChild(document.createElement("ul"));
      const ordered = [...others].sort((one, other) => indegrees[other] - indegrees[one] || one - other);
      for (const other of ordered.slice(0, 100)) {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = names[other];
        button.addEventListener("click", () => choose(other));
        list.appendChild(document.createElement("li")).appendChild(button);
      }
      if (ordered.length > 100) add("p", `and ${(ordered.length - 100).toLocaleString("en")} more`);
    }
  }

  function choose(place) {
    chosen = place;
    if (place >= 0) {
      tell(place);
      const [atX, atY] = onScreen(place);
      if (atX < 0 || atY < 0 || atX > canvas.clientWidth || atY > canvas.clientHeight) [view.x, view.y] = [x[place], y[place]];
    }
    draw();
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
    if (place !== undefined) choose(place);
    else told.replaceChildren(Object.assign(document.createElement("p"), { textContent: `No account ${wanted()} is on this map.` }));
  });
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
  new ResizeObserver(draw).observe(canvas);
  wholeMap();
})();
