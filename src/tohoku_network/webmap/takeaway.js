// Files to take away: pictures, prints, positions, saved views, a link.
const takeaway = (() => {
  const { id } = dom;
  const { say } = text;
  const list = id("export-list");
  const opener = id("export-menu");
  let isFitted = () => true;

  const name = (ending) => {
    const safe = sheet.title().replace(/[\\/:*?"<>|\s\u0000-\u001f]+/gu, "_").slice(0, 60);
    return `${safe.replace(/^[._]+|[._]+$/g, "") || "map"}.${ending}`;
  };
  const save = (blob, ending) => {
    const link = dom.make("a", { download: name(ending), href: URL.createObjectURL(blob) });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 20000);
    app.redraw();
  };

  const cell = (raw) => (/[",\r\n]/.test(raw) ? `"${raw.replace(/"/g, '""')}"` : raw);
  const positions = () => {
    const rows = data.nodes.map((node) => `${cell(node.id)},${node.x},${node.y}`);
    return new Blob([`id,x,y\n${rows.join("\n")}\n`], { type: "text/csv" });
  };
  const print = (paper) => {
    id("paper").textContent = `@page { size: ${paper} landscape; margin: 10mm; }`;
    window.print();
  };
  const copy = () => {
    const where = address.write();
    const link = location.href.split("#")[0] + (where ? `#${where}` : "");
    const done = () => app.announce(say("link_copied"));
    // Without permission for the clipboard, the address bar holds the same link.
    navigator.clipboard?.writeText(link).then(done, () => app.announce(say("link_in_bar")));
  };

  const actions = new Map([
    ["as-png", () => sheet.png(isFitted(), (blob) => save(blob, "png"))],
    ["as-svg", () => save(sheet.svg(isFitted()), "svg")],
    ["print-a4", () => print("A4")],
    ["print-a3", () => print("A3")],
    ["as-positions", () => save(positions(), "csv")],
    [
      "as-views",
      () => save(new Blob([JSON.stringify(address.views(), null, 1)], { type: "application/json" }), "json"),
    ],
    ["copy-link", copy],
  ]);

  const setOpen = (wanted) => {
    list.hidden = !wanted;
    opener.setAttribute("aria-expanded", String(wanted));
  };
  opener.addEventListener("click", () => {
    setOpen(list.hidden);
    if (!list.hidden) list.querySelector("button").focus();
  });
  for (const [key, act] of actions) {
    id(key).addEventListener("click", () => {
      setOpen(false);
      opener.focus();
      act();
    });
  }
  addEventListener("pointerdown", (event) => {
    if (!list.hidden && !opener.parentElement.contains(event.target)) setOpen(false);
  });

  return Object.freeze({
    isOpen: () => !list.hidden,
    close() {
      setOpen(false);
      opener.focus();
    },
    onFitted(ask) {
      isFitted = ask;
    },
  });
})();
