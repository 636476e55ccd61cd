// Where the reader stands, as a text: in the address, in saved views, in a link.
const address = (() => {
  const { state } = view;
  const { say } = text;
  const { id } = dom;
  const saved = data.views.map(([name, where]) => ({ name, where }));
  let current = -1;
  let waiting = 0;
  let act = { fit() {}, goTo() {}, speak() {}, light() {}, isFitted: () => true };

  // Word lists are joined by "|", which no word holds.
  const write = () => {
    const parts = [];
    const add = (key, value) =>
      parts.push(`${key}=${encodeURIComponent(value).replace(/%2C/g, ",")}`);
    if (text.language !== data.language) add("lang", text.language);
    if (brush.isDark) add("look", "projector");
    for (const axis of conditions.axes.values()) {
      if (axis.wanted) add(axis.name, [...axis.wanted].join("|"));
    }
    if (conditions.year !== null) add("year", conditions.year);
    if (linking.ends) add("link", linking.ends.join("|"));
    if (change.years) add("change", change.years.join("|"));
    if (looks.by !== "sector") add("colour", looks.by);
    if (looks.by === "coverage" && looks.asked !== "all") add("of", looks.asked);
    if (looks.sizeBy !== "connections") add("size", looks.sizeBy);
    if (state.selected >= 0) add("org", data.nodes[state.selected].id);
    if (!act.isFitted()) {
      const x = (state.width / 2 - state.x) / state.k;
      const y = (state.height / 2 - state.y) / state.k;
      add("view", [state.k.toFixed(3), x.toFixed(1), y.toFixed(1)].join(","));
    }
    return parts.join("&");
  };

  const read = (where) => {
    const found = new Map();
    for (const part of where.replace(/^#/, "").split("&")) {
      const cut = part.indexOf("=");
      if (cut < 1) continue;
      try {
        found.set(part.slice(0, cut), decodeURIComponent(part.slice(cut + 1)));
      } catch {
        continue; // not an address of ours
      }
    }
    return found;
  };

  const apply = (where) => {
    let found = read(where);
    const named = saved.findIndex((one) => one.name === found.get("view"));
    if (named >= 0) {
      current = named;
      // What the link itself says goes before what the saved view says.
      const rest = [...found].filter(([key]) => key !== "view");
      found = new Map([...read(saved[named].where), ...rest]);
    }
    act.speak(found.get("lang") === "en" || found.get("lang") === "ja" ? found.get("lang") : data.language);
    // What says nothing about the look is shown in the look that the room has.
    if (found.has("look")) act.light(found.get("look") !== "projector");
    conditions.clear();
    for (const axis of conditions.axes.values()) {
      if (found.has(axis.name)) conditions.set(axis.name, new Set(found.get(axis.name).split("|")));
    }
    const year = Number(found.get("year"));
    if (conditions.years.includes(year)) conditions.year = year;
    const ends = (found.get("link") ?? "").split("|");
    linking.leave();
    if (ends.length === 2 && ends.every((code) => linkmode.codes.includes(code))) linking.ask(...ends);
    change.set((found.get("change") ?? "").split("|").map(Number));
    looks.set(found.get("colour"), found.get("of"), found.get("size"));
    state.selected = -1;
    app.changed();
    const place = (found.get("view") ?? "").split(",").map(Number);
    const hasPlace = place.length === 3 && place.every(Number.isFinite) && place[0] > 0;
    const number = data.numberOf.get(found.get("org"));
    if (number !== undefined) app.select(number, !hasPlace);
    if (hasPlace) {
      const k = Math.min(9, Math.max(0.02, place[0]));
      act.goTo({ k, x: state.width / 2 - place[1] * k, y: state.height / 2 - place[2] * k });
    } else if (number === undefined) act.fit();
  };

  // The address follows the reader; a frame without an address of its own has none.
  const follow = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const where = write();
      try {
        history.replaceState(null, "", where ? `#${where}` : location.pathname + location.search);
      } catch {
        waiting = 0;
      }
    }, 300);
  };

  // --- saved views ----------------------------------------------------------------

  const show = () => {
    const n = saved.length;
    id("view-back").hidden = id("view-next").hidden = id("view-name").hidden = n === 0;
    if (!n) return;
    id("view-name").textContent =
      current < 0
        ? say("n_views", { n: text.count(n) })
        : say("view_of", { place: text.count(current + 1), n: text.count(n), name: text.shown(saved[current].name) });
  };
  const step = (by) => {
    if (!saved.length) return;
    current = current < 0 ? (by > 0 ? 0 : saved.length - 1) : (current + by + saved.length) % saved.length;
    apply(saved[current].where);
    show();
    app.announce(id("view-name").textContent);
  };
  const nameNow = () => {
    if (state.selected >= 0) return text.name(data.nodes[state.selected]);
    if (linking.ends) return linkmode.heading();
    return conditions.inWords() || say("whole_map");
  };
  const keep = () => {
    const name = nameNow();
    const same = saved.filter((one) => one.name === name || one.name.startsWith(`${name} (`)).length;
    saved.push({ name: same ? `${name} (${same + 1})` : name, where: write() });
    current = saved.length - 1;
    show();
    app.announce(say("view_kept", { name: saved[current].name }));
  };
  id("view-back").addEventListener("click", () => step(-1));
  id("view-next").addEventListener("click", () => step(1));
  id("view-add").addEventListener("click", keep);
  // The event's own address: on a slow machine, what waits above may have written the
  // former one back by now.
  addEventListener("hashchange", (event) => {
    clearTimeout(waiting);
    apply(new URL(event.newURL).hash);
  });

  return Object.freeze({
    apply,
    follow,
    show,
    step,
    write,
    views: () => saved.map(({ name, where }) => ({ name, state: where })),
    onAct(actions) {
      act = actions;
    },
  });
})();
