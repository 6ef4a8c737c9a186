// What the page does when scripts run: filter findings, copy fingerprints, open
// what is to be printed. Without them everything is still there to be read.
"use strict";

const form = document.getElementById("filters");
const list = document.getElementById("list");

function tell(number) {
  return number.toLocaleString("en-US");
}

// One finding: its element, what it is, and the words that Find looks in.
function entry(article) {
  const [severity, status, category, rule] = article.dataset.k.split(" ");
  return { article, severity, status, category, rule, words: null };
}

function wordsOf(item) {
  if (item.words === null) {
    const place = item.article.querySelector(".circumstances");
    item.words = [
      item.article.parentNode.firstElementChild,
      item.article.firstElementChild,
      place,
    ].map((part) => (part ? part.textContent : "")).join(" ").toLowerCase();
  }
  return item.words;
}

function filters(items) {
  const groups = Array.from(list.querySelectorAll(".group"), (group) => ({
    group,
    count: group.querySelector(".count"),
    all: group.querySelectorAll("article").length,
    told: group.querySelector(".count").textContent,
  }));
  const state = form.querySelector("output");
  const nothing = document.createElement("p");
  let timer = 0;

  nothing.className = "nothing";
  nothing.hidden = true;
  nothing.textContent = "No finding is like this.";
  list.append(nothing);

  function checked(name) {
    const boxes = Array.from(form.querySelectorAll(`input[name=${name}]`));
    return boxes.length === 0 ? null :
      new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  }

  // What there is no choice of is not there.
  function chosen(name) {
    return name in form.elements ? form.elements[name].value : "";
  }

  function apply() {
    const severities = checked("s");
    const statuses = checked("t");
    const category = chosen("c");
    const rule = chosen("r");
    const words = form.elements.q.value.toLowerCase().split(/\s+/)
      .filter((word) => word !== "");
    let shown = 0;

    for (const item of items) {
      const fits = severities.has(item.severity) &&
        (statuses === null || statuses.has(item.status)) &&
        (category === "" || category === item.category) &&
        (rule === "" || rule === item.rule) &&
        words.every((word) => wordsOf(item).includes(word));
      if (item.article.hidden === fits)
        item.article.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    for (const file of list.querySelectorAll(".file"))
      file.hidden = file.querySelector("article:not([hidden])") === null;
    for (const { group, count, all, told } of groups) {
      const left = group.querySelectorAll("article:not([hidden])").length;
      group.hidden = left === 0;
      count.textContent = left === all ? told : `${tell(left)} of ${told}`;
    }
    // What was looked for is to be seen.
    const left = groups.filter(({ group }) => !group.hidden);
    if (left.length > 0 && !left.some(({ group }) => group.open))
      left[0].group.open = true;
    nothing.hidden = shown > 0;
    state.textContent = shown === items.length ?
      `All ${tell(items.length)} that are listed` :
      `${tell(shown)} of ${tell(items.length)} shown`;
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(apply, 120);
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", soon);
  form.addEventListener("reset", soon);
  form.hidden = false;
  // A browser that goes back fills the form in again.
  apply();
}

// A link may lead to what a filter hides or a group holds closed.
function reveal() {
  const target = document.getElementById(location.hash.slice(1));
  if (target === null || !list || !list.contains(target))
    return;
  if (target.hidden || target.closest("[hidden]") !== null) {
    form.reset();
    for (const hidden of list.querySelectorAll("[hidden]:not(.nothing)"))
      hidden.hidden = false;
  }
  for (let up = target; up !== list; up = up.parentElement)
    if (up.tagName === "DETAILS")
      up.open = true;
  target.scrollIntoView();
}

function select(element) {
  const range = document.createRange();
  range.selectNodeContents(element);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}

// Where a viewer allows no clipboard, what was to be copied is selected.
async function copy(button) {
  const code = button.previousElementSibling;
  try {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = "copied";
  } catch {
    select(code);
    button.textContent = document.execCommand("copy") ? "copied" : "selected";
  }
  setTimeout(() => { button.textContent = "copy"; }, 2000);
}

function addCopy(details) {
  const code = details.querySelector(".fp");
  if (code === null || code.nextElementSibling !== null)
    return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "copy";
  button.setAttribute("aria-label", "copy the fingerprint");
  code.after(button);
}

function unfold(button) {
  const open = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(open));
  button.textContent = open ? "Close details" : "Open details";
  const shown = list.querySelectorAll("article:not([hidden]) > details");
  for (const details of shown)
    details.open = open;
}

// Of a long list, what is open is printed.
function printing() {
  const which = list !== null && list.className === "many" ?
    "main > section > details:not([open])" : "details:not([open])";
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = Array.from(document.querySelectorAll(which));
    for (const details of closed)
      details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of closed)
      details.open = false;
  });
}

if (list !== null) {
  filters(Array.from(list.querySelectorAll("article"), entry));
  list.querySelectorAll("article > details[open]").forEach(addCopy);
  list.addEventListener("toggle", (event) => addCopy(event.target), true);
  list.addEventListener("click", (event) => {
    if (event.target.className === "copy")
      copy(event.target);
  });
  document.getElementById("unfold")
    .addEventListener("click", (event) => unfold(event.target));
  addEventListener("hashchange", reveal);
  reveal();
}
printing();
