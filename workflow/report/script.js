// What the page can do where scripts run: choose language and theme, sort tables, hand out data.

const root = document.documentElement;

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

// What is chosen stands in the query of the address, before the anchor: every #link works as
// without it.
function remember(name, value, usual) {
  const address = new URL(location);
  if (value === usual) address.searchParams.delete(name);
  else address.searchParams.set(name, value);
  history.replaceState(null, "", address);
}

// The words of this script in the language of the page. They are written anew when it changes.
const WORDS = JSON.parse(document.getElementById("words").textContent);
const written = [];

function word(name, values) {
  return WORDS[root.lang][name].replace(/\{(\w+)\}/g, (_, value) => values[value]);
}

function write(words) {
  written.push(words);
  words();
}

// The page holds its text in both languages, one of them hidden: a copy with the other alone.
function inLanguage(element) {
  const copy = element.cloneNode(true);
  copy.querySelectorAll(`[data-switch]:not([lang=${root.lang}])`).forEach((text) => text.remove());
  return copy;
}

function shown(element) {
  return inLanguage(element).textContent.replace(/\s+/g, " ").trim();
}

// Of an attribute it holds the Chinese beside the English.
function showLanguage(language) {
  root.lang = language;
  for (const element of document.querySelectorAll("[data-aria-label-zh]")) {
    element.dataset.ariaLabelEn ??= element.ariaLabel;
    element.ariaLabel = element.getAttribute(`data-aria-label-${language}`);
  }
  document.title = shown(document.querySelector("h1"));
  for (const words of written) words();
}

function showTheme(theme) {
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
}

// A group of buttons, one for each value; early.js has read from the address which is pressed at first.
function choice(name, values, pressed, show) {
  const group = make("div", { role: "group" });
  write(() => { group.ariaLabel = word(name); });
  const press = (value) => {
    for (const button of group.children) button.ariaPressed = button.value === value;
    show(value);
  };
  for (const value of values) {
    const button = make("button", { type: "button", value });
    write(() => { button.textContent = word(value); });
    button.addEventListener("click", () => {
      press(value);
      remember(name, value, "system"); // Last, as a browser may refuse it to a page in a frame.
    });
    group.append(button);
  }
  press(pressed);
  return group;
}

function addSettings() {
  const languages = choice("lang", ["en", "zh"], root.lang, showLanguage);
  for (const button of languages.children) button.lang = button.value;
  const theme = root.dataset.theme ?? "system";
  const themes = choice("theme", ["system", "light", "dark"], theme, showTheme);
  document.querySelector("header").prepend(
    make("div", { className: "settings" }, languages, themes),
  );
}

// What each column shows in a row; a cell over several columns stands in the first of them.
function texts(row) {
  return [...row.cells].flatMap((cell) => [
    shown(cell),
    ...Array(cell.colSpan - 1).fill(""),
  ]);
}

// A number at the start of a cell, as page.py writes them: 1,000  −0.31  < 0.001  2.5×10⁻⁵  1e-05.
// The 784 of 784-30-10 is none.
const NUMBER = /^(?:<\s)?([+−-]?[\d,]*\.?\d+(?:e[+-]?\d+|×10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?)(?=[\s%（]|$)/;
const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";

function number(text) {
  const plain = NUMBER.exec(text)?.[1]
    .replaceAll(",", "")
    .replace("×10", "e")
    .replace(/[−⁻]/g, "-")
    .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (digit) => SUPERSCRIPT.indexOf(digit));
  return Number(plain);
}

// Numbers by size, then words as their language orders them; what has no value, a dash, comes last
// either way.
function compare(a, b, direction) {
  const kind = (text) => (/[\p{L}\p{N}]/u.test(text) ? (Number.isNaN(number(text)) ? 1 : 0) : 2);
  const words = () => a.localeCompare(b, root.lang, { numeric: true });
  return kind(a) - kind(b) || direction * (kind(a) === 0 ? number(a) - number(b) : words());
}

const NEXT = { none: "ascending", ascending: "descending", descending: "none" };

function addSorting(table) {
  const [body] = table.tBodies;
  const original = [...body.rows];
  const headings = [...table.tHead.rows[0].cells];
  headings.forEach((heading, column) => {
    const button = make("button", { type: "button" }, ...heading.childNodes);
    heading.append(button);
    heading.ariaSort = "none";
    button.addEventListener("click", () => {
      const order = NEXT[heading.ariaSort];
      for (const other of headings) other.ariaSort = "none";
      heading.ariaSort = order;
      const direction = { none: 0, ascending: 1, descending: -1 }[order];
      const sorted = original.map((row) => [texts(row)[column], row]);
      if (direction) sorted.sort(([a], [b]) => compare(a, b, direction));
      body.append(...sorted.map(([, row]) => row));
    });
  });
}

// As RFC 4180 has it.
function csv(rows) {
  const quoted = (text) => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((cells) => cells.map(quoted).join(",") + "\r\n").join("");
}

// A figure in the colours that it is shown in, as a file knows nothing of those of the page.
function standalone(svg) {
  const copy = inLanguage(svg);
  copy.style.background = "var(--page)";
  const probe = svg.parentElement.appendChild(make("span"));
  const text = new XMLSerializer().serializeToString(copy).replace(/var\([^)]+\)/g, (colour) => {
    probe.style.color = colour;
    return getComputedStyle(probe).color;
  });
  probe.remove();
  return text;
}

// A button that hands out a file, made when it is asked for.
function download(name, label, file, type, content) {
  const button = make("button", { type: "button" }, name);
  write(() => { button.ariaLabel = label(); });
  button.addEventListener("click", () => {
    const href = URL.createObjectURL(new Blob([content()], { type }));
    make("a", { href, download: file() }).click();
  });
  return make("div", { className: "tools" }, button);
}

// Where a number comes from, for who points at it or reaches it by keyboard.
function addSources() {
  const box = make("div", { id: "source", role: "status", hidden: true });
  document.body.append(box);
  let number;
  const show = ({ target }) => {
    number = target.closest?.("data[data-table]");
    box.hidden = !number;
    if (!number) return;
    const { table, column = "", place, count } = number.dataset;
    const counted = () => (count ? word("rows", { rows: count }) : word("all_rows"));
    const what = place === undefined ? counted() : `${place}: `;
    box.replaceChildren(make("code", {}, `${table}.csv`), ` ${what}`, make("b", {}, `${column} ${number.value}`));
    beside();
  };
  const beside = () => {
    const { left, bottom, top } = number.getBoundingClientRect();
    const { width, height } = box.getBoundingClientRect();
    box.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
    box.style.top = `${bottom + height + 8 < innerHeight ? bottom + 6 : top - height - 6}px`;
  };
  for (const number of document.querySelectorAll(".scene data")) number.tabIndex = 0;
  for (const event of ["pointerover", "focusin"]) document.addEventListener(event, show);
  document.addEventListener("keydown", ({ key }) => { if (key === "Escape") box.hidden = true; });
  // A number that is reached by keyboard may have to be scrolled to.
  document.addEventListener("scroll", () => { if (!box.hidden) beside(); }, { passive: true });
}

// The scene that is being read is marked in the list, and a link into a fold opens it.
function addPlaces() {
  const links = new Map([...document.querySelectorAll("nav a")].map((link) => [link.hash.slice(1), link]));
  const mark = (id) => {
    for (const link of links.values()) link.ariaCurrent = null;
    links.get(id).ariaCurrent = "true";
  };
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) mark(target.id);
    },
    { rootMargin: "-20% 0px -75% 0px" },
  );
  // The last may be too short to come up that far.
  const last = [...links.keys()].at(-1);
  document.addEventListener("scroll", () => {
    if (innerHeight + scrollY > root.scrollHeight - 2) mark(last);
  }, { passive: true });
  for (const id of links.keys()) seen.observe(document.getElementById(id));
  const open = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    let folded = false;
    for (let fold = target?.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      folded ||= !fold.open;
      fold.open = true;
    }
    if (folded) target.scrollIntoView();
  };
  addEventListener("hashchange", open);
  open();
}

addSettings();
addSources();
addPlaces();
for (const table of document.querySelectorAll(".scroll table")) {
  const region = table.closest(".scroll");
  const label = () => word("csv", { table: region.ariaLabel });
  const file = () => `${region.ariaLabel.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-")}.csv`;
  addSorting(table);
  region.after(download("CSV", label, file, "text/csv;charset=utf-8", () => csv([...table.rows].map(texts))));
}
for (const figure of document.querySelectorAll("figure")) {
  const svg = () => figure.querySelector(".marks, .plot svg");
  const label = () => word("svg", { figure: figure.id.replace("figure-", "") });
  const file = () => `${figure.id}.svg`;
  figure.append(download("SVG", label, file, "image/svg+xml", () => standalone(svg())));
}
