// A text field that offers what the library finds for it (a combobox as the ARIA Authoring Practices have it). Where the
// server has no library it is a text field.

const PAUSE_MS = 150; // of typing, before the library is asked
const MOST = 12;

/**
 * @param field the input
 * @param offers its listbox
 * @param find promises what there is for some words: [{ value, title, note }]
 * @param choose is called with the value that was chosen
 */
export function suggesting(field, offers, find, choose) {
  let timer = 0;
  let asked = 0;
  let found = [];
  let active = -1;

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE_MS);
  });
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) {
      event.preventDefault();
      activate((active + step + found.length + (active < 0 && step < 0 ? 1 : 0)) % found.length);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      take(active);
    } else if (event.key === "Escape") {
      close();
    }
  });
  offers.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  offers.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(Number(option.dataset.index));
  });

  async function look() {
    const words = field.value.trim();
    const question = ++asked;
    const answer = words ? await find(words, MOST) : [];
    if (question === asked && document.activeElement === field) offer(answer);
  }

  function offer(list) {
    found = list;
    offers.replaceChildren(...list.map(({ title, note }, index) => {
      const option = document.createElement("li");
      option.id = `offer-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.index = index;
      option.textContent = title;
      const small = document.createElement("small");
      small.textContent = note;
      option.append(small);
      return option;
    }));
    offers.hidden = list.length === 0;
    field.setAttribute("aria-expanded", String(list.length > 0));
    activate(-1);
  }

  function activate(index) {
    active = index;
    [...offers.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === index)));
    if (index < 0) {
      field.removeAttribute("aria-activedescendant");
    } else {
      field.setAttribute("aria-activedescendant", `offer-${index}`);
      offers.children[index].scrollIntoView({ block: "nearest" });
    }
  }

  function take(index) {
    const { value } = found[index];
    close();
    choose(value);
  }

  function close() {
    clearTimeout(timer);
    asked++;
    offer([]);
  }

  return { close };
}
