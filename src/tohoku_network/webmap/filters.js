// The controls that narrow the map: sectors, further conditions, the year.
const app = { redraw() {}, changed() {}, announce() {}, select() {} };

const filters = (() => {
  const { nodes } = data;
  const { id, make } = dom;
  const { say } = text;
  const { axes, years } = conditions;
  const box = id("conditions");
  const opener = id("more-filters");
  const slider = id("year");
  let playing = 0;

  // --- sectors --------------------------------------------------------------------

  const countSectors = (isClass) =>
    new Map(
      data.sectors.map(({ code }) => [
        code,
        nodes.filter((one) => one.isMember && one.sector === code && one.unnamed === isClass)
          .length,
      ]),
    );
  const [named, unnamed] = [countSectors(false), countSectors(true)];
  const turn = (name, code) => {
    conditions.toggle(name, code);
    app.changed();
  };

  const buildSectors = () => {
    const chips = data.sectors.map((sector) => {
      const classes = unnamed.get(sector.code);
      const more =
        classes > 0 &&
        make(
          "i",
          { title: say("classes", { n: text.count(classes) }) },
          make("span", { class: "unseen", text: say("unnamed") }),
          `+${text.count(classes)}`,
        );
      const chip = make(
        "button",
        { type: "button", class: "chip", click: () => turn("sector", sector.code) },
        dom.symbol(sector),
        make("span", { text: text.sectorLabel(sector.code) }),
        make("b", { text: text.count(named.get(sector.code)) }),
        more,
      );
      chip.dataset.sector = sector.code;
      return chip;
    });
    id("sectors").replaceChildren(...chips);
  };

  // --- further conditions ---------------------------------------------------------

  const further = [...axes.values()].filter((axis) => axis.name !== "sector");
  const buildConditions = () => {
    const sets = further.map((axis) => {
      const choices = axis.options.map(({ code, count }) => {
        const tick = make("input", { type: "checkbox" });
        tick.dataset.code = code;
        tick.addEventListener("change", () => turn(axis.name, code));
        return make(
          "label",
          { class: "choice" },
          tick,
          make("span", { text: conditions.labelOf(axis, code) }),
          make("b", { text: text.count(count) }),
        );
      });
      const list = make("div", { class: "choices" }, ...choices);
      const set = make("fieldset", {}, make("legend", { text: say(axis.say) }), list);
      set.dataset.axis = axis.name;
      return set;
    });
    id("axes").replaceChildren(...sets);
  };
  const isOpen = () => !box.hidden;
  const setOpen = (wanted) => {
    if (wanted === isOpen()) return;
    box.hidden = !wanted;
    opener.setAttribute("aria-expanded", String(wanted));
    if (wanted) box.querySelector("input")?.focus();
    else opener.focus();
  };
  opener.addEventListener("click", () => setOpen(!isOpen()));
  id("conditions-close").addEventListener("click", () => setOpen(false));

  // --- the year -------------------------------------------------------------------

  const setYear = (place) => {
    conditions.year = place > 0 ? years[place - 1] : null;
    app.changed();
  };
  const stop = () => {
    clearInterval(playing);
    playing = 0;
    showYear();
  };
  const play = () => {
    if (playing) {
      stop();
      return;
    }
    const next = () => {
      const place = Number(slider.value);
      if (place >= years.length) stop();
      else setYear(place + 1);
    };
    playing = setInterval(next, 1200);
    if (Number(slider.value) >= years.length) setYear(1);
    else next();
  };
  slider.max = String(years.length);
  slider.addEventListener("input", () => {
    clearInterval(playing);
    playing = 0;
    setYear(Number(slider.value));
  });
  id("play").addEventListener("click", play);

  const offer = (select, chosen) => {
    const options = years.map((when) => {
      const option = make("option", { value: String(when), text: String(when) });
      option.selected = when === chosen;
      return option;
    });
    select.replaceChildren(...options);
  };
  const compare = (before, after) => {
    clearInterval(playing);
    playing = 0;
    change.set(before === null ? [] : [Math.min(before, after), Math.max(before, after)]);
    app.changed();
  };
  for (const end of ["before", "after"]) {
    id(end).addEventListener("change", () =>
      compare(Number(id("before").value), Number(id("after").value)),
    );
  }
  id("compare").addEventListener("click", () => {
    if (change.years) compare(null);
    else compare(years[Math.max(0, years.length - 3)], years[years.length - 1]);
  });

  const showYear = () => {
    id("years").hidden = !years.length;
    if (!years.length) return;
    const isCompared = change.years !== null;
    id("compare").hidden = years.length < 2;
    id("compare").setAttribute("aria-pressed", String(isCompared));
    id("compare").textContent = say(isCompared ? "compare_end" : "compare");
    id("compared").hidden = !isCompared;
    for (const one of ["play", "year", "year-now"]) id(one).hidden = isCompared;
    if (isCompared) {
      offer(id("before"), change.years[0]);
      offer(id("after"), change.years[1]);
    }
    slider.value = String(conditions.year === null ? 0 : years.indexOf(conditions.year) + 1);
    slider.setAttribute("aria-valuetext", conditions.yearLabel());
    id("year-now").textContent = conditions.yearLabel();
    id("undated").textContent =
      conditions.year === null && !isCompared ? "" : say("undated_stay", { n: text.count(conditions.undated()) });
    id("play").setAttribute("aria-label", say(playing ? "pause" : "play"));
    id("play-sign").setAttribute("d", playing ? "M4 3h3v10H4zM9 3h3v10H9z" : "M4 2.5 13 8 4 13.5z");
  };

  // --- what is in force now ---------------------------------------------------------

  const showTags = () => {
    const tag = (words, click) =>
      make(
        "button",
        { type: "button", class: "tag-button", "aria-label": say("drop", { words }), click },
        make("span", { text: words }),
        make("i", { text: "×", "aria-hidden": "true" }),
      );
    const tags = further
      .filter((axis) => axis.wanted)
      .flatMap((axis) =>
        [...axis.wanted].map((code) =>
          tag(conditions.labelOf(axis, code), () => turn(axis.name, code)),
        ),
      );
    id("tags").replaceChildren(...tags);
    const several = further.filter((axis) => axis.wanted).length;
    id("n-filters").textContent = several ? ` ${several}` : "";
  };
  const show = () => {
    const sectors = axes.get("sector").wanted;
    for (const chip of id("sectors").children) {
      const isOn = !sectors || sectors.has(chip.dataset.sector);
      chip.setAttribute("aria-pressed", String(isOn));
    }
    for (const set of id("axes").children) {
      const { wanted } = axes.get(set.dataset.axis);
      for (const tick of set.querySelectorAll("input")) {
        tick.checked = Boolean(wanted?.has(tick.dataset.code));
      }
    }
    showTags();
    showYear();
    id("all").hidden = !conditions.isFiltered();
    id("nothing").hidden = view.visible.some(Boolean);
    id("part").hidden = !view.left && !view.isWhole;
    id("part-words").textContent = view.left
      ? say("part", { n: text.count(view.left) })
      : say("whole");
    id("part-more").textContent = say(view.left ? "draw_all" : "draw_less");
    id("filter-print").textContent = inWords();
  };

  // Conditions and question in words, as they stand under the heading of a picture.
  const inWords = () => {
    const words = [say("shown_are", { words: conditions.inWords() || say("everything") })];
    if (conditions.year !== null || change.years) words.push(say("undated_stay", { n: text.count(conditions.undated()) }));
    if (change.years) words.push(change.inWords());
    if (linking.ends) words.push(linkmode.inWords());
    if (lookmode.inWords()) words.push(lookmode.inWords());
    if (view.left) words.push(say("part", { n: text.count(view.left) }));
    return words.join(text.language === "ja" ? "　" : "  ·  ");
  };

  id("all").addEventListener("click", () => {
    conditions.clear();
    app.changed();
    id("canvas").focus();
  });
  id("part-more").addEventListener("click", () => {
    view.setWhole(view.left > 0);
    app.changed();
  });

  return Object.freeze({
    show,
    inWords,
    isOpen,
    close: () => setOpen(false),
    build() {
      buildSectors();
      buildConditions();
    },
  });
})();
