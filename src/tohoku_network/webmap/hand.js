// What d3-zoom asks of d3-selection and d3-drag, for the one canvas that it moves:
// listeners that can be taken off by name, and a hand that marks no text.
(() => {
  const listening = new WeakMap(); // thing -> what listens to it, by type and name

  const listen = (thing, name, act, options) => {
    if (!listening.has(thing)) listening.set(thing, new Map());
    const all = listening.get(thing);
    const [type] = name.split(".");
    if (all.has(name)) thing.removeEventListener(type, ...all.get(name));
    all.delete(name);
    if (!act) return;
    all.set(name, [(event) => act.call(thing, event), options]);
    thing.addEventListener(type, ...all.get(name));
  };

  const selected = (things) => {
    const each = (act) => {
      for (const thing of things) act(thing);
      return self;
    };
    const self = {
      selection: () => self,
      interrupt: () => self,
      datum: () => undefined,
      filter: (test) => selected(things.filter((thing) => test.call(thing))),
      each: (act) => each((thing) => act.call(thing)),
      style: (name, value) => each((thing) => thing.style.setProperty(name, value)),
      property: (name, value) =>
        each((thing) => {
          thing[name] = value.call(thing);
        }),
      // Asked for a listener, as a double tap asks, there is none to give.
      on: (names, ...how) =>
        how.length
          ? each((thing) => {
              for (const name of names.split(" ")) listen(thing, name, ...how);
            })
          : undefined,
      call: (act, ...rest) => {
        act(self, ...rest);
        return self;
      },
    };
    return self;
  };

  d3.select = (thing) => selected([thing]);
  d3.pointer = (event, thing = event.currentTarget) => {
    const box = thing.getBoundingClientRect();
    return [
      event.clientX - box.left - thing.clientLeft,
      event.clientY - box.top - thing.clientTop,
    ];
  };

  const refuse = (event) => event.preventDefault();
  d3.dragDisable = (page) => {
    listen(page, "dragstart.hand", refuse, { capture: true, passive: false });
    listen(page, "selectstart.hand", refuse, { capture: true, passive: false });
  };
  // The click that ends a drag is none.
  d3.dragEnable = (page, hasMoved) => {
    listen(page, "dragstart.hand", null);
    listen(page, "selectstart.hand", null);
    if (!hasMoved) return;
    const swallow = (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    listen(page, "click.hand", swallow, { capture: true, passive: false });
    setTimeout(() => listen(page, "click.hand", null), 0);
  };
})();
