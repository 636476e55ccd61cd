// Everything put together: pointer, keys, language, filter, print.
const { state } = view;
const { nodes } = data;
const { id, make } = dom;
const { say } = text;
const canvas = id("canvas");
const stage = id("stage");
const tooltip = id("tooltip");
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
let moved = false; // whether the reader has left the fitted view
let printing = false;
let waiting = 0;
let resting = 0;
let ready = 0;

const announce = (message) => {
  id("live").textContent = message;
};

// --- drawing when needed ------------------------------------------------------------

const redraw = (moving = false) => {
  if (waiting) return;
  waiting = requestAnimationFrame(() => {
    waiting = 0;
    if (moving) draw.paintMoving();
    else draw.paint();
  });
};

const zoom = d3
  .zoom()
  .scaleExtent([0.02, 9])
  .clickDistance(5)
  .on("zoom", ({ transform, sourceEvent }) => {
    [state.k, state.x, state.y] = [transform.k, transform.x, transform.y];
    if (sourceEvent) {
      moved = true;
      hideTooltip();
    }
    address.follow();
    redraw(true);
    clearTimeout(resting);
    if (naming.isLarge()) resting = setTimeout(() => redraw(), 140);
  });
const zoomed = d3.select(canvas);
zoomed.call(zoom).on("dblclick.zoom", null);

const show = ({ k, x, y }) => zoomed.call(zoom.transform, d3.zoomIdentity.translate(x, y).scale(k));
const goTo = (target, slowly = true, duration = 380) => {
  glide.stop();
  if (slowly && !calm) glide.start(state, target, duration, show);
  else show(target);
};
const fit = (slowly = true) => {
  moved = false;
  goTo(view.fitted(), slowly);
};
const zoomBy = (factor) => {
  moved = true;
  const from = glide.target ?? state;
  const k = Math.min(9, Math.max(0.02, from.k * factor));
  const [x, y] = [state.width / 2, state.height / 2];
  const target = { k, x: x - ((x - from.x) * k) / from.k, y: y - ((y - from.y) * k) / from.k };
  goTo(target, true, 200);
};

// Bring a node and what it is tied to into view, as large as they fit.
const surround = (number) => {
  const around = [number, ...data.neighbours(number)].filter((one) => view.visible[one]);
  const whole = view.fitted(around, 1.7);
  moved = true;
  if (whole.k >= 0.8) {
    goTo(whole);
    return;
  }
  const { x, y } = nodes[number];
  const k = Math.max(0.8, Math.min(state.k, 1.7));
  goTo({ k, x: state.width / 2 - x * k, y: state.height / 2 - y * k });
};

// Bring a node into view if it is not; names are readable from a zoom of about one.
const centre = (number) => {
  const [x, y] = view.toScreen(nodes[number]);
  const k = Math.max(state.k, 1);
  const isInside =
    x > 80 && y > 60 && x < state.width - 80 && y < state.height - 60 && k === state.k;
  if (isInside) return;
  moved = true;
  goTo({
    k,
    x: state.width / 2 - nodes[number].x * k,
    y: state.height / 2 - nodes[number].y * k,
  });
};

const resize = () => {
  const { clientWidth: width, clientHeight: height } = stage;
  const wanted = window.devicePixelRatio || 1;
  if (printing || !width || !height || draw.isOfSize(width, height, wanted)) return;
  const [oldWidth, oldHeight] = [state.width, state.height];
  draw.resize(width, height, wanted);
  if (!moved) goTo(view.fitted(), false);
  else {
    goTo({ k: state.k, x: state.x + (width - oldWidth) / 2, y: state.y + (height - oldHeight) / 2 }, false);
  }
  draw.paint();
};

// --- choosing -----------------------------------------------------------------------

const hideTooltip = () => {
  state.hovered = -1;
  tooltip.hidden = true;
  canvas.classList.remove("over");
};

const select = (number, bring = false) => {
  const before = state.selected;
  if (number >= 0) {
    if (!view.visible[number]) view.reveal(number);
    view.open(number);
    draw.forget();
  }
  state.selected = number;
  state.focused = number;
  hideTooltip();
  panel.show();
  filters.show();
  if (number >= 0) {
    announce(`${say("selected", { name: text.name(nodes[number]) })} ${text.about(nodes[number])}`);
    if (bring) surround(number);
  } else if (before >= 0) announce(say("cleared"));
  address.follow();
  redraw();
};
const changed = () => {
  view.refresh();
  draw.forget();
  hideTooltip();
  panel.show();
  filters.show();
  legend.build();
  linkmode.show();
  lookmode.show();
  search.refresh();
  address.follow();
  announce(say("filtered", { n: text.count(view.visible.filter(Boolean).length) }));
  redraw();
};
takeaway.onFitted(() => !moved);
address.onAct({
  fit: () => fit(false),
  goTo: (target) => {
    moved = true;
    goTo(target, false);
  },
  speak: (language) => speak(language),
  light: (isLight) => setDark(!isLight),
  isFitted: () => !moved,
});
Object.assign(app, { redraw, changed, announce, select });
panel.onChoose((number) => {
  select(number, true);
  if (number < 0) canvas.focus();
});
search.onChoose((number) => {
  select(number, true);
  canvas.focus();
});
search.onAnnounce(announce);

const pick = (event) => {
  const [x, y] = d3.pointer(event, canvas);
  const found = view.at(x, y);
  return found >= 0 ? found : naming.labelAt(x, y);
};

const showTooltip = (node, event) => {
  const [x, y] = d3.pointer(event, canvas);
  tooltip.replaceChildren(
    make("strong", { text: text.name(node) }),
    make("span", { text: text.about(node, false) }),
    make("span", { text: text.counts(node).join(text.language === "ja" ? "・" : " · ") }),
  );
  tooltip.hidden = false;
  const { offsetWidth: width, offsetHeight: height } = tooltip;
  const left = x + 16 + width > state.width ? x - width - 12 : x + 16;
  const top = y + 16 + height > state.height ? y - height - 10 : y + 16;
  tooltip.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, top)}px)`;
};

canvas.addEventListener("pointermove", (event) => {
  if (event.buttons) return;
  const found = pick(event);
  if (found !== state.hovered) {
    state.hovered = found;
    canvas.classList.toggle("over", found >= 0);
    redraw();
  }
  if (found >= 0) showTooltip(nodes[found], event);
  else tooltip.hidden = true;
});
canvas.addEventListener("pointerleave", () => {
  hideTooltip();
  redraw();
});
canvas.addEventListener("click", (event) => select(pick(event)));

// --- keys ---------------------------------------------------------------------------

const walk = (dx, dy) => {
  let next = -1;
  if (state.focused < 0) next = data.byImportance.find((number) => view.visible[number]) ?? -1;
  else next = view.step(state.focused, dx, dy);
  if (next < 0) return;
  state.focused = next;
  announce(`${text.name(nodes[next])} ${text.about(nodes[next])}`);
  centre(next);
  redraw();
};
const canvasKeys = new Map([
  ["ArrowLeft", () => walk(-1, 0)],
  ["ArrowRight", () => walk(1, 0)],
  ["ArrowUp", () => walk(0, -1)],
  ["ArrowDown", () => walk(0, 1)],
  ["Enter", () => state.focused >= 0 && select(state.focused)],
  ["+", () => zoomBy(1.4)],
  [";", () => zoomBy(1.4)], // the plus key of a Japanese keyboard, without shift
  ["=", () => zoomBy(1.4)],
  ["-", () => zoomBy(1 / 1.4)],
  ["0", () => fit()],
]);
canvas.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const act = canvasKeys.get(event.key);
  if (!act) return;
  event.preventDefault();
  act();
});
document.addEventListener("keydown", (event) => {
  const isTyping = event.target === id("search");
  if (event.key === "Escape") {
    if (table.isShown) table.hide();
    else if (takeaway.isOpen()) takeaway.close();
    else if (filters.isOpen()) filters.close();
    else if (isTyping) return;
    else if (state.selected >= 0 || state.focused >= 0) select(-1);
    else linkmode.leave();
  } else if (event.key === "PageDown" || event.key === "PageUp") {
    if (isTyping || table.isShown) return;
    event.preventDefault();
    address.step(event.key === "PageDown" ? 1 : -1);
  } else if (event.key === "/" && !isTyping && !table.isShown) {
    event.preventDefault();
    id("search").focus();
  }
});

// --- language and the fixed texts -----------------------------------------------------

const speak = (language) => {
  const isNew = text.language !== language;
  text.language = language;
  document.documentElement.lang = text.language;
  for (const [attribute, target] of [
    ["text", null],
    ["label", "aria-label"],
    ["placeholder", "placeholder"],
    ["title", "title"],
  ]) {
    for (const element of document.querySelectorAll(`[data-${attribute}]`)) {
      const words = say(element.dataset[attribute]);
      if (target) element.setAttribute(target, words);
      else element.textContent = words;
    }
  }
  document.title = sheet.title();
  id("title").textContent = sheet.title();
  facts.show();
  lookmode.show();
  for (const one of ["ja", "en"]) {
    id(`to-${one}`).setAttribute("aria-pressed", String(one === text.language));
  }
  naming.forget();
  draw.forget();
  hideTooltip();
  filters.build();
  legend.build();
  filters.show();
  panel.show();
  search.refresh();
  address.show();
  if (isNew && ready) table.build();
};
for (const one of ["ja", "en"]) {
  id(`to-${one}`).addEventListener("click", () => {
    speak(one);
    address.follow();
    redraw();
  });
}

// --- a dark room ---------------------------------------------------------------------

const setDark = (wanted) => {
  brush.isDark = wanted;
  if (wanted) document.documentElement.dataset.look = "projector";
  else delete document.documentElement.dataset.look;
  id("projector").setAttribute("aria-pressed", String(wanted));
  draw.forget();
};
id("projector").addEventListener("click", () => {
  setDark(!brush.isDark);
  address.follow();
  redraw();
});

// --- buttons, print, start --------------------------------------------------------------

id("zoom-in").addEventListener("click", () => zoomBy(1.5));
id("zoom-out").addEventListener("click", () => zoomBy(1 / 1.5));
id("fit").addEventListener("click", () => fit());
id("show-table").addEventListener("click", table.show);
id("table-close").addEventListener("click", table.hide);
id("skip").addEventListener("click", (event) => {
  event.preventDefault();
  table.show();
});
addEventListener("beforeprint", () => {
  printing = brush.isPrinting = true;
  // The fitted view is laid out anew for the sheet; a chosen part is printed as it is.
  const [width, height] = moved ? [state.width, state.height] : [1080, 640];
  draw.resize(width, height, 3);
  if (!moved) Object.assign(state, view.fitted());
  draw.paint();
});
addEventListener("afterprint", () => {
  printing = brush.isPrinting = false;
  resize();
});

// For tests and curious readers; reading it changes nothing.
Object.defineProperty(window, "__map", {
  value: Object.freeze({
    visibleLabels: naming.visibleLabels,
    visibleIds: () => nodes.filter((node) => view.visible[node.number]).map((node) => node.id),
    selected: () => (state.selected < 0 ? null : nodes[state.selected].id),
    focused: () => (state.focused < 0 ? null : nodes[state.focused].id),
    links: () =>
      linking.found?.list.map((one) => ({
        id: nodes[one.number].id,
        pairs: one.pairs,
        exclusive: one.exclusive,
        via: one.via.map((group) => nodes[group].id),
      })) ?? null,
    coverage: (code) =>
      nodes
        .filter((node) => node.isGroup)
        .map((node) => ({ id: node.id, ...covering.of(node.number, code) })),
    looks: () =>
      nodes.map((node) => {
        const { colour, letter = null, doubt = false, covered = null, outer = null, inner = null } = looks.of(node);
        return { id: node.id, colour, letter, doubt, covered, outer, inner, radius: looks.radius(node) };
      }),
    boxes: naming.boxes,
    address: address.write,
    years: () => [...conditions.years],
    undated: conditions.undated,
    changes: change.count,
    zoom: () => state.k,
    place: (wanted) => {
      const number = data.numberOf.get(wanted);
      if (number === undefined) return null;
      const box = canvas.getBoundingClientRect();
      const [x, y] = view.toScreen(nodes[number]);
      return { x: x + box.left, y: y + box.top };
    },
    get ready() {
      return ready;
    },
  }),
});

const begin = () => {
  view.refresh();
  speak(data.language);
  linkmode.show();
  resize();
  if (location.hash) address.apply(location.hash);
  ready = performance.now();
  new ResizeObserver(() => resize()).observe(stage);
  setTimeout(table.build, 30);
};
document.fonts.load(`13px ${brush.family}`, "東").then(begin, begin);
